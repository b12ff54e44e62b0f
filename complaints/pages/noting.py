"""A contact noted from the ticket, beside what the log has of it already."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from complaints import messages
from complaints.calling import contacting
from complaints.calling.noting import note_contact
from complaints.inputs.contacts import ContactNotedInput
from complaints.models import Ticket
from complaints.pages.frame import SOURCE, draw, of_ticket
from complaints.pages.moves import told
from complaints.pages.ticket import back
from complaints.refusals import Missing, Refused
from servicecenter.actors import Actor
from servicecenter.requests import wants_fragment


@of_ticket
def note(request: HttpRequest, ticket: Ticket, actor: Actor, at: datetime) -> HttpResponse:
    return draw_noting(request, ticket, actor, at)


def draw_noting(request: HttpRequest, ticket: Ticket, actor: Actor, at: datetime) -> HttpResponse:
    """Ask for it, or note it and go back to the ticket, which says what is there and what is missing."""
    if not messages.may_write(actor) or ticket.customer_id is None:
        raise Http404
    form = ContactNotedInput(
        request.POST if request.method == "POST" else None,
        initial={"started_at": timezone.localtime(at).replace(second=0, microsecond=0)},
    )
    if form.is_valid():
        try:
            note_contact(ticket, **form.cleaned_data, actor=actor, at=at, source=SOURCE)
        except Missing as missing:
            told(form, missing)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return back(ticket)
    clock = contacting.clock_of(ticket)
    since = clock.started_at if clock else ticket.received_at
    context = {
        "ticket": ticket,
        "form": form,
        "promised": clock,
        "standing": contacting.standing(ticket, since, at),
        "made": list(contacting.logged(ticket, since, at)),
    }
    template = "complaints/_noting.html" if wants_fragment(request) else "complaints/noting.html"
    return draw(request, template, context, actor=actor, at=at, status=422 if form.is_bound else 200)
