"""A colleague: team, roles, and what of their work the reader may see. Where a mention leads."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from complaints.desk import colleagues, mentions
from complaints.models import Ticket
from complaints.pages.frame import draw, of_ticket
from complaints.pages.ticket import back
from complaints.queries import visible_to
from servicecenter import actors
from servicecenter.actors import Actor
from servicecenter.requests import signed_in


@require_safe
def colleague(request: HttpRequest, name: str) -> HttpResponse:
    """By user name; by another name it leads to the address of the user name."""
    at = timezone.now()
    person = colleagues.find(name)
    if person is None:
        person = mentions.by_name(colleagues.staff()).get(name.casefold())
        if person is None:
            raise Http404
        return redirect("colleague", person.username)
    context = {
        "person": person,
        "roles": list(colleagues.roles_now(person, at).values()),
        "tickets": list(colleagues.in_hand(person, visible_to(signed_in(request), at))),
    }
    return draw(request, "complaints/colleague.html", context, actor=actors.staff(signed_in(request), at), at=at)


@require_POST
@of_ticket
def seen(request: HttpRequest, ticket: Ticket, actor: Actor, at) -> HttpResponse:
    """The mentions of this reader on the ticket leave their list."""
    mentions.note_seen(ticket, signed_in(request), at=at)
    return back(ticket)
