"""Papers on the screen as they will be printed; the contact in full only against a reason that is kept."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from complaints import papers
from complaints.calling import reveals
from complaints.inputs.reveals import RevealInput
from complaints.models import Ticket
from complaints.pages.frame import SOURCE, draw, of_ticket
from complaints.queries import Disclosure, disclose
from customers import contact_points
from servicecenter.actors import Actor
from servicecenter.requests import house


@of_ticket
def paper(request: HttpRequest, ticket: Ticket, actor: Actor, at: datetime, name: str) -> HttpResponse:
    """One paper. What the ticket is not far enough for does not exist."""
    chosen = papers.PAPERS.get(name)
    if chosen is None or not chosen.ready(ticket):
        raise Http404
    shown = disclose(actor.user, ticket, at)
    masked = bool(ticket.contact_point and shown.contact and name != "reply")
    form = RevealInput(request.POST if request.method == "POST" and masked else None)
    in_full = form.is_bound and form.is_valid()
    if in_full and ticket.contact_point:
        reveals.reveal(ticket, ticket.contact_point, why=form.cleaned_data["why"], actor=actor, at=at, source=SOURCE)
    context = {
        "ticket": ticket,
        "paper": chosen,
        "others": [one for one in papers.ready_for(ticket) if one is not chosen],
        "sheet": _sheet(request, ticket, chosen, shown, at, in_full=in_full),
        "form": form if masked and not in_full else None,
    }
    status = 422 if form.is_bound and not in_full else 200
    return draw(request, "complaints/paper.html", context, actor=actor, at=at, status=status)


def _sheet(
    request: HttpRequest, ticket: Ticket, chosen: papers.Paper, shown: Disclosure, at: datetime, *, in_full: bool
) -> str:
    """In the language of the customer, whoever prints it."""
    with translation.override(ticket.language):
        context = {
            **papers.content(ticket),
            "ticket": ticket,
            "shown": shown,
            "now": at,
            "contact": _contact(ticket, shown, in_full=in_full),
            "title": chosen.label,
        }
        return render_to_string(chosen.template, context | house(request))


def _contact(ticket: Ticket, shown: Disclosure, *, in_full: bool) -> str:
    point = ticket.contact_point
    if point is None or not shown.contact:
        return ""
    return str(point.value) if in_full else contact_points.mask(point.kind, str(point.value))
