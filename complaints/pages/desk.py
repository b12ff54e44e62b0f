"""The desk: one list of work, the nearest due first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from complaints.choices import Nature
from complaints.desk import handing_on, saved_views, worklist
from complaints.desk.listed import ACTIVE
from complaints.models import Ticket
from complaints.pages.frame import draw
from complaints.promises import clock_faces
from complaints.promises.milestones import Milestone
from complaints.queries import disclose
from servicecenter import actors
from servicecenter.models import User
from servicecenter.requests import signed_in

VIEW_NAMES = {
    "mine": gettext_lazy("My work"),
    "mentioned": gettext_lazy("Mentioned"),
    "others": gettext_lazy("Waiting on others"),
    "all": gettext_lazy("All in my reach"),
    "new": pgettext_lazy("tickets", "New"),
}
GROUPS = {
    "overdue": gettext_lazy("Overdue"),
    "hour": gettext_lazy("Within the hour"),
    "today": gettext_lazy("Later today"),
    "later": gettext_lazy("Tomorrow and after"),
    "paused": gettext_lazy("On hold"),
    "none": gettext_lazy("Without a deadline"),
}
MIND = {
    "second": gettext_lazy("Second handling"),
    "critical": gettext_lazy("Critical"),
    "sensitive": gettext_lazy("Sensitive"),
    "key": gettext_lazy("Key customer"),
}
FACETS: dict[str, tuple[Any, dict[str, Any]]] = {
    "due": (gettext_lazy("Due"), GROUPS),
    "stage": (gettext_lazy("Stage"), {stage.value: stage.label for stage in ACTIVE}),
    "waiting": (gettext_lazy("Waiting for"), dict(Milestone.choices)),
    "kind": (gettext_lazy("Kind"), dict(Nature.choices)),
    "mind": (gettext_lazy("Mind"), MIND),
}

# Asked for by name, in links from where people are listed.
HANDLER = "handler"


@dataclass(frozen=True)
class Job:
    """One row of the list."""

    ticket: Ticket
    face: clock_faces.Face
    who: str
    group: str


def jobs(tickets: Iterable[Ticket], user: User, now: datetime) -> list[Job]:
    days = worklist.Days(now)
    return [Job(one, face(one, now), who(one, user, now), days.group(one)) for one in tickets]


def face(ticket: Ticket, now: datetime) -> clock_faces.Face:
    note = str(Milestone(ticket.waiting_for).label) if ticket.waiting_for else ""
    if ticket.next_due_at:
        return clock_faces.running(ticket.waiting_since or ticket.received_at, ticket.next_due_at, now, note)
    if ticket.held_at:
        return clock_faces.held(ticket.hold_reason.label if ticket.hold_reason else note)
    return clock_faces.Face("idle", "–", "")


def who(ticket: Ticket, user: User, now: datetime) -> str:
    if ticket.anonymous:
        return _("Anonymous")
    if ticket.customer is None:
        return ""
    return ticket.customer.name if disclose(user, ticket, now).name else _("Confidential")


@dataclass(frozen=True)
class Tick:
    value: str
    label: str
    count: str
    ticked: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    ticks: list[Tick]


def chosen_in(query: QueryDict) -> dict[str, list[str]]:
    """What is ticked; what no facet knows is not heard."""
    chosen = {name: [one for one in query.getlist(name) if one in values] for name, (_label, values) in FACETS.items()}
    return chosen | ({HANDLER: query.getlist(HANDLER)[: worklist.MOST_HANDLERS]} if HANDLER in query else {})


def asked_in(query: QueryDict) -> str:
    """The view and what is ticked, always written the same way."""
    ticked = {name: values for name, values in chosen_in(query).items() if values}
    return saved_views.written(view_in(query), ticked)


def offered(chosen: dict[str, list[str]]) -> dict[str, tuple[Any, dict[str, Any]]]:
    """The facets, and with them whoever was asked for by name: of all people no list is drawn."""
    if HANDLER not in chosen:
        return FACETS
    people = User.objects.filter(username__in=chosen[HANDLER])
    names = {one.username: one.get_full_name() or one.username for one in people}
    chosen[HANDLER] = list(names) or [""]
    return {HANDLER: (_("Handler"), names)} | FACETS


def facets(
    offers: dict[str, tuple[Any, dict[str, Any]]], counts: dict[str, int], chosen: dict[str, list[str]]
) -> list[Facet]:
    """Only what there is, and what is ticked."""
    told = []
    for name, (label, values) in offers.items():
        ticks = [
            Tick(value, str(words), capped(count), value in chosen[name])
            for value, words in values.items()
            if (count := counts[f"{name}:{value}"]) or value in chosen[name]
        ]
        if ticks:
            told.append(Facet(name, str(label), ticks))
    return told


def capped(count: int) -> str:
    return f"{worklist.CAP}+" if count > worklist.CAP else str(count)


def desk(request: HttpRequest) -> HttpResponse:
    """The list as a page."""
    at = timezone.now()
    name = view_in(request.GET)
    chosen = chosen_in(request.GET)
    days = worklist.Days(at)
    whole = worklist.view(name, signed_in(request), at)
    offers = offered(chosen)
    counts = worklist.count_facets(whole, {facet: list(values) for facet, (_l, values) in offers.items()}, chosen, days)
    tickets, further = worklist.page(worklist.narrowed(whole, chosen, days), request.GET.get("after", ""))
    rows = jobs(tickets, signed_in(request), at)
    views = worklist.count_views(signed_in(request), at)
    context = {
        "view": name,
        "title": VIEW_NAMES[name],
        "views": [(code, label, capped(views[code])) for code, label in VIEW_NAMES.items()],
        "facets": facets(offers, counts, chosen),
        "narrowed": any(chosen.values()),
        "groups": [
            (GROUPS[group], capped(counts[f"due:{group}"]), list(found)) for group, found in groupby(rows, _group)
        ],
        "all": counts["all"],
        "all_words": capped(counts["all"]),
        "overdue": counts["due:overdue"],
        "nearest": next((one for one in rows if one.group in {"hour", "today"}), None),
        "query_kept": _without(request.GET, "after"),
        "saved": (saved := saved_views.of(signed_in(request))),
        "saved_queries": {one.query for one in saved},
        "asked": asked_in(request.GET),
        "further": further,
        "shown": ".".join(str(one.ticket.pk) for one in rows),
        "first_page": "after" not in request.GET,
    }
    actor = actors.staff(signed_in(request), at)
    context["may_hand_on"] = bool(actor.roles & handing_on.MAY)
    return draw(request, "complaints/desk.html", context, actor=actor, at=at)


def _group(job: Job) -> str:
    return job.group


def _without(query: QueryDict, *names: str) -> str:
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    return str(kept.urlencode())


def view_in(query: QueryDict) -> str:
    asked = query.get("view", "")
    return asked if asked in worklist.VIEWS else "mine"


def news(request: HttpRequest) -> HttpResponse:
    """What has changed under a list that stands open: how many came and went, and its clocks as they are now.

    The rows keep their places; the reader asks for the new order when it suits.
    """
    at = timezone.now()
    shown = [int(one) for one in request.GET.get("shown", "").split(".") if one.isdecimal()][: worklist.PAGE]
    whole = worklist.view(view_in(request.GET), signed_in(request), at)
    listed = worklist.narrowed(whole, chosen_in(request.GET), worklist.Days(at))
    first, _further = worklist.page(listed)
    still, _more = worklist.page(listed.filter(pk__in=shown))
    context = {
        "came": sum(1 for one in first if one.pk not in shown),
        "went": len(set(shown) - {one.pk for one in still}),
        "jobs": jobs(still, signed_in(request), at),
        "query_kept": _without(request.GET, "shown", "after"),
    }
    return render(request, "complaints/_news.html", context)
