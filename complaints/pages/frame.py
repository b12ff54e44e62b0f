"""What every staff page has: who reads it, the moment it is drawn, and the one door to a ticket."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from complaints.calling import callers
from complaints.desk import alerts, mentions
from complaints.promises import policies
from complaints.queries import visible_to
from servicecenter import actors, menu
from servicecenter.actors import Actor
from servicecenter.requests import signed_in
from servicecenter.roles import ROLES

SOURCE = "desk"


def of_ticket(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the page the ticket of this number, if its reader may see it (else 404), and draw in the zone of its region.

    The page is called with (request, ticket, actor, at).
    """

    @wraps(page)
    def view(request: HttpRequest, number: str, **kwargs: Any) -> HttpResponse:
        at = timezone.now()
        tickets = visible_to(signed_in(request), at).select_related(
            "region__calendar",
            "customer",
            "contact_point",
            "premise",
            "account",
            "bill",
            "category",
            "team",
            "handler",
            "first_owner",
            "lead",
            "hold_reason",
            "root_cause",
            "closing_code",
        )
        tickets = tickets.annotate(mentioned=mentions.is_unseen(signed_in(request)))
        ticket = get_object_or_404(tickets, number=number)
        with timezone.override(ZoneInfo(ticket.region.calendar.zone)):
            return page(request, ticket, actors.staff(signed_in(request), at), at, **kwargs)

    return view


def draw(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, actor: Actor, at: datetime, status: int = 200
) -> HttpResponse:
    """The page with its frame."""
    whole = {
        "section": "desk",
        "now": at,
        "my_role": ROLES.get(actor.role, ""),
        "menu": menu.seen_by(actor.roles),
        "dangers": dangers(actor, at),
        "hears_alerts": bool(actor.roles & alerts.HEARERS),
        "may_record": callers.may_record(actor.user, at),
        **context,
    }
    return render(request, template, whole, status=status)


def dangers(actor: Actor, at: datetime) -> list:
    """Danger-to-life targets nobody has filled, for those who can fill them."""
    may_fill = "administrator" in actor.roles or (actor.user and actor.user.is_superuser)
    return policies.unfilled_dangers(at) if may_fill else []
