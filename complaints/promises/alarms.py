"""The ladder of a clock: warnings before its due time, then who is told while nobody answers.

Pure: says when the next step is and what it means. complaints/rounds.py climbs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from servicecenter import opening_hours, working_time

if TYPE_CHECKING:
    from complaints.models import Clock

ROUND_THE_CLOCK = "minutes"
"""The one unit that counts at night too; all others are daytime matters, which wake nobody."""


@dataclass(frozen=True)
class Step:
    """Climbed when `share` of the time is used or, without one, when the step before stayed unanswered."""

    event: str
    role: str
    share: float | None = None
    only_untouched: bool = False

    @property
    def is_rung(self) -> bool:
        """After the breach: climbed only while nobody answers."""
        return self.share is None


LADDER = (
    Step("clock.warned", "handler", share=0.5, only_untouched=True),
    Step("clock.warned", "handler", share=0.75),
    Step("clock.warned", "handler", share=0.9),
    Step("clock.broken", "handler", share=1.0),
    Step("clock.escalated", "coordinator"),
    Step("clock.escalated", "supervisor"),
    Step("clock.escalated", "complaint_manager"),
)
DUE = 3  # the step at which the promise is broken
# An unanswered alarm climbs after a quarter of an hour; danger does not wait that long.
WAIT_MINUTES = {"critical": 5}
WAIT_MINUTES_OTHERWISE = 15


def first(clock: Clock, now: datetime) -> datetime | None:
    """When the ladder of a clock computed now begins.

    Of the warnings that would be past already only the last is given; past due, it is the breach, now.
    """
    clock.alarm_step = 0
    if clock.due_at <= now:
        clock.alarm_step = DUE
        return now
    while clock.alarm_step < DUE and _moment(clock, clock.alarm_step + 1, now) <= now:
        clock.alarm_step += 1
    return upcoming(clock, now)


def upcoming(clock: Clock, since: datetime) -> datetime | None:
    """The moment of the clock's next step, or None at the top. `since`: the step before, or when it went on."""
    return _moment(clock, clock.alarm_step, since) if clock.alarm_step < len(LADDER) else None


def sounded(clock: Clock, until: datetime) -> int:
    """How many alarms the clock gave, or would have given, before `until`: its warnings and the breach.

    Without the warning only untouched tickets get and without the rungs above the breach, which depend on
    what people did.
    """
    shared = [number for number, step in enumerate(LADDER) if step.share is not None and not step.only_untouched]
    return sum(_moment(clock, number, clock.started_at) < until for number in shared)


def _moment(clock: Clock, number: int, since: datetime) -> datetime:
    step, calendar = LADDER[number], opening_hours.of(clock.calendar)
    if step.share is not None:
        if step.share == 1.0:
            return clock.due_at
        moment = working_time.at_share(clock.started_at, clock.due_at, step.share, clock.unit, calendar)
        by_day = moment if clock.unit == ROUND_THE_CLOCK else _by_day(moment, calendar)
        return by_day if by_day < clock.due_at else moment  # better at night than too late
    wait = WAIT_MINUTES.get(clock.ticket.priority, WAIT_MINUTES_OTHERWISE)
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
