"""How a clock is made: from a policy's target, or to a moment somebody named. Ending it is for clocks.py."""

import logging
from datetime import datetime, timedelta

from complaints.models import Clock, Target, Ticket
from complaints.promises import alarms
from complaints.promises.milestones import Milestone
from servicecenter import opening_hours, working_time

log = logging.getLogger(__name__)

HOUR = 60
ELAPSED = {
    Target.Unit.MINUTES: timedelta(minutes=1),
    Target.Unit.WORKING_MINUTES: timedelta(minutes=1),
    Target.Unit.WORKING_DAYS: timedelta(days=1),
    Target.Unit.CALENDAR_DAYS: timedelta(days=1),
}


def begin(ticket: Ticket, target: Target, start: datetime) -> Clock | None:
    """An unsaved clock for this target, or None when nobody has filled its amount (danger, empty)."""
    if target.amount is None or nobody_to_reach(ticket, target):
        return None
    amount = target.amount if ticket.round == 1 else second_time(target)
    calendar = target.calendar or ticket.region.calendar
    due = due_time(start, amount, target, calendar)
    clock = Clock(
        ticket=ticket,
        milestone=target.milestone,
        round=ticket.round,
        sort=target.sort,
        started_at=start,
        original_due_at=due,
        due_at=due,
        replayed=ticket.replayed,
        policy_version_id=target.version_id,
        amount=amount,
        unit=target.unit,
        calendar=calendar,
    )
    clock.next_alarm_at = alarms.first(clock, start)
    return clock


def nobody_to_reach(ticket: Ticket, target: Target) -> bool:
    """Who chose to stay anonymous reads the answer on the follow page: nobody can promise to talk with them."""
    return target.milestone == Milestone.CONTACT and ticket.anonymous


def begin_at(ticket: Ticket, milestone: str, subject: str, at: datetime, due_at: datetime, sort: str) -> Clock:
    """A clock whose end somebody named: an order, a promised update. No policy stands behind it."""
    clock = Clock(
        ticket=ticket,
        milestone=milestone,
        round=ticket.round,
        subject=subject,
        sort=sort,
        started_at=at,
        original_due_at=due_at,
        due_at=due_at,
        replayed=ticket.replayed,
        amount=max(1, round((due_at - at).total_seconds() / 60)),
        unit=Target.Unit.MINUTES,
        calendar=ticket.region.calendar,
    )
    clock.next_alarm_at = alarms.first(clock, at)
    clock.save(force_insert=True)
    ticket.__dict__.pop("settled_clocks", None)  # a ticket kept in hand must see it
    return clock


def begin_within(
    ticket: Ticket, milestone: str, subject: str, at: datetime, amount: int, unit: str, sort: str = Target.Sort.PROMISE
) -> Clock:
    """A clock of so many units from now, whatever the policies: one decision, one task."""
    target = Target(milestone=milestone, amount=amount, unit=unit, sort=sort)
    due = due_time(at, amount, target, ticket.region.calendar)
    clock = Clock(
        ticket=ticket, milestone=milestone, round=ticket.round, subject=subject, sort=sort, started_at=at,
        original_due_at=due, due_at=due, replayed=ticket.replayed, amount=amount, unit=unit,
        calendar=ticket.region.calendar,
    )  # fmt: skip
    clock.next_alarm_at = alarms.first(clock, at)
    clock.save(force_insert=True)
    ticket.__dict__.pop("settled_clocks", None)  # a ticket kept in hand must see it
    return clock


def aim(clock: Clock, at: datetime, amount: int, unit: str) -> None:
    """Count a living clock anew from now on: what it waits for has changed."""
    promise = Target(milestone=clock.milestone, amount=amount, unit=unit, sort=Target.Sort.PROMISE)
    clock.started_at, clock.amount, clock.unit, clock.policy_version = at, amount, unit, None
    clock.original_due_at = clock.due_at = due_time(at, amount, promise, clock.calendar)
    clock.next_alarm_at = alarms.first(clock, at)
    clock.save()


def due_time(start: datetime, amount: int, target: Target, calendar) -> datetime:
    """A promise whose last calendar day is a public holiday moves on (China: Civil Code arts 201-203).

    A calendar that ends before the promise does must not cost us the complaint: elapsed time is counted.
    """
    try:
        return working_time.add(
            start,
            amount,
            target.unit,
            opening_hours.of(calendar),
            shift_holidays=target.sort == Target.Sort.PROMISE,
        )
    except working_time.CalendarRunsOut:
        log.error("calendar %s ends before a promise of %s %s", calendar.code, amount, target.unit)
        return start + amount * ELAPSED[Target.Unit(target.unit)]


def second_time(target: Target) -> int:
    """Half the time in a further round: at least an hour, for the reply at least one working day."""
    assert target.amount is not None
    half = -(-target.amount // 2)
    if target.unit in {Target.Unit.WORKING_DAYS, Target.Unit.CALENDAR_DAYS}:
        return max(1, half)
    least = 8 * HOUR if target.milestone == Milestone.REPLY else HOUR
    return min(target.amount, max(least, half))
