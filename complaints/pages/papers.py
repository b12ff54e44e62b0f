"""Papers on the screen as they will be printed; the contact in full only against a reason that is kept."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse

from complaints import papers, printing
from complaints.calling import reveals
from complaints.inputs.reveals import RevealInput
from complaints.models import Ticket
from complaints.pages.frame import SOURCE, draw, of_ticket
from complaints.queries import disclose
from servicecenter.actors import Actor


@of_ticket
def paper(request: HttpRequest, ticket: Ticket, actor: Actor, at: datetime, name: str) -> HttpResponse:
    """One paper. What the ticket is not far enough for does not exist."""
    chosen = papers.find(ticket, name)
    if chosen is None:
        raise Http404
    shown = disclose(actor.user, ticket, at)
    masked = printing.covers_contact(ticket, chosen, shown)
    form = RevealInput(request.POST if request.method == "POST" and masked else None)
    in_full = form.is_bound and form.is_valid()
    if in_full and ticket.contact_point:
        reveals.reveal(ticket, ticket.contact_point, why=form.cleaned_data["why"], actor=actor, at=at, source=SOURCE)
    context = {
        "ticket": ticket,
        "paper": chosen,
        "others": [one for one in papers.ready_for(ticket) if one is not chosen],
        "sheet": printing.sheet(ticket, chosen, shown, at, in_full=in_full),
        "form": form if masked and not in_full else None,
    }
    status = 422 if form.is_bound and not in_full else 200
    return draw(request, "complaints/paper.html", context, actor=actor, at=at, status=status)
