"""The ladder of a clock: warnings before its due time, then who is told while nobody answers.

Says when the next step is; ladders.py holds the ladders themselves, complaints/rounds.py climbs them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from complaints.choices import Priority
from complaints.promises import ladders
from servicecenter import opening_hours, working_time

if TYPE_CHECKING:
    from complaints.models import Clock

ROUND_THE_CLOCK = "minutes"
"""The one unit that counts at night too; all others are daytime matters, which wake nobody."""


def first(clock: Clock, now: datetime) -> datetime | None:
    """When the ladder of a clock computed now begins: the one in force for its sort.

    Of the warnings that would be past already only the last is given; past due, it is the breach, now.
    """
    clock.alarm_step, clock.ladder_id = 0, ladders.in_force(clock.sort, now)
    due = of(clock).due
    if clock.due_at <= now:
        clock.alarm_step = due
        return now
    while clock.alarm_step < due and _moment(clock, clock.alarm_step + 1, now) <= now:
        clock.alarm_step += 1
    return upcoming(clock, now)


def of(clock: Clock) -> ladders.Ladder:
    """The ladder it climbs: the one it began with, whatever was made since."""
    return ladders.by_key(clock.ladder_id)


def upcoming(clock: Clock, since: datetime) -> datetime | None:
    """The moment of the clock's next step, or None at the top. `since`: the step before, or when it went on."""
    return _moment(clock, clock.alarm_step, since) if clock.alarm_step < len(of(clock).steps) else None


def sounded(clock: Clock, until: datetime) -> int:
    """How many alarms the clock gave, or would have given, before `until`: its warnings and the breach.

    Without the warning only untouched tickets get and without the rungs above the breach, which depend on
    what people did.
    """
    shared = [number for number, step in enumerate(of(clock).steps) if step.share and not step.only_untouched]
    return sum(_moment(clock, number, clock.started_at) < until for number in shared)


def _moment(clock: Clock, number: int, since: datetime) -> datetime:
    ladder, calendar = of(clock), opening_hours.of(clock.calendar)
    step = ladder.steps[number]
    if step.share is not None:
        if step.share == 1.0:
            return clock.due_at
        moment = working_time.at_share(clock.started_at, clock.due_at, step.share, clock.unit, calendar)
        by_day = moment if clock.unit == ROUND_THE_CLOCK else _by_day(moment, calendar)
        return by_day if by_day < clock.due_at else moment  # better at night than too late
    # Danger does not wait as long for an answer.
    wait = ladder.wait_critical if clock.ticket.priority == Priority.CRITICAL else ladder.wait
    if clock.unit == ROUND_THE_CLOCK:
        return since + timedelta(minutes=wait)
    return _opening_minutes_after(since, wait, calendar)


def _by_day(moment: datetime, calendar: working_time.Calendar) -> datetime:
    try:
        return working_time.next_open(moment, calendar)
    except working_time.CalendarRunsOut:
        return moment


def _opening_minutes_after(since: datetime, minutes: int, calendar: working_time.Calendar) -> datetime:
    """An alarm is not lost because its calendar ends: then it does not wait for an opening."""
    try:
        return working_time.add(since, minutes, "working_minutes", calendar)
    except working_time.CalendarRunsOut:
        return since + timedelta(minutes=minutes)
