"""Access codes nobody has seen yet, shown once: to be read out, or printed on a slip for each person."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache

from complaints import access_codes
from complaints.access_codes import Told
from complaints.models import Ticket
from complaints.pages.frame import SOURCE, draw, of_ticket
from complaints.pages.moves import draw_refusal
from complaints.queries import disclose
from complaints.refusals import Refused
from servicecenter.actors import Actor
from servicecenter.requests import house


@never_cache
@of_ticket
def codes(request: HttpRequest, ticket: Ticket, actor: Actor, at: datetime) -> HttpResponse:
    """Asked first, as it can be done once only; then one slip a person."""
    if not access_codes.may_tell(ticket, actor):
        raise Http404
    told: list[Told] = []
    if request.method == "POST":
        try:
            told = access_codes.read_out(ticket, actor=actor, at=at, source=SOURCE)
        except Refused as refusal:
            return draw_refusal(request, ticket, refusal, "", actor, at)
    elif not access_codes.is_waiting(ticket):
        raise Http404
    named = disclose(actor.user, ticket, at).name
    context = {"ticket": ticket, "told": told, "slips": [_slip(request, one, named=named) for one in told]}
    return draw(request, "complaints/codes.html", context, actor=actor, at=at)


def _slip(request: HttpRequest, told: Told, *, named: bool) -> str:
    """In the language of the customer, whoever prints it."""
    with translation.override(told.ticket.language):
        follow = request.build_absolute_uri(reverse("follow"))
        context = {"ticket": told.ticket, "named": named, "code": told.code, "follow": follow}
        return render_to_string("complaints/papers/code.html", context | house())
