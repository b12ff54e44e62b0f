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

WORKING = {"working_minutes", "working_days"}


@dataclass(frozen=True)
class Step:
    """`share` of the time used, or `rungs` times the waiting time after the due time."""

    event: str
    role: str
    share: float = 1.0
    rungs: int = 0
    only_untouched: bool = False


LADDER = (
    Step("clock.warned", "handler", share=0.5, only_untouched=True),
    Step("clock.warned", "handler", share=0.75),
    Step("clock.warned", "handler", share=0.9),
    Step("clock.broken", "handler"),
    Step("clock.escalated", "coordinator", rungs=1),
    Step("clock.escalated", "supervisor", rungs=2),
    Step("clock.escalated", "complaint_manager", rungs=3),
)
DUE = 3  # the step at which the promise is broken
# An unanswered alarm climbs after a quarter of an hour; danger does not wait that long.
WAIT_MINUTES = {"critical": 5}
WAIT_MINUTES_OTHERWISE = 15


def first(clock: Clock, now: datetime | None = None) -> datetime | None:
    """When the ladder of a fresh clock begins; one recomputed past its due time begins at the breach."""
    if now is not None and clock.due_at <= now:
        clock.alarm_step = DUE
        return clock.due_at
    return upcoming(clock)


def upcoming(clock: Clock) -> datetime | None:
    """The moment of the clock's next step, or None at the top of the ladder."""
    if clock.alarm_step >= len(LADDER):
        return None
    step = LADDER[clock.alarm_step]
    calendar = opening_hours.of(clock.calendar)
    if step.share < 1.0:
        return working_time.at_share(clock.started_at, clock.due_at, step.share, clock.unit, calendar)
    if not step.rungs:
        return clock.due_at
    wait = step.rungs * WAIT_MINUTES.get(clock.ticket.priority, WAIT_MINUTES_OTHERWISE)
    if clock.unit in WORKING:
        # A daytime matter wakes nobody at night: the wait is counted in opening hours.
        return working_time.add(clock.due_at, wait, "working_minutes", calendar)
    return clock.due_at + timedelta(minutes=wait)
