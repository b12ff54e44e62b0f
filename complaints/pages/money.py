"""A ticket's money on pages of its own: bills line by line, which of them it is about, what is asked of billing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints import about, adjusting, messages, standing
from complaints.inputs.money import AdjustmentInput, NameAccountInput, RestInput
from complaints.models import Ticket
from complaints.pages import account_lists
from complaints.pages.frame import SOURCE, draw, of_ticket
from complaints.pages.moves import draw_refusal
from complaints.pages.ticket import back
from complaints.queries import disclose
from complaints.refusals import Missing, NotYours, Refused
from servicecenter.actors import Actor
from servicecenter.requests import wants_fragment


@require_safe
@of_ticket
def bills(request: HttpRequest, ticket: Ticket, actor: Actor, at: datetime) -> HttpResponse:
    """All of them, a page at a time."""
    shown = disclose(actor.user, ticket, at)
    if not shown.account:
        raise Http404
    accounts = [one.pk for one in about.accounts_shown(ticket, shown)]
    lists = account_lists.of(request, accounts, at, most=about.PAGE)
    context = {"ticket": ticket, "title": _("Bills and payments"), **lists}
    return draw(request, "complaints/bills.html", context, actor=actor, at=at)


@of_ticket
def name_account(request: HttpRequest, ticket: Ticket, actor: Actor, at: datetime) -> HttpResponse:
    """Which account, and which bill of it, the matter is about."""
    if not disclose(actor.user, ticket, at).account:
        raise Http404
    if not messages.may_write(actor):
        return _refused(request, ticket, NotYours(_("Your role does not allow this.")), actor, at)

    def do(**said: Any) -> None:
        about.name_account(ticket, **said, actor=actor, at=at, source=SOURCE)

    title = _("Name the account it is about")
    return _form(request, ticket, NameAccountInput, do, title, reverse("name_account", args=[ticket.number]), actor, at)


@of_ticket
def adjust(request: HttpRequest, ticket: Ticket, actor: Actor, at: datetime) -> HttpResponse:
    """Ask billing for a refund, a correction or a credit."""
    if not disclose(actor.user, ticket, at).account:
        raise Http404
    if refusal := adjusting.may_ask(ticket, actor):
        return _refused(request, ticket, refusal, actor, at)

    def do(**said: Any) -> None:
        adjusting.request_adjustment(ticket, **said, actor=actor, at=at, source=SOURCE)

    title = _("Ask billing for an adjustment")
    return _form(request, ticket, AdjustmentInput, do, title, reverse("adjust", args=[ticket.number]), actor, at)


@of_ticket
def rest(request: HttpRequest, ticket: Ticket, actor: Actor, at: datetime, pk: int) -> HttpResponse:
    """What billing turned down is let rest, and why."""
    if not disclose(actor.user, ticket, at).account:
        raise Http404
    mine = get_object_or_404(ticket.adjustments.select_related("ticket"), pk=pk)
    if not standing.before(ticket, actor).roles & adjusting.WHO:
        return _refused(request, ticket, NotYours(_("Your role does not ask billing for adjustments.")), actor, at)

    def do(**said: Any) -> None:
        adjusting.let_rest(mine, **said, actor=actor, at=at, source=SOURCE)

    title = _("Let the adjustment rest")
    action = reverse("rest_adjustment", args=[ticket.number, pk])
    return _form(request, ticket, RestInput, do, title, action, actor, at)


def _refused(request: HttpRequest, ticket: Ticket, refusal: Refused, actor: Actor, at: datetime) -> HttpResponse:
    return draw_refusal(request, ticket, refusal, "", actor, at)


def _form(
    request: HttpRequest, ticket: Ticket, asks: type[forms.Form], do: Callable[..., None], title: str, action: str,
    actor: Actor, at: datetime,
) -> HttpResponse:  # fmt: skip
    """The form; done, back to the ticket; not done, the form with what was written and why not."""
    posted = request.POST if request.method == "POST" else None
    form: Any = asks(posted, ticket=ticket, initial=request.GET.dict())  # type: ignore[call-arg]
    if form.is_valid():
        try:
            do(**form.cleaned_data)
        except Missing as missing:
            for field, words in missing.errors.items():
                form.add_error(field if field in form.fields else None, words)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return back(ticket)
    context = {"ticket": ticket, "form": form, "title": title, "action": action}
    template = "complaints/_money_form.html" if wants_fragment(request) else "complaints/money_form.html"
    return draw(request, template, context, actor=actor, at=at, status=422 if posted else 200)
