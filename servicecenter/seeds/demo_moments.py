"""Moments of the calendar the demo's awkward cases begin at: before holidays, on a make-up day, in a short night."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from servicecenter.models import Calendar, CalendarDay

LONG_BLOCK = 5  # days off in a row that make holidays of it
ACROSS = ZoneInfo("Europe/London")
SETTLED_AFTER = timedelta(days=10)  # what began then has been filed by now
YEAR = 366


def before_the_holidays(calendar: Calendar, now: datetime) -> datetime | None:
    """16:30 on the last working day before the last long holidays; None when none are known before now."""
    off = sorted(_days(calendar, CalendarDay.Kind.HOLIDAY, now))
    starts = [day for day in off if day - timedelta(days=1) not in off and _is_long(day, set(off))]
    if not starts:
        return None
    day = starts[-1] - timedelta(days=1)
    while day.weekday() >= 5 and day not in _days(calendar, CalendarDay.Kind.WORKDAY, now):
        day -= timedelta(days=1)
    return datetime.combine(day, time(16, 30), ZoneInfo(calendar.zone))


def last_make_up_day(calendar: Calendar, now: datetime) -> datetime | None:
    """10:00 on the last day at a weekend that was worked in place of another."""
    worked = _days(calendar, CalendarDay.Kind.WORKDAY, now)
    return datetime.combine(max(worked), time(10), ZoneInfo(calendar.zone)) if worked else None


def last_night_of_another_hour(now: datetime) -> datetime | None:
    """20:00 of the last evening across the sea after which the clocks were changed."""
    noon = datetime.combine((now - SETTLED_AFTER).astimezone(ACROSS).date(), time(12), ACROSS)
    days = [noon - timedelta(days=number) for number in range(YEAR)]
    for after, before in pairwise(days):
        if after.utcoffset() != before.utcoffset():
            return datetime.combine(before.date(), time(20), ACROSS)
    return None


def _is_long(day: date, off: set[date]) -> bool:
    return all(day + timedelta(days=number) in off for number in range(LONG_BLOCK))


def _days(calendar: Calendar, kind: str, now: datetime) -> set[date]:
    until = (now - SETTLED_AFTER).astimezone(ZoneInfo(calendar.zone)).date()
    return set(calendar.days.filter(kind=kind, date__lte=until).values_list("date", flat=True))
