"""Calls about danger over REST: an agent's own, kept from the first second, then a crew, or how they ended.

No transaction spans more than one action: what was noted stays when the crew cannot be sent.
"""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import bodies, emergency_schema
from complaints.api.emergency_serializers import CrewSentSerializer, EmergencyCallSerializer, SafetyCardSerializer
from complaints.api.refusals import standing
from complaints.api.views import TicketsView
from complaints.calling import danger, emergency_calls
from complaints.inputs.emergency import CallInput
from complaints.models import EmergencyCall, SafetyCard
from complaints.stages import emergency, emergency_over
from servicecenter.problems import Problem, WrongInput

SOURCE = "api"


class EmergencyView(TicketsView):
    """For people who may dispatch an emergency: their own calls, nobody else's."""

    scopes: dict[str, Any] = {"GET": (), "PUT": (), "POST": ()}
    not_kept: Mapping[str, list[str]] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not self.actor.roles & emergency_calls.WHO:
            raise Problem(403, "role", _("Your role does not allow this."))

    def mine(self, pk: int) -> EmergencyCall:
        found = emergency_calls.of_agent(self.actor.user, self.at).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def note(self, request: Request, call: EmergencyCall, **special: bodies.Reader) -> dict[str, Any]:
        """Keep the facts that were sent along; returns the rest. Raises WrongInput for what is of another type."""
        data = bodies.read(request.data, CallInput.base_fields, said=_steps, **special)
        rest = {name: data.pop(name, None) for name in special}
        if data:
            self.not_kept = emergency_calls.keep(call, data, at=self.at, only=set(data))
        return rest

    def told(self, call: EmergencyCall, status: int = 200) -> Response:
        return Response(EmergencyCallSerializer(call, context={"not_kept": self.not_kept}).data, status=status)


@emergency_schema.cards
class SafetyCards(EmergencyView):
    def get(self, request: Request) -> Response:
        return Response(SafetyCardSerializer(emergency_calls.cards(), many=True).data)


@emergency_schema.calls
class EmergencyCalls(EmergencyView):
    def get(self, request: Request) -> Response:
        rows = emergency_calls.still_open(self.actor.user, self.at)
        return Response(EmergencyCallSerializer(rows, many=True).data)

    def post(self, request: Request) -> Response:
        card = _card(bodies.read(request.data, {}, card=bodies.text).get("card") or "")
        return self.told(emergency.begin_call(card, actor=self.actor, at=self.at), status=201)


@emergency_schema.call
class OneEmergencyCall(EmergencyView):
    def get(self, request: Request, pk: int) -> Response:
        return self.told(self.mine(pk))

    def put(self, request: Request, pk: int) -> Response:
        call = self.mine(pk)
        self.note(request, call)
        return self.told(call)


@emergency_schema.dispatch
class SendCrew(EmergencyView):
    def post(self, request: Request, pk: int) -> Response:
        call = self.mine(pk)
        self.note(request, call)
        before = call.ticket_id
        known = danger.known_of(call, actor=self.actor, at=self.at, source=SOURCE)
        ticket = emergency.dispatch_call(call, actor=self.actor, at=self.at, source=SOURCE, known=known)
        told = standing(ticket, self.actor, self.at) | {"call": call}
        shown = CrewSentSerializer(told, context={"not_kept": self.not_kept})
        return Response(shown.data, status=200 if before else 201)


@emergency_schema.lost
class RungBack(EmergencyView):
    def post(self, request: Request, pk: int) -> Response:
        call = self.mine(pk)
        reached = self.note(request, call, reached=bodies.yes_or_no)["reached"]
        if reached is None:
            raise WrongInput({"reached": [_("Must be true or false.")]})
        emergency.ring_back(call, reached=reached, actor=self.actor, at=self.at, source=SOURCE)
        return self.told(call)


@emergency_schema.over
class OverWithoutCrew(EmergencyView):
    def post(self, request: Request, pk: int) -> Response:
        call = self.mine(pk)
        code = self.note(request, call, outcome=bodies.text)["outcome"]
        outcome = emergency_over.ends().filter(code=code or "").first()
        if outcome is None:
            raise WrongInput({"outcome": [_("Say how the call ended.")]})
        emergency_over.end_call(call, outcome, at=self.at, source=SOURCE)
        return self.told(self.mine(pk))


def _card(code: str) -> SafetyCard:
    """Raises WrongInput for an unknown code, Http404 when no card is in use."""
    cards = emergency_calls.cards()
    card = cards.filter(code=code).first() if code else cards.first()
    if card is None and code:
        raise WrongInput({"card": [_("There is no such safety card.")]})
    if card is None:
        raise Http404
    return card


def _steps(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise ValueError(_("Must be a list of whole numbers."))
    return [str(bodies.whole_number(one)) for one in value]
