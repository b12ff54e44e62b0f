"""Deadlines: add an amount of time to an instant, and measure and share out the time between two.

Pure arithmetic over a `Calendar`. It must not read the clock, touch a database or import Django; instants
come in aware and go out in UTC. Units are not interchangeable: four working hours are not half a day.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import islice

from servicecenter.calendars import Calendar, CalendarRunsOut, ImpossibleCalendar, Opening
from servicecenter.wall_clock import ONE_DAY, first_instant

__all__ = [
    "Calendar",
    "CalendarRunsOut",
    "ImpossibleCalendar",
    "Unit",
    "add",
    "after_pause",
    "at_share",
    "between",
    "next_open",
]

LOOK_BACK = 2 * ONE_DAY
"""An instant may be inside a shift of the evening before; one day more for a clock set back over midnight."""


class Unit(StrEnum):
    MINUTES = "minutes"
    """Elapsed, day and night, whatever the calendar."""
    WORKING_MINUTES = "working_minutes"
    """Inside opening hours. Received outside them counts from the next opening."""
    WORKING_DAYS = "working_days"
    """The day of receipt is not counted; due at the closing time of the last day."""
    CALENDAR_DAYS = "calendar_days"
    """The day of receipt is not counted; due at 24:00 of the last day (China: Civil Code arts 201-203)."""


def add(
    start: datetime, amount: int, unit: Unit | str, calendar: Calendar, *, shift_holidays: bool = False
) -> datetime:
    """Return when `amount` of `unit` after `start` is over, UTC.

    An amount of 0 is due at once, at `start`, open or not. A due that falls exactly on a closing time
    stays there. `shift_holidays` is for promises in calendar days: a last day on a public holiday moves
    on to the next working day (China: Civil Code arts 201-203); the other units take no notice of it.
    Raises ValueError for a naive start or a negative amount, CalendarRunsOut when the end is never reached.
    """
    unit, start = Unit(unit), utc(start)
    if amount < 0:
        raise ValueError(f"a negative amount: {amount}")
    if not amount:
        return start
    try:
        match unit:
            case Unit.MINUTES:
                return start + timedelta(minutes=amount)
            case Unit.WORKING_MINUTES:
                return _advance(start, timedelta(minutes=amount), calendar)
            case Unit.WORKING_DAYS:
                return calendar.closing_time(last_working_day(start, amount, calendar))
            case Unit.CALENDAR_DAYS:
                return calendar.end_of_day(last_calendar_day(start, amount, calendar, shift_holidays))
    except OverflowError:
        raise CalendarRunsOut(f"{amount} {unit} lead beyond the last year there is")


def between(start: datetime, end: datetime, unit: Unit | str, calendar: Calendar) -> int:
    """Return how much of `unit` lies between two instants, rounded down; `add` the other way round.

    Minutes and working minutes come in **seconds** (elapsed, or inside opening hours); working days and
    calendar days in days whose closing time, or 24:00, was reached by `end`, the day of `start` not counted.
    Raises ValueError for naive instants or an end before the start.
    """
    unit, start, end = Unit(unit), utc(start), utc(end)
    if end < start:
        raise ValueError("the end is before the start")
    match unit:
        case Unit.MINUTES:
            return (end - start) // timedelta(seconds=1)
        case Unit.WORKING_MINUTES:
            return _open_time(start, end, calendar) // timedelta(seconds=1)
    days = days_between(calendar.local_day(start) + ONE_DAY, calendar.local_day(end))
    if unit is Unit.CALENDAR_DAYS:
        return sum(calendar.end_of_day(day) <= end for day in days)
    return sum(calendar.closing_time(day) <= end for day in days if calendar.is_working_day(day))


def at_share(start: datetime, due: datetime, share: float, unit: Unit | str, calendar: Calendar) -> datetime:
    """Return when `share` (0 to 1) of the time from `start` to `due` has passed, UTC: 0.75 for a warning.

    Working units share out the time inside opening hours; without any, and for the other units, what has
    elapsed. Raises ValueError for naive instants, a due before the start or a share outside 0 to 1.
    """
    unit, start, due = Unit(unit), utc(start), utc(due)
    if not 0 <= share <= 1 or due < start:
        raise ValueError(f"no share {share} between {start} and {due}")
    if unit in (Unit.WORKING_MINUTES, Unit.WORKING_DAYS) and 0 < share < 1:
        open_time = _open_time(start, due, calendar)
        if open_time:
            return _advance(start, open_time * share, calendar)
    return start + (due - start) * share


def after_pause(
    due: datetime,
    since: datetime,
    until: datetime,
    unit: Unit | str,
    calendar: Calendar,
    *,
    shift_holidays: bool = False,
) -> datetime:
    """Return the due time after a pause, UTC: as much of `unit` is left at `until` as there was at `since`.

    Units of days move on by one for each day that ended in the pause, that of its beginning included.
    What was past due stays so, and no pause brings a due time forward. Raises as `add` does.
    """
    unit, due, since, until = Unit(unit), utc(due), utc(since), utc(until)
    if until <= since or due <= since:
        return due
    match unit:
        case Unit.MINUTES:
            return due + (until - since)
        case Unit.WORKING_MINUTES:
            left = _open_time(since, due, calendar)
            return max(due, _advance(until, left, calendar) if left else until)
    ended = between(since - LOOK_BACK, until, unit, calendar) - between(since - LOOK_BACK, since, unit, calendar)
    if not ended:
        return due
    noon = first_instant(_day_due(due, unit, calendar), 12 * 60, calendar.zone)
    return add(noon, ended, unit, calendar, shift_holidays=shift_holidays)


def next_open(instant: datetime, calendar: Calendar) -> datetime:
    """Return the instant itself when the calendar is open, else when it opens next, UTC. Raises CalendarRunsOut."""
    instant = utc(instant)
    days = calendar.working_days_from(calendar.local_day(instant) - LOOK_BACK)
    return next(max(opens, instant) for _, opens, closes in calendar.openings(days) if closes > instant)


def open_stretches(start: datetime, end: datetime, calendar: Calendar) -> Iterator[Opening]:
    """Yield the openings between two UTC instants, cut to them, in order."""
    days = days_between(calendar.local_day(start) - LOOK_BACK, calendar.local_day(end))
    for day, opens, closes in calendar.openings(days):
        if opens < end and closes > start:
            yield Opening(day, max(opens, start), min(closes, end))


def last_calendar_day(start: datetime, amount: int, calendar: Calendar, shift_holidays: bool) -> date:
    """Return the local day at whose 24:00 an amount of calendar days is over; see `add`."""
    day = calendar.local_day(start) + amount * ONE_DAY
    if shift_holidays and calendar.is_public_holiday(day):
        return next(calendar.working_days_from(day))
    return day


def last_working_day(start: datetime, amount: int, calendar: Calendar) -> date:
    """Return the local day at whose closing time an amount of working days is over."""
    _ = start + amount * ONE_DAY  # a hopeless amount overflows here
    days = calendar.working_days_from(calendar.local_day(start) + ONE_DAY)
    return next(islice(days, amount - 1, None))


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield the days from first to last, both included."""
    return (first + count * ONE_DAY for count in range((last - first).days + 1))


