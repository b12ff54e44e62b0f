"""A talk with a ticket's customer, or an attempt at one, over REST: the same contact of the log as from the page."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import bodies, caller_schema
from complaints.api.caller_serializers import ContactNotedSerializer
from complaints.api.moves import Change
from complaints.api.refusals import standing
from complaints.calling import contacting
from complaints.calling.noting import note_contact
from complaints.inputs.contacts import ContactNotedInput


@caller_schema.attempts
class Attempts(Change):
    def act(self, request: Request, **kwargs: Any) -> Response:
        ticket = self.find(kwargs["number"], "region")
        said = bodies.valid(ContactNotedInput(bodies.read(request.data, ContactNotedInput.base_fields)))
        clock = contacting.clock_of(ticket)
        event = note_contact(ticket, **said, actor=self.actor, at=self.at, source="api")
        log = contacting.standing(ticket, clock.started_at if clock else ticket.received_at, self.at)
        now = standing(ticket, self.actor, self.at) | {
            "next_due_at": ticket.next_due_at, "event": event.pk, "contact": event.payload["contact"],
            "contacted_at": log.made_at, "standing": str(log),
        }  # fmt: skip
        return Response(ContactNotedSerializer(now).data, status=201)
