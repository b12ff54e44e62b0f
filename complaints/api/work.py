"""The desk's list of work over REST, and finding a ticket by what one has in hand. A program has no work of its own."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import bodies, work_schema
from complaints.api.bodies import valid
from complaints.api.views import TicketsView
from complaints.api.work_schema import FoundTicketsSerializer, WorkSerializer
from complaints.desk import search, worklist
from complaints.desk.worklist import FACETS, MOST_HANDLERS
from complaints.inputs.find import FindInput
from complaints.models import Ticket
from servicecenter.problems import WrongInput

SHOWN = ("category", "region")


@work_schema.work
class WorkList(TicketsView):
    """In the order it is due, counted and paged as on the desk."""

    scopes: dict[str, Any] = {"GET": ()}

    def get(self, request: Request) -> Response:
        user, days = self.actor.user, worklist.Days(self.at)
        view, chosen = asked_in(request.query_params)
        whole = worklist.view(view, user, self.at)
        counts = worklist.count_facets(whole, FACETS, chosen, days)
        tickets, further = worklist.page(worklist.narrowed(whole, chosen, days), request.query_params.get("after", ""))
        prefetch_related_objects(tickets, *SHOWN)
        told = {
            "view": view,
            "views": worklist.count_views(user, self.at),
            "all": counts["all"],
            "facets": {name: {one: counts[f"{name}:{one}"] for one in values} for name, values in FACETS.items()},
            "results": tickets,
            "next": further or None,
        }
        return Response(WorkSerializer(told, context={"at": self.at, "user": user, "days": days}).data)


@work_schema.find
class Find(TicketsView):
    """By POST, so that no number or name stands in an address."""

    scopes: dict[str, Any] = {"POST": ()}

    def post(self, request: Request) -> Response:
        typed = valid(FindInput(bodies.read(request.data, FindInput.base_fields)))["q"]
        found = search.find(typed, self.actor.user, self.at)
        tickets: list[Ticket] = found.tickets
        prefetch_related_objects(tickets, *SHOWN)
        return Response(FoundTicketsSerializer(found, context={"at": self.at, "user": self.actor.user}).data)


def asked_in(params: QueryDict) -> tuple[str, dict[str, list[str]]]:
    """The view and what is ticked of each facet. Raises WrongInput by parameter."""
    unknown = set(params) - {*FACETS, "handler", "view", "after"}
    errors = {name[:100]: [_("There is no such filter.")] for name in sorted(unknown)}
    chosen = {name: params.getlist(name) for name in FACETS}
    for name, known in {**FACETS, "view": worklist.VIEWS}.items():
        if set(params.getlist(name)) - {*known}:
            errors[name] = [_("There is no such part. Known are: %(known)s.") % {"known": ", ".join(known)}]
    people = params.getlist("handler")
    if len(people) > MOST_HANDLERS:
        errors["handler"] = [_("At most %(count)d.") % {"count": MOST_HANDLERS}]
    if any("\0" in one for one in people):
        errors["handler"] = [_("This text cannot be kept.")]
    if errors:
        raise WrongInput(errors)
    return params.get("view", "mine"), chosen | {"handler": people}
