"""When the clock on the wall shows a time: local time to UTC, through clock changes.

A clock change is read as people read it. A time that does not exist is the instant after the jump. Of a
time that exists twice, the first occurrence starts something and the second ends it. So 01:00-05:00 has
three hours in the night of spring and five in that of autumn, and no time is ever refused.
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
    before = datetime.combine(day, FIRST_SHOWN[minute], zone).utcoffset()
    after = datetime.combine(day, LAST_SHOWN[minute], zone).utcoffset()
    assert before is not None
    assert after is not None
    as_if_utc = datetime.combine(day, FIRST_SHOWN[minute], UTC)
    if before < after:
        return _clock_change(as_if_utc - after, as_if_utc - before, zone)
    return as_if_utc - (after if fold else before)


def _clock_change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the second in (before, after], UTC, from which the zone's later offset holds."""
    old_offset = before.astimezone(zone).utcoffset()
    while after - before > ONE_SECOND:
        middle = before + (after - before) // ONE_SECOND // 2 * ONE_SECOND
        if middle.astimezone(zone).utcoffset() == old_offset:
            before = middle
        else:
            after = middle
    return after
