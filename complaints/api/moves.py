"""Moves and milestones over REST: the same verbs as the pages, with the version the caller saw."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request
from rest_framework.response import Response

from complaints import actions, messages
from complaints.api import bodies, schema
from complaints.api.refusals import standing, version_needed
from complaints.api.serializers import MovedSerializer
from complaints.api.views import TicketsView
from complaints.fields import LONG
from complaints.inputs import MOVE_INPUTS
from complaints.lifecycle import MOVES
from complaints.models import Ticket
from complaints.promises.milestones import RECORDED_BY_HAND
from complaints.stages.investigate import reach_milestone
from servicecenter.api_views import DoneOnce
from servicecenter.models import Event
from servicecenter.problems import Problem, WrongInput


class Change(DoneOnce, TicketsView):
    """A POST that changes one ticket and answers how it stands then."""

    scopes = {"POST": ("tickets:move",)}

    def stand(self, ticket: Ticket, event: Event, status: int = 200) -> Response:
        now = standing(ticket, self.actor, self.at) | {"next_due_at": ticket.next_due_at, "event": event.pk}
        return Response(MovedSerializer(now).data, status=status)


@schema.moves
class Moves(Change):
    def act(self, request: Request, **kwargs: Any) -> Response:
        ticket = self.find(kwargs["number"], "category", "region")
        prefetch_related_objects([ticket], "requests")
        body = dict(request.data)
        name, version = self._which(body)
        fields = MOVE_INPUTS[name](ticket=ticket).fields
        data = bodies.read(body, fields, **self._lists(fields))
        answers, promises = data.pop("answers", {}), data.pop("follow_ups", {}) | data.pop("co_handlers", {})
        if unknown := set(answers) - set(fields):
            raise WrongInput({"answers": [_("There is no such request: %(name)s.") % {"name": sorted(unknown)[0]}]})
        event = actions.perform(
            ticket, name, data | answers | promises, actor=self.actor, at=self.at, source="api", version=version
        )
        return self.stand(ticket, event)

    def _lists(self, fields: Iterable[str]) -> dict[str, bodies.Reader]:
        """What an answer or a dispatch may carry as lists instead of numbered fields."""
        lists: dict[str, bodies.Reader] = {"answers": bodies.answers} if "result_1" in fields else {}
        if "co_team_1" in fields:
            lists["co_handlers"] = bodies.co_handlers
        return lists | ({"follow_ups": bodies.promises} if "follow_up_1_kind" in fields else {})

    def _which(self, body: dict[str, Any]) -> tuple[str, int | None]:
        """The move's name and the version seen, taken out of the body."""
        name, version = body.pop("move", None), body.pop("version", None)
        if not isinstance(name, str) or name not in MOVE_INPUTS:
            known = ", ".join(MOVE_INPUTS)
            raise WrongInput({"move": [_("There is no such move. Known are: %(known)s.") % {"known": known}]}, "move")
        if version is None:
            if MOVES[name].counted:
                raise version_needed()
            return name, None
        try:
            return name, bodies.whole_number(version)
        except ValueError as error:
            raise WrongInput({"version": [str(error)]})


class MilestoneInput(forms.Form):
    milestone = forms.ChoiceField(choices=[(one.value, one.label) for one in RECORDED_BY_HAND])
    reached_at = forms.DateTimeField(label=gettext_lazy("When"))
    note = forms.CharField(required=False, max_length=LONG, label=gettext_lazy("Note for colleagues"))


@schema.milestones
class Milestones(Change):
    """When the customer was talked to, the crew arrived, made safe or restored."""

    def act(self, request: Request, **kwargs: Any) -> Response:
        ticket = self.find(kwargs["number"], "region")
        if not messages.may_write(self.actor):
            raise Problem(403, "role", _("Your role does not allow this."))
        said = bodies.valid(MilestoneInput(bodies.read(request.data, MilestoneInput.base_fields)))
        event = reach_milestone(ticket, **said, actor=self.actor, at=self.at, source="api")
        ticket.refresh_from_db(fields=["next_due_at"])
        return self.stand(ticket, event)
