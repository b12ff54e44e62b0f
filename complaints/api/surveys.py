"""Surveys over REST: those of a ticket with their answers, and for administrators the rules by which they are sent."""

from django import forms
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import surveys_schema as schema
from complaints.api.rules import ChangeRule, ListRules
from complaints.api.views import READ, TicketsView
from complaints.models import Survey, SurveyRule


@schema.of_ticket
class TicketSurveys(TicketsView):
    """One for each answered round that was surveyed, and what became of it."""

    scopes = {"GET": READ}

    def get(self, request: Request, number: str) -> Response:
        ticket = self.find(number)
        return Response(schema.SurveySerializer(Survey.objects.filter(ticket=ticket), many=True).data)


class RuleForm(forms.ModelForm):
    class Meta:
        model = SurveyRule
        fields = ("share", "wait_hours", "open_days", "change_hours", "is_active")


@schema.rules
class SurveyRules(ListRules):
    tells = schema.SurveyRuleSerializer


@schema.rule
class SurveyRuleDetail(ChangeRule):
    form, tells = RuleForm, schema.SurveyRuleSerializer
