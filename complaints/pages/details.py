"""The category's own questions, asked of a ticket that came without all answers."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from complaints import messages, questions
from complaints.models import Ticket
from complaints.pages.frame import SOURCE, draw, of_ticket
from complaints.pages.ticket import back
from servicecenter.actors import Actor
from servicecenter.requests import wants_fragment


@of_ticket
def details(request: HttpRequest, ticket: Ticket, actor: Actor, at: datetime) -> HttpResponse:
    """Ask, and keep what is answered; what stays open may be asked again."""
    asked = questions.asked_by(ticket.category.code if ticket.category else "")
    if not asked or not messages.may_write(actor):
        raise Http404
    known = ticket.details.get(ticket.category.code, {}) if ticket.category else {}
    form = forms.Form(
        request.POST if request.method == "POST" else None,
        initial={questions.PREFIX + code: answer for code, answer in known.items()},
    )
    form.fields.update(questions.fields(asked, may_skip=True))
    if form.is_valid():
        questions.record_details(ticket, questions.taken_from(form.cleaned_data), actor=actor, at=at, source=SOURCE)
        return back(ticket)
    context = {"ticket": ticket, "form": form}
    template = "complaints/_details.html" if wants_fragment(request) else "complaints/details.html"
    return draw(request, template, context, actor=actor, at=at, status=422 if form.is_bound else 200)
