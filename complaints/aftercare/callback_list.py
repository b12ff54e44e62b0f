"""The callbacks that wait for a person: in the customers' hours now, later today, another day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from complaints.calling import call_times
from complaints.choices import Stage
from complaints.models import Callback, CallbackAttempt, CallbackRule, Clock, Ticket
from complaints.promises.milestones import Milestone

MOST = 200


@dataclass(frozen=True)
class Waiting:
    """One callback with what it takes to choose it. group: now, today or later."""

    callback: Callback
    ticket: Ticket
    hours: str
    group: str
    attempts: int
    started_at: datetime | None
    due_at: datetime | None


def waiting(tickets: QuerySet[Ticket], at: datetime) -> list[Waiting]:
    """Those among the tickets that may be seen, the nearest first. One statement, MOST rows at most."""
    return [_read(one, at) for one in _rows(tickets)[:MOST]]


def one_of(tickets: QuerySet[Ticket], number: str, at: datetime) -> Waiting | None:
    """The callback of this ticket, or None when none waits there."""
    found = _rows(tickets).filter(ticket__number=number).first()
    return _read(found, at) if found else None


def _rows(tickets: QuerySet[Ticket]) -> QuerySet[Callback]:
    clock = Clock.objects.alive().filter(ticket=OuterRef("ticket"), milestone=Milestone.CALLBACK)
    planned = Callback.objects.filter(
        state=Callback.State.PLANNED, first=CallbackRule.First.PERSON, ticket__stage=Stage.REPLIED,
        ticket__in=tickets.filter(callback_open=True, stage=Stage.REPLIED),
    )  # fmt: skip
    return (
        planned.annotate(
            tried=Count("attempts"),
            due_at=Subquery(clock.values("due_at")[:1]),
            started_at=Subquery(clock.values("started_at")[:1]),
        )
        .select_related("ticket__region__calendar", "ticket__customer", "ticket__handler", "contact_point")
        .order_by("next_at", "pk")
    )


def _read(callback, at: datetime) -> Waiting:
    ticket = callback.ticket
    zone = ZoneInfo(ticket.region.calendar.zone)
    return Waiting(
        callback=callback,
        ticket=ticket,
        hours=call_times.written(*call_times.hours_of(callback.contact_point)),
        group=_group(callback, at, zone),
        attempts=callback.tried,
        started_at=callback.started_at,
        due_at=callback.due_at,
    )


def _group(callback: Callback, at: datetime, zone: ZoneInfo) -> str:
    begins = call_times.next_within(max(at, callback.next_at), callback.contact_point, zone)
    if begins <= at:
        return "now"
    return "today" if begins.astimezone(zone).date() == at.astimezone(zone).date() else "later"


def reached_today(tickets: QuerySet[Ticket], at: datetime) -> int:
    """How many customers answered since midnight."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Q(at__gte=midnight, at__lt=midnight + timedelta(days=1))
    attempts = CallbackAttempt.objects.filter(today, outcome=CallbackAttempt.Outcome.REACHED)
    return attempts.filter(callback__ticket__in=tickets).count()
