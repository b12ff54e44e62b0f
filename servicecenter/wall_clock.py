"""When the clock on the wall shows a time: local time to UTC, through clock changes.

A clock change is read as people read it. A time that does not exist is the instant after the jump. Of a
time that exists twice, the first occurrence starts something and the second ends it: 01:00-05:00 has
three hours in the night of spring and five in that of autumn. What ends just where the repeated hour begins
is over before it: where 02:00-03:00 comes twice, 22:00-02:00 is four hours.
Knows no calendar, reads no clock.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
ONE_SECOND = timedelta(seconds=1)
MINUTES_A_DAY = 24 * 60
# Made once, for each minute of the day: building them anew would be most of the cost of a deadline.
FIRST_SHOWN = tuple(time(minute // 60, minute % 60) for minute in range(MINUTES_A_DAY))
LAST_SHOWN = tuple(shown.replace(fold=1) for shown in FIRST_SHOWN)


def first_instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return when the clock first shows, or jumps past, `minute` (after 00:00 of the local day), UTC."""
    return _instant(day, minute, zone, fold=0)


def last_instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return when the clock last shows, or jumps past, `minute` (after 00:00 of the local day), UTC."""
    return _instant(day, minute, zone, fold=1)


def _instant(day: date, minute: int, zone: ZoneInfo, fold: int) -> datetime:
    if minute >= MINUTES_A_DAY:
        return _instant(day + ONE_DAY, minute - MINUTES_A_DAY, zone, fold)
    as_if_utc = datetime.combine(day, FIRST_SHOWN[minute], UTC)
    before = _offset(datetime.combine(day, FIRST_SHOWN[minute], zone))
    after = _offset(datetime.combine(day, LAST_SHOWN[minute], zone))
    if before < after:
        return _clock_change(as_if_utc - after, as_if_utc - before, zone)
    if before > after and fold:
        after = _offset((as_if_utc - ONE_SECOND).replace(tzinfo=zone, fold=1))
    return as_if_utc - (after if fold else before)


def _offset(instant: datetime) -> timedelta:
    offset = instant.utcoffset()
    assert offset is not None
    return offset


def _clock_change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the second in (before, after], UTC, from which the zone's later offset holds."""
    old_offset = _offset(before.astimezone(zone))
    while after - before > ONE_SECOND:
        middle = before + (after - before) // ONE_SECOND // 2 * ONE_SECOND
        if _offset(middle.astimezone(zone)) == old_offset:
            before = middle
        else:
            after = middle
    return after
