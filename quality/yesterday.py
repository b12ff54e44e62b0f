"""A day on one page: each figure is the number of rows of one query, and that query is the list behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.choices import Nature, Priority
from complaints.models import CallbackAttempt, Clock
from complaints.promises.milestones import Milestone
from quality.figures import Scope
from quality.indicators import on_time, reopened
from quality.levels import TOP_THREE
from quality.models import Handling


@dataclass(frozen=True)
class Line:
    """moment: the column that dates a row; ticket: the path to its ticket ("" = it is one)."""

    code: str
    group: str
    label: Any
    rows: Callable[[Scope], QuerySet]
    moment: str
    ticket: str = "ticket"


GROUPS = {
    "in": _("What came in"),
    "out": pgettext_lazy("day", "What was answered"),
    "time": _("Promises to reply that were due"),
    "after": _("What customers said afterwards"),
}


def _received(scope: Scope, *which: Q) -> QuerySet:
    return scope.tickets.filter(*which, received_at__gte=scope.since, received_at__lt=min(scope.until, scope.now))


def _answered(scope: Scope, *which: Q) -> QuerySet:
    return reopened.ended(scope).exclude(how__in=reopened.WITHDRAWN).filter(*which)


def _due(scope: Scope) -> QuerySet:
    return on_time.due(Milestone.REPLY, scope).exclude(state=Clock.State.CANCELLED)


def _rounds(scope: Scope, moment: str, *which: Q) -> QuerySet:
    within = {f"{moment}__gte": scope.since, f"{moment}__lt": min(scope.until, scope.now)}
    return Handling.objects.filter(*which, ticket__in=scope.tickets, **within)


def _calls(scope: Scope, *which: Q) -> QuerySet:
    within = Q(at__gte=scope.since, at__lt=min(scope.until, scope.now))
    return CallbackAttempt.objects.filter(within, *which, callback__ticket__in=scope.tickets)


REACHED = Q(outcome=CallbackAttempt.Outcome.REACHED)
SATISFIED = Q(result__gte=TOP_THREE)
LINES = {
    one.code: one
    for one in (
        Line("received", "in", _("Received"), _received, "received_at", ""),
        Line("complaints", "in", _("of them complaints"),
             lambda scope: _received(scope, Q(nature_received=Nature.COMPLAINT)), "received_at", ""),
        Line("dangers", "in", _("of them dangers"),
             lambda scope: _received(scope, Q(priority=Priority.CRITICAL)), "received_at", ""),
        Line("praise", "in", Nature.PRAISE.label,
             lambda scope: _received(scope, Q(nature=Nature.PRAISE)), "received_at", ""),
        Line("replied", "out", _("Replied"), _answered, "ended_at"),
        Line("at-once", "out", _("of them answered at once"),
             lambda scope: _answered(scope, Q(how="answer")), "ended_at"),
        Line("due", "time", pgettext_lazy("clocks", "Due"), _due, "original_due_at"),
        Line("on-time", "time", pgettext_lazy("day", "Replied on time"),
             lambda scope: _due(scope).filter(on_time.MET), "original_due_at"),
        Line("broken", "time", _("Broken"), lambda scope: _due(scope).exclude(on_time.MET), "original_due_at"),
        Line("reopened", "after", _("Reopened"), lambda scope: _rounds(scope, "reopened_at"), "reopened_at"),
        Line("calls", "after", _("Callbacks tried"), _calls, "at", "callback__ticket"),
        Line("reached", "after", _("Callbacks reached"), lambda scope: _calls(scope, REACHED), "at",
             "callback__ticket"),
        Line("satisfied", "after", pgettext_lazy("day", "Satisfied with the result"),
             lambda scope: _rounds(scope, "said_at", SATISFIED), "said_at"),
        Line("unsatisfied", "after", _("Not satisfied with the result"),
             lambda scope: _rounds(scope, "said_at", ~SATISFIED, Q(result__isnull=False)), "said_at"),
    )
}  # fmt: skip


def of_day(scope: Scope) -> list[tuple[str, Any, list[tuple[Line, int]]]]:
    """The figures by their groups. One statement each, however many tickets."""
    counted = {code: line.rows(scope).count() for code, line in LINES.items()}
    return [
        (group, title, [(line, counted[line.code]) for line in LINES.values() if line.group == group])
        for group, title in GROUPS.items()
    ]


def day_asked(written: str, now: datetime) -> date:
    """The day of `YYYY-MM-DD`; yesterday for what is no day or not over. By the clock of the house."""
    before = timezone.localtime(now).date() - timedelta(days=1)
    try:
        asked = date.fromisoformat(written)
    except ValueError:
        return before
    return asked if date(2000, 1, 1) <= asked <= before else before


def bounds(day: date) -> tuple[datetime, datetime]:
    """From midnight to midnight."""
    begins = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    ends = timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))
    return begins, ends
