"""Surveys over REST: those of a ticket with their answers. The rules by which they are sent: rules.py."""

from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import surveys_schema as schema
from complaints.api.views import READ, TicketsView
from complaints.models import Survey


@schema.of_ticket
class TicketSurveys(TicketsView):
    """One for each answered round that was surveyed, and what became of it."""

    scopes = {"GET": READ}

    def get(self, request: Request, number: str) -> Response:
        ticket = self.find(number)
        return Response(schema.SurveySerializer(Survey.objects.filter(ticket=ticket), many=True).data)
