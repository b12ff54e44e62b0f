"""The live board: what is open and how it stands, what comes in against what usually does, what has just broken.

Read-only questions about the tickets a reader may see; each number is the count of a list that can be opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncHour
from django.utils import timezone

from complaints.choices import OPEN, Stage
from complaints.desk import worklist
from complaints.desk.listed import ACTIVE, LISTED
from complaints.models import Clock, Ticket
from servicecenter.models import Event

DUE = worklist.DUE
WEEKS = 8  # of the same weekday, to know what is usual
NEXT = 6
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Backlog:
    """Counts by stage and by time left; "" sums up."""

    counts: Mapping[tuple[str, str], int]

    def of(self, stage: str = "", due: str = "") -> int:
        stages = [stage] if stage else ACTIVE
        return sum(self.counts.get((one, each), 0) for one in stages for each in ([due] if due else DUE))

    @property
    def open(self) -> int:
        return sum(self.of(stage) for stage in OPEN)


def backlog(tickets: QuerySet[Ticket], now: datetime) -> Backlog:
    """Of everything the list of work shows, in one statement."""
    counted = {due: Count("pk", filter=condition) for due, condition in worklist.Days(now).conditions().items()}
    rows: Any = tickets.filter(LISTED).order_by().values("stage").annotate(**counted)
    return Backlog({(row["stage"], due): row[due] for row in rows for due in DUE})


@dataclass(frozen=True)
class Hour:
    """One hour of today: how many came (None: it has not begun), and what is usual (least, middle, most)."""

    begins: datetime
    came: int | None
    least: int
    usual: float
    most: int

    @property
    def unusual(self) -> bool:
        """Well above what the same hour of any of the last weeks had."""
        return self.came is not None and self.came > max(3, 1.5 * self.most)


def arrivals(tickets: QuerySet[Ticket], now: datetime) -> list[Hour]:
    """Every hour of today beside the same hour of the same weekday of the last eight weeks, in one statement."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    days = Q(received_at__gte=midnight, received_at__lt=midnight + DAY)
    for week in range(1, WEEKS + 1):
        begins = midnight - 7 * week * DAY
        days |= Q(received_at__gte=begins, received_at__lt=begins + DAY)
    listed = tickets.filter(days).order_by().annotate(hour=TruncHour("received_at")).values("hour")
    counted = {row["hour"]: row["n"] for row in listed.annotate(n=Count("pk"))}
    return [_hour(midnight + hour * HOUR, counted, now) for hour in range(24)]


def _hour(begins: datetime, counted: Mapping[datetime, int], now: datetime) -> Hour:
    before = sorted(counted.get(begins - 7 * week * DAY, 0) for week in range(1, WEEKS + 1))
    came = counted.get(begins, 0) if begins <= now else None
    return Hour(begins, came, before[1], median(before), before[-2])


def about_to_break(tickets: QuerySet[Ticket], now: datetime) -> list[Ticket]:
    """The next few promises that end, the nearest first."""
    running = tickets.filter(LISTED, next_due_at__gt=now)
    return list(running.select_related("handler", "team").order_by("next_due_at", "pk")[:NEXT])


def broken(tickets: QuerySet[Ticket], now: datetime) -> QuerySet[Clock]:
    """Clocks that broke within the last 24 hours, as the alarms recorded it."""
    events = Event.objects.filter(kind="clock.broken", at__gt=now - DAY, at__lte=now)
    clocks = set(events.values_list("payload__clock", flat=True))
    return Clock.objects.filter(pk__in=clocks, ticket__in=tickets)


def broken_by_milestone(tickets: QuerySet[Ticket], now: datetime) -> list[tuple[str, int]]:
    found = broken(tickets, now).order_by().values("milestone").annotate(n=Count("pk")).order_by("-n", "milestone")
    return [(row["milestone"], row["n"]) for row in found]


def came_in(tickets: QuerySet[Ticket], begins: datetime) -> QuerySet[Ticket]:
    """What arrived in this hour."""
    return tickets.filter(received_at__gte=begins, received_at__lt=begins + HOUR)


STAGES = {stage.value: stage.label for stage in Stage if stage in ACTIVE}
