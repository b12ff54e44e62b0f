"""A colleague: team, roles, and what of their work the reader may see. Where a mention leads."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from complaints.choices import OPEN
from complaints.desk import mentions
from complaints.models import Ticket
from complaints.pages.frame import draw, of_ticket
from complaints.pages.ticket import back
from complaints.queries import visible_to
from servicecenter import actors
from servicecenter.actors import Actor
from servicecenter.models import User
from servicecenter.requests import signed_in
from servicecenter.roles import ROLES

MOST = 50


@require_safe
def colleague(request: HttpRequest, name: str) -> HttpResponse:
    """By user name; by another name it leads to the address of the user name."""
    at = timezone.now()
    staff = User.objects.filter(is_active=True).select_related("team")
    if "\0" in name:
        raise Http404
    person = staff.filter(username=name).first()
    if person is None:
        person = mentions.by_name(staff).get(name.casefold())
        if person is None:
            raise Http404
        return redirect("colleague", person.username)
    theirs = visible_to(signed_in(request), at).filter(stage__in=OPEN, handler=person)
    held = person.held_at(at)
    context = {
        "person": person,
        "roles": sorted({str(ROLES[one.role]) for one in held if one.role in ROLES}),
        "tickets": list(theirs.order_by("next_due_at", "pk")[:MOST]),
    }
    return draw(request, "complaints/colleague.html", context, actor=actors.staff(signed_in(request), at), at=at)


@require_POST
@of_ticket
def seen(request: HttpRequest, ticket: Ticket, actor: Actor, at) -> HttpResponse:
    """The mentions of this reader on the ticket leave their list."""
    mentions.note_seen(ticket, signed_in(request), at=at)
    return back(ticket)
