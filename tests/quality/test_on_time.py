"""On-time rate: of clocks due in the period, those met by their original due time."""

from datetime import datetime, timedelta

import pytest

from complaints.models import Clock, Ticket
from quality.indicators.on_time import OnTime, on_time
from tests.making import NOW

HOUR = timedelta(hours=1)
YESTERDAY = NOW - timedelta(days=1)


def clock(
    ticket: Ticket, due: datetime, *, ended: datetime | None = None, state: str = Clock.State.RUNNING, **other
) -> Clock:
    number = Clock.objects.count()
    return Clock.objects.create(
        ticket=ticket, milestone="reply", subject=f"task {number}", state=state, started_at=YESTERDAY - 9 * HOUR,
        original_due_at=due, due_at=other.get("due_at", due), ended_at=ended, amount=9, unit="minutes",
        calendar=ticket.region.calendar,
    )  # fmt: skip


def rate(since: datetime = YESTERDAY, until: datetime = NOW, now: datetime = NOW) -> OnTime:
    return on_time(Clock.objects.filter(milestone="reply"), since=since, until=until, now=now)


def numbers(found: OnTime) -> tuple[int, int]:
    return found.numerator, found.denominator


def test_met_by_the_due_time_counts_and_later_does_not(ticket: Ticket) -> None:
    due = YESTERDAY + HOUR
    clock(ticket, due, ended=due, state=Clock.State.MET)
    clock(ticket, due, ended=due - HOUR, state=Clock.State.MET)
    late = clock(ticket, due, ended=due + timedelta(seconds=1), state=Clock.State.LATE)
    assert numbers(rate()) == (2, 3)
    assert rate().share == pytest.approx(2 / 3)
    assert list(rate().late) == [late]


def test_still_running_past_its_due_time_is_late(ticket: Ticket) -> None:
    running = clock(ticket, YESTERDAY + HOUR)
    assert numbers(rate()) == (0, 1)
    assert list(rate().cases) == list(rate().late) == [running]


def test_more_time_granted_later_does_not_make_it_punctual(ticket: Ticket) -> None:
    due = YESTERDAY + HOUR
    clock(ticket, due, due_at=due + 5 * HOUR, ended=due + 2 * HOUR, state=Clock.State.MET)
    assert numbers(rate()) == (0, 1)


def test_the_period_begins_with_its_first_moment_and_ends_before_its_last(ticket: Ticket) -> None:
    clock(ticket, YESTERDAY, ended=YESTERDAY, state=Clock.State.MET)
    clock(ticket, YESTERDAY - timedelta(seconds=1), ended=YESTERDAY - HOUR, state=Clock.State.MET)
    clock(ticket, NOW, ended=YESTERDAY, state=Clock.State.MET)
    assert numbers(rate()) == (1, 1)


def test_what_is_due_later_than_now_is_not_judged_even_if_met(ticket: Ticket) -> None:
    clock(ticket, NOW + HOUR, ended=NOW - HOUR, state=Clock.State.MET)
    clock(ticket, NOW + HOUR)
    assert numbers(rate(until=NOW + 9 * HOUR)) == (0, 0)
    assert rate(until=NOW + 9 * HOUR).share is None


def test_cancelled_clocks_are_not_counted(ticket: Ticket) -> None:
    dropped = clock(ticket, YESTERDAY + HOUR)
    assert numbers(rate()) == (0, 1)
    Clock.objects.filter(pk=dropped.pk).update(state=Clock.State.CANCELLED, ended_at=YESTERDAY)
    assert numbers(rate()) == (0, 0)
