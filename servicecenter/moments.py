"""Moments and days as people write them, in their language and in the zone of the place they are about.

English "Mon 23 Nov, 14:00" (with its year when that is another one), Chinese "2026-11-23（周一）14:00".
"""

from datetime import date, datetime, timedelta, tzinfo

from django.utils.dateformat import format as written
from django.utils.translation import get_language


def in_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def say_day(day: date, *, today: date) -> str:
    if in_chinese():
        return f"{day:%Y-%m-%d}（{written(day, 'D').replace('星期', '周')}）"
    return written(day, "D j M" if day.year == today.year else "D j M Y")


def say_date(day: date) -> str:
    """A day of any year without its weekday: for bills and versions, which are known by their dates."""
    return f"{day:%Y-%m-%d}" if in_chinese() else written(day, "j M Y")


def say_moment(at: datetime, zone: tzinfo, *, now: datetime) -> str:
    """The moment as the clock on the wall of `zone` shows it. `now` decides whether the year is said."""
    local = at.astimezone(zone)
    day = say_day(local.date(), today=now.astimezone(zone).date())
    return f"{day}{'' if in_chinese() else ', '}{local:%H:%M}"


def say_in_full(at: datetime, zone: tzinfo) -> str:
    """With its year always: for papers, which are read in other years."""
    local = at.astimezone(zone)
    return f"{say_day(local.date(), today=date.min)}{'' if in_chinese() else ', '}{local:%H:%M}"


def say_short(at: datetime, zone: tzinfo, *, now: datetime) -> str:
    """As little as tells it from other moments: the hour today, the weekday within a week, else the date."""
    local, here = at.astimezone(zone), now.astimezone(zone)
    distance = abs((local.date() - here.date()).days)
    if not distance:
        return f"{local:%H:%M}"
    if distance < 7:
        weekday = written(local, "D").replace("星期", "周")
        return f"{weekday} {local:%H:%M}"
    if local.year != here.year:
        return say_day(local.date(), today=here.date())
    return f"{local:%m-%d %H:%M}" if in_chinese() else f"{written(local, 'j M')} {local:%H:%M}"


def say_time(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def say_deadline(at: datetime, zone: tzinfo, *, now: datetime) -> str:
    """As say_moment, but a day that ends at midnight is that day's 24:00, not the next day's 00:00."""
    local = at.astimezone(zone)
    if local.hour or local.minute:
        return say_moment(at, zone, now=now)
    day = say_day(local.date() - timedelta(days=1), today=now.astimezone(zone).date())
    return f"{day}{'' if in_chinese() else ', '}24:00"
