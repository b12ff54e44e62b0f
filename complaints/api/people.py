"""People now and one colleague over REST, and several tickets changing hands at once, each by a move of its own."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import bodies, shift_schema
from complaints.api.moves import Change
from complaints.api.refusals import as_problem, standing, told
from complaints.api.shift_serializers import ColleagueSerializer, PersonSerializer
from complaints.api.views import TicketsView
from complaints.desk import colleagues, handing_on, people_now
from complaints.desk.handing_on import Outcome, Wanted
from complaints.fields import LONG
from complaints.numbers import read_number
from complaints.refusals import Conflict, Missing
from servicecenter.models import User
from servicecenter.problems import Problem, WrongInput


@shift_schema.people
class People(TicketsView):
    """Whoever is on duty, and whoever has tickets in hand."""

    scopes = {"GET": ("shift:read",)}

    def get(self, request: Request) -> Response:
        if self.client:
            found = people_now.everybody(self.visible(), self.at)
        elif self.actor.roles & people_now.READERS:
            found = people_now.people(self.actor.user, self.visible(), self.at)
        else:
            raise Problem(403, "role", _("Your role does not allow this."))
        return Response(PersonSerializer(found, many=True).data)


@shift_schema.colleague
class Colleague(TicketsView):
    """One of the staff by user name, with what of their work the caller may see."""

    scopes = {"GET": ("shift:read",)}

    def get(self, request: Request, username: str) -> Response:
        person = colleagues.find(username)
        if person is None:
            raise Http404
        tickets = colleagues.in_hand(person, self.visible().select_related("category", "region", "team", "handler"))
        context = {"at": self.at, "roles": colleagues.roles_now(person, self.at), "tickets": tickets}
        return Response(ColleagueSerializer(person, context=context).data)


@shift_schema.reassignments
class Reassignments(Change):
    """One answer for all: what was done, and what was refused and why."""

    def act(self, request: Request, **kwargs: Any) -> Response:
        if not self.client and not self.actor.roles & handing_on.MAY:
            raise Problem(403, "role", _("Your role does not allow this."))
        wanted, to, why = _read(request.data)
        outcomes = handing_on.hand_on(
            wanted, reach=self.visible(), to=to, why=why, actor=self.actor, at=self.at, source="api"
        )
        return Response({
            "done": [standing(one.ticket, self.actor, self.at) for one in outcomes if one.done and one.ticket],
            "refused": [self._refused(one) for one in outcomes if not one.done],
        })  # fmt: skip

    def _refused(self, one: Outcome) -> dict[str, Any]:
        assert one.refused is not None
        problem = as_problem(one.refused, self.actor, self.at)
        code = "not_found" if one.ticket is None else problem.get_codes()
        wrong = {"errors": one.refused.errors} if isinstance(one.refused, Missing) else {}
        last = {"last_move": told(one.refused.event)} if isinstance(one.refused, Conflict) else {}
        return {"number": one.number, "code": code, "detail": one.why, **wrong, **last}


def _read(body: dict[str, Any]) -> tuple[list[Wanted], User | None, str]:
    """Raises WrongInput by field; what is wrong with one ticket alone is told in the answer."""
    data = bodies.read(body, {}, tickets=_tickets, handler=bodies.text, why=bodies.text)
    errors = {}
    if not data.get("tickets"):
        errors["tickets"] = [_("Tick at least one ticket.")]
    why = (data.get("why") or "").strip()
    if not why or len(why) > LONG:
        errors["why"] = [_("Must be given.")]
    to = User.objects.filter(username=data["handler"], is_active=True).first() if data.get("handler") else None
    if data.get("handler") and to is None:
        errors["handler"] = [_("There is nobody of this name.")]
    if errors:
        raise WrongInput(errors)
    return data["tickets"], to, why


def _tickets(value: Any) -> list[Wanted]:
    if not isinstance(value, list) or len(value) > handing_on.MOST:
        raise ValueError(_("At most %(n)d tickets at once.") % {"n": handing_on.MOST})
    wanted = []
    for one in value:
        if not isinstance(one, dict) or set(one) != {"number", "version"} or not isinstance(one["number"], str):
            raise ValueError(_("Each ticket is a number and the version of it that you saw."))
        wanted.append(Wanted(read_number(one["number"]) or one["number"][:20], bodies.whole_number(one["version"])))
    return wanted
