"""Why this deadline: the arithmetic of `working_time.add` unfolded day by day, to be shown to people.

Must not compute a deadline of its own: it asks `add` and lists what lies on the way. Words are up to the
page; here are only days, instants and reasons.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from servicecenter.calendars import Calendar
from servicecenter.wall_clock import ONE_DAY, first_instant
from servicecenter.working_time import (
    Unit,
    add,
    days_between,
    last_calendar_day,
    last_working_day,
    open_stretches,
    utc,
)

NOTHING = timedelta()


class Reason(StrEnum):
    """Why a day counts, or does not."""

    COUNTED = "counted"
    RECEIPT = "receipt"
    """The day of receipt, which the units of days leave out."""
    OUTSIDE_HOURS = "outside_hours"
    """A working day, but none of its hours lie on the way."""
    WEEKEND = "weekend"
    """A weekday without hours."""
    HOLIDAY = "holiday"
    MOVED_TO = "moved_to"
    """The working day onto which a deadline on a public holiday moved."""


@dataclass(frozen=True)
class Step:
    """A stretch or a day that counts, or a day that does not."""

    day: date
    """A stretch after midnight belongs to the day its shift began."""
    begins: datetime
    ends: datetime
    """Both in the calendar's zone."""
    reason: Reason
    counted: timedelta = NOTHING
    """For the units of minutes: what this stretch adds to the amount."""
    days: int = 0
    """For the units of days: 1 when the day is counted."""
    make_up: bool = False
    """A working day only because the calendar names it as one."""


def explain(
    start: datetime, amount: int, unit: Unit | str, calendar: Calendar, *, shift_holidays: bool = False
) -> list[Step]:
    """List, in order, what was counted and every closed day in between with its reason.

    The `counted` of the units of minutes add up to the amount, the `days` of the units of days likewise;
    the last step ends at the due time. Nothing for an amount of 0. Arguments and errors as for `add`.
    """
    unit, start = Unit(unit), utc(start)
    due = add(start, amount, unit, calendar, shift_holidays=shift_holidays)
    if not amount:
        return []
    match unit:
        case Unit.MINUTES:
            return [_stretch(calendar.local_day(start), start, due, calendar)]
        case Unit.WORKING_MINUTES:
            return list(_working_minutes(start, due, calendar))
        case Unit.WORKING_DAYS:
            return list(_working_days(start, amount, calendar))
        case Unit.CALENDAR_DAYS:
            return list(_calendar_days(start, amount, shift_holidays, calendar))


def _working_minutes(start: datetime, due: datetime, calendar: Calendar) -> Iterator[Step]:
    openings = groupby(open_stretches(start, due, calendar), key=lambda opening: opening.day)
    stretches = {day: [(opens, closes) for _, opens, closes in of_day] for day, of_day in openings}
    first, last = calendar.local_day(start), max(stretches)
    for day in days_between(min(first, *stretches), last):
        for opens, closes in stretches.get(day, ()):
            yield _stretch(day, opens, closes, calendar)
        if day >= first and day not in stretches:
            yield _whole_day(day, _why_not_counted(day, calendar), calendar)


def _working_days(start: datetime, amount: int, calendar: Calendar) -> Iterator[Step]:
    receipt = calendar.local_day(start)
    yield _whole_day(receipt, Reason.RECEIPT, calendar)
    for day in days_between(receipt + ONE_DAY, last_working_day(start, amount, calendar)):
        if calendar.is_working_day(day):
            opens = first_instant(day, calendar.blocks_on(day)[0][0], calendar.zone)
            yield replace(_stretch(day, opens, calendar.closing_time(day), calendar), counted=NOTHING, days=1)
        else:
            yield _whole_day(day, _why_not_counted(day, calendar), calendar)


def _calendar_days(start: datetime, amount: int, shift_holidays: bool, calendar: Calendar) -> Iterator[Step]:
    receipt = calendar.local_day(start)
    last_counted = receipt + amount * ONE_DAY
    last = last_calendar_day(start, amount, calendar, shift_holidays)
    yield _whole_day(receipt, Reason.RECEIPT, calendar)
    for day in days_between(receipt + ONE_DAY, last):
        if day <= last_counted:
            yield replace(_whole_day(day, Reason.COUNTED, calendar), days=1)
        else:
            reason = Reason.MOVED_TO if day == last else _why_not_counted(day, calendar)
            yield _whole_day(day, reason, calendar)


def _why_not_counted(day: date, calendar: Calendar) -> Reason:
    if calendar.is_working_day(day):
        return Reason.OUTSIDE_HOURS
    return Reason.HOLIDAY if calendar.is_public_holiday(day) else Reason.WEEKEND


def _stretch(day: date, opens: datetime, closes: datetime, calendar: Calendar) -> Step:
    begins, ends = opens.astimezone(calendar.zone), closes.astimezone(calendar.zone)
    return Step(day, begins, ends, Reason.COUNTED, closes - opens, make_up=calendar.is_make_up_day(day))


def _whole_day(day: date, reason: Reason, calendar: Calendar) -> Step:
    opens = first_instant(day, 0, calendar.zone)
    return replace(_stretch(day, opens, calendar.end_of_day(day), calendar), reason=reason, counted=NOTHING)