def _day_due(due: datetime, unit: Unit, calendar: Calendar) -> date:
    """Return the local day that ends at this due time; a night shift ends the day after."""
    day = calendar.local_day(due - timedelta(seconds=1))
    evening = day - ONE_DAY
    if unit is Unit.WORKING_DAYS and calendar.is_working_day(evening) and calendar.closing_time(evening) == due:
        return evening
    return day


def _open_time(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    return sum((closes - opens for _, opens, closes in open_stretches(start, end, calendar)), timedelta())


def _advance(start: datetime, span: timedelta, calendar: Calendar) -> datetime:
    """Return when `span`, more than nothing, of open time has passed since `start`."""
    _ = start + span  # a hopeless span overflows here, not 8,000 years on
    days = calendar.working_days_from(calendar.local_day(start) - LOOK_BACK)
    for _, opens, closes in calendar.openings(days):
        stretch = closes - max(opens, start)
        if stretch >= span:
            return max(opens, start) + span
        span -= max(stretch, timedelta())
    raise AssertionError("working days never end, they raise CalendarRunsOut")


def utc(instant: datetime) -> datetime:
    """Return the instant in UTC; ValueError when it has no zone."""
    if instant.utcoffset() is None:
        raise ValueError(f"a time without a zone: {instant.isoformat()}")
    return instant.astimezone(UTC)
