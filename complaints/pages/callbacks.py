"""The callbacks workbench: today's list in the customers' hours, what to say, one key for each result."""

from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import actions
from complaints.aftercare import callback_list
from complaints.aftercare.callback_list import Waiting
from complaints.calling import call_times, reveals
from complaints.choices import TOP_THREE, Satisfaction
from complaints.inputs.afterwards import RecordCallbackInput
from complaints.lifecycle import MOVES
from complaints.models import CallbackAttempt, Finding, Ticket
from complaints.moving import why_not
from complaints.numbers import read_number
from complaints.pages.frame import SOURCE, draw
from complaints.promises import clock_faces
from complaints.queries import disclose, visible_to
from complaints.refusals import Missing, Refused
from customers import contact_points
from servicecenter import actors
from servicecenter.actors import Actor
from servicecenter.labels import pick
from servicecenter.moments import say_day
from servicecenter.requests import signed_in

GROUPS = {
    "now": gettext_lazy("In their hours now"),
    "today": gettext_lazy("Later today"),
    "later": gettext_lazy("Another day"),
}
ORDER = list(GROUPS)
LEVEL_KEYS = dict(zip(Satisfaction.values, "qwert", strict=True)), dict(zip(Satisfaction.values, "asdfg", strict=True))
UNSATISFIED = [level for level in Satisfaction.values if level not in TOP_THREE]
Outcome = CallbackAttempt.Outcome
TRIES = {Outcome.NO_ANSWER: "1", Outcome.ENGAGED: "2", Outcome.WRONG_NUMBER: "3", Outcome.DECLINED: "4"}


def callbacks(request: HttpRequest, number: str = "") -> HttpResponse:
    """The list and the one in hand, the first when none is named. A POST records an attempt or shows the number."""
    at = timezone.now()
    actor = actors.staff(signed_in(request), at)
    tickets = visible_to(signed_in(request), at)
    if request.method != "POST":
        return _draw(request, tickets, number, actor, at)
    chosen = callback_list.one_of(tickets, read_number(number), at)
    if chosen is None:
        raise Http404
    if "reveal" in request.POST:
        return _draw(request, tickets, number, actor, at, revealed=_reveal(chosen, actor, at))
    try:
        actions.perform(
            chosen.ticket, "record_callback", request.POST, actor=actor, at=at, source=SOURCE,
            version=_version(request, chosen.ticket),
        )  # fmt: skip
    except Missing as missing:
        form = RecordCallbackInput(request.POST, ticket=chosen.ticket)
        form.full_clean()
        for field, messages in missing.errors.items():
            if field not in form.errors:
                form.add_error(field, messages)
        return _draw(request, tickets, number, actor, at, form=form, status=422)
    except Refused as refusal:
        form = RecordCallbackInput(request.POST, ticket=chosen.ticket)
        form.full_clean()
        form.add_error(None, str(refusal))
        return _draw(request, tickets, number, actor, at, form=form, status=409)
    return redirect("callbacks")


def _version(request: HttpRequest, ticket: Ticket) -> int:
    written = request.POST.get("version", "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else -1


def _reveal(chosen: Waiting, actor: Actor, at: datetime) -> str:
    """The number in full, against the reason that they are being called back, which is kept."""
    point = chosen.callback.contact_point
    if point is None or not disclose(actor.user, chosen.ticket, at).contact:
        raise Http404
    reveals.reveal(chosen.ticket, point, why=_("Callback"), actor=actor, at=at, source=SOURCE)
    return str(point.value)


def _draw(
    request: HttpRequest, tickets, number: str, actor: Actor, at: datetime, *, form=None, revealed: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    rows = sorted(callback_list.waiting(tickets, at), key=lambda one: ORDER.index(one.group))
    chosen = next((one for one in rows if one.ticket.number == read_number(number)), None)
    if number and chosen is None:
        raise Http404
    chosen = chosen or next(iter(rows), None)
    context: dict[str, Any] = {
        "section": "callbacks",
        "groups": [
            (GROUPS[group], [(one, _face(one, at), _who(one, actor, at)) for one in found])
            for group, found in groupby(rows, lambda one: one.group)
        ],
        "count": len(rows),
        "reached": callback_list.reached_today(tickets, at),
        "chosen": chosen,
    }
    if chosen:
        with timezone.override(ZoneInfo(chosen.ticket.region.calendar.zone)):
            context |= _in_hand(chosen, actor, at, form, revealed)
            return draw(request, "complaints/callbacks.html", context, actor=actor, at=at, status=status)
    return draw(request, "complaints/callbacks.html", context, actor=actor, at=at, status=status)


def _in_hand(chosen: Waiting, actor: Actor, at: datetime, form, revealed: str) -> dict[str, Any]:
    """All that is said of the one in hand."""
    ticket, point = chosen.ticket, chosen.callback.contact_point
    shown = disclose(actor.user, ticket, at)
    form = form or RecordCallbackInput(ticket=ticket)
    return {
        "ticket": ticket,
        "form": form,
        "who": _who(chosen, actor, at),
        "masked": contact_points.mask(point.kind, str(point.value)) if point and shown.contact else "",
        "revealed": revealed,
        "notes": point.hours if point else "",
        "refusal": _refusal(ticket, actor, at),
        "script": _script(ticket, actor, at) if shown.name else "",
        "requests": list(ticket.requests.all()),
        "finding": Finding.objects.filter(ticket=ticket, round=ticket.round).select_related("cause").first(),
        "promised": list(ticket.follow_ups.select_related("owner")),
        "attempts": list(chosen.callback.attempts.select_related("by")),
        "most": call_times.ATTEMPTS,
        "levels": [(form[name], LEVEL_KEYS[number]) for number, name in enumerate(("result", "service"))],
        "unsatisfied": UNSATISFIED,
        "tries": [(value, Outcome(value).label, key) for value, key in TRIES.items()],
    }


def _refusal(ticket: Ticket, actor: Actor, at: datetime) -> str:
    """Why this person may not record it, or nothing."""
    return str(why_not(MOVES["record_callback"], ticket, actor, at) or "")


def _face(one: Waiting, at: datetime) -> clock_faces.Face:
    if one.due_at is None:
        return clock_faces.Face("idle", "–", "")
    return clock_faces.running(one.started_at or one.callback.planned_at, one.due_at, at)


def _who(one: Waiting, actor: Actor, at: datetime) -> str:
    ticket = one.ticket
    if ticket.customer is None:
        return _("Anonymous")
    return ticket.customer.name if disclose(actor.user, ticket, at).name else _("Confidential")


def _script(ticket: Ticket, actor: Actor, at: datetime) -> str:
    """What to say, in the customer's language."""
    with translation.override(ticket.language):
        return _(
            "%(customer)s, this is %(me)s from %(utility)s. On %(day)s you wrote to us: “%(title)s”. You have our"
            " answer. Is it solved, and are you satisfied with how we dealt with you?"
        ) % {
            "customer": ticket.customer.name if ticket.customer else "",
            "me": actor.name,
            "utility": pick(settings.UTILITY_NAMES),
            "day": say_day(timezone.localtime(ticket.received_at).date(), today=timezone.localtime(at).date()),
            "title": ticket.title.rstrip(".。!！?？ "),
        }
