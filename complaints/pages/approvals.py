"""The approvals: what is asked, what the rules say, one key to decide; at the desk and on a phone at night."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from complaints import actions, decisions, standing
from complaints.desk import approvals, worklist
from complaints.desk.approvals import Asked
from complaints.fields import long_text
from complaints.inputs.emergency import ConfirmEmergencyInput
from complaints.inputs.steering import RuleInput
from complaints.pages.desk import GROUPS, face
from complaints.pages.frame import SOURCE, draw
from complaints.promises.clock_faces import Face
from complaints.promises.more_time import GRANTED_BY
from complaints.refusals import Missing, Refused
from complaints.stages.returns import RULED_AT
from servicecenter import actors
from servicecenter.actors import Actor
from servicecenter.moments import say_moment
from servicecenter.money import say_money
from servicecenter.requests import signed_in

TAGS = {
    "approval": gettext_lazy("Measures"),
    "decline": gettext_lazy("Not to be accepted"),
    "reject": gettext_lazy("To be rejected on file"),
    "extension": gettext_lazy("More time"),
    "ruling": gettext_lazy("Second return"),
    "emergency": gettext_lazy("Emergency"),
    "sensitive": gettext_lazy("Sensitive"),
}
MONEY = pgettext_lazy("decision", "Money")
Wrong = Mapping[str, list[str]]  # by field; "" is what no field is to blame for
NOTHING: Wrong = {}


class OpinionInput(forms.Form):
    opinion = long_text(
        gettext_lazy("Opinion"), required=False, rows=2,
        help_text=gettext_lazy("Colleagues read it, the customer does not. Needed to send back."),
    )  # fmt: skip

    def __init__(self, *args: Any, goes_back: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not goes_back:
            self.fields["opinion"].help_text = _("Colleagues read it, the customer does not.")


@dataclass(frozen=True)
class Line:
    """One decision in the list."""

    asked: Asked
    face: Face
    group: str
    tag: str
    current: bool


def page(request: HttpRequest) -> HttpResponse:
    """The list, and the first of it, or the one asked for, opened beside it."""
    at = timezone.now()
    return _draw(request, _waiting(request, at), at)


def decide(request: HttpRequest, number: str, sort: str) -> HttpResponse:
    """Take the decision and go on to the next; what was typed stays when it cannot be taken."""
    at = timezone.now()
    waiting = _waiting(request, at)
    asked = next((one for one in waiting if one.ticket.number == number and one.sort == sort), None)
    if asked is None:
        raise Http404
    if request.method != "POST":
        return _draw(request, waiting, at, chosen=asked)
    actor = actors.staff(signed_in(request), at)
    name, data = _answer(asked, request)
    version = request.POST.get("version", "")
    try:
        seen = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else -1
        actions.perform(asked.ticket, name, data, actor=actor, at=at, source=SOURCE, version=seen)
    except Missing as missing:
        return _draw(request, waiting, at, chosen=asked, wrong=missing.errors, status=422)
    except Refused as refusal:
        return _draw(request, waiting, at, chosen=asked, wrong={"": [str(refusal)]}, status=409)
    return redirect("approvals")


def _waiting(request: HttpRequest, at: datetime) -> list[Asked]:
    if not actors.staff(signed_in(request), at).roles & approvals.DECIDERS:
        raise Http404
    return approvals.waiting(signed_in(request), at)


def _answer(asked: Asked, request: HttpRequest) -> tuple[str, dict]:
    """The move and its data that this press of a button means."""
    granted = request.POST.get("decision") == "grant"
    opinion = request.POST.get("opinion", "")
    match asked.sort:
        case "ruling" | "emergency":
            return asked.grant, request.POST.dict()
        case "extension":
            return asked.grant, {"granted": "yes" if granted else "no", "opinion": opinion}
    return (asked.grant if granted else asked.back), {"opinion": opinion}


def _draw(
    request: HttpRequest, waiting: list[Asked], at: datetime, *, chosen: Asked | None = None, wrong: Wrong = NOTHING,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    number, sort = request.GET.get("number", ""), request.GET.get("sort", "")
    named = next((one for one in waiting if one.ticket.number == number and one.sort == sort), None)
    open_one = chosen or named or (waiting[0] if waiting else None)
    days = worklist.Days(at)
    lines = [
        Line(one, face(one.ticket, at), days.group(one.ticket), _in_the_list(one, at), one is open_one)
        for one in waiting
    ]
    actor = actors.staff(signed_in(request), at)
    context = {
        "section": "approvals",
        "groups": [(GROUPS[group], [one for one in lines if one.group == group]) for group in GROUPS],
        "lines": lines,
        "position": next((place for place, one in enumerate(lines, start=1) if one.current), 0),
        **(_of_open(open_one, request, actor, at, wrong) if open_one else {}),
    }
    zone = open_one.ticket.region.calendar.zone if open_one else timezone.get_current_timezone_name()
    with timezone.override(ZoneInfo(zone)):
        return draw(request, "complaints/approvals.html", context, actor=actor, at=at, status=status)


def _of_open(asked: Asked, request: HttpRequest, actor: Actor, at: datetime, wrong: Wrong) -> dict:
    typed = request.POST if request.method == "POST" else None
    whole = {"ruling": RuleInput, "emergency": ConfirmEmergencyInput}.get(asked.sort)
    form = whole(typed, ticket=asked.ticket) if whole else OpinionInput(typed, goes_back=bool(asked.back))
    for name, words in wrong.items():
        if name not in form.errors:
            form.add_error(name if name in form.fields else None, words)
    return {
        "open": asked,
        "ticket": asked.ticket,
        "open_face": face(asked.ticket, at),
        "tag": tag(asked),
        "title": question(asked),
        "form": form,
        "rules": rules(asked, actor),
        "finding": max(asked.ticket.findings.all(), key=lambda one: one.round, default=None),
    }


def tag(asked: Asked) -> str:
    if asked.sort == "ruling" and not _came_back_twice(asked):
        return _("Lead disputed")
    return str(MONEY if asked.proposal and asked.proposal.amount else TAGS[asked.sort])


def _in_the_list(asked: Asked, at: datetime) -> str:
    """What it is in a word; of more time, until when, as the clock on the wall there shows it."""
    if asked.extension is None:
        return tag(asked)
    zone = ZoneInfo(asked.ticket.region.calendar.zone)
    return _("More time, until %(moment)s") % {"moment": say_moment(asked.extension.due_at, zone, now=at)}


def _came_back_twice(asked: Asked) -> bool:
    """Else it is the lead of several departments that is disputed."""
    return asked.ticket.returns >= RULED_AT


def question(asked: Asked) -> str:
    """What is asked, as one question."""
    title = asked.ticket.title
    match asked.sort:
        case "approval" if asked.proposal and asked.proposal.amount:
            return _("Pay %(amount)s for “%(title)s”?") % {"amount": say_money(asked.proposal.amount), "title": title}
        case "approval":
            return _("Approve the measures for “%(title)s”?") % {"title": title}
        case "decline":
            return _("Do not accept “%(title)s”?") % {"title": title}
        case "reject":
            return _("Reject “%(title)s” on file?") % {"title": title}
        case "extension":
            return _("More time for “%(title)s”?") % {"title": title}
        case "sensitive":
            return _("Sensitive: “%(title)s”") % {"title": title}
        case "emergency":
            return _("Dispatched as an emergency: “%(title)s”. Is it one?") % {"title": title}
    return _("Who handles “%(title)s”?") % {"title": title}


def rules(asked: Asked, actor: Actor) -> list[tuple[str, str]]:
    """What the rules say about it, line by line."""
    told: list[tuple[str, str]] = []
    here = standing.before(asked.ticket, actor)
    if asked.proposal and asked.proposal.amount is not None:
        limit = decisions.limit_of(here.roles)
        mine = say_money(limit) if limit is not None else _("without a limit")
        inside = _("Inside this limit.") if asked.able else _("Above this limit: somebody else decides.")
        told.append((_("Limit"), _("%(limit)s. %(inside)s") % {"limit": mine, "inside": inside}))
    if asked.sort == "approval":
        told.append((_("Needed for"), _needed_for(asked)))
    if asked.proposal and asked.proposal.half:
        given = _("One of two approvals is given: %(right)s.") % {"right": asked.proposal.get_half_display()}
        told.append((pgettext("approvals", "Rule"), given))
    if asked.sort in {"decline", "reject"}:
        told.append(
            (
                pgettext("approvals", "Rule"),
                _("Two people: one proposes, another confirms. The customer is told where to go."),
            )
        )
    if asked.sort == "decline":
        told.append((_("Scope only"), _("Whether the customer is right is not asked here.")))
    if asked.extension:
        first = asked.extension.clock.due_at == asked.extension.clock.original_due_at
        who = GRANTED_BY[0] if first else GRANTED_BY[1]
        told.append((pgettext("approvals", "Rule"), _first_or_second(first, bool(here.roles & set(who)))))
    if asked.sort == "ruling":
        twice = _("It came back twice. The ruling binds and cannot be returned in this round.")
        disputed = _("A department disputes the lead. The ruling binds; no clock of the customer’s stops for it.")
        told.append((pgettext("approvals", "Rule"), twice if _came_back_twice(asked) else disputed))
    if asked.sort == "emergency":
        words = _("Within the hour after the dispatch. The crew waits for nothing.")
        told.append((pgettext("approvals", "Rule"), words))
    if asked.sort == "sensitive":
        words = _("Acknowledged within 30 minutes by whoever watches over it from then on. Few may read it.")
        return [(pgettext("approvals", "Rule"), words)]
    told.append((_("Not by"), _("whoever proposed it or handles it. Neither is so here.")))
    return told


def _needed_for(asked: Asked) -> str:
    ticket = asked.ticket
    reasons = [
        _("money above the limit of whoever proposes it") if asked.proposal and asked.proposal.kind == "money" else "",
        _("a sensitive matter") if ticket.sensitive else "",
        _("a second handling") if ticket.round > 1 else "",
    ]
    return _(", ").join(reason for reason in reasons if reason)


def _first_or_second(first: bool, may: bool) -> str:
    told = (
        _("The first extension: at most as much again as was promised.")
        if first
        else _("The second and last one: only the complaint manager grants it.")
    )
    if may:
        return told
    return _("%(first)s %(second)s") % {"first": told, "second": _("It can be refused here.")}
