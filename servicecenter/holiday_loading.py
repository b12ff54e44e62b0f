"""Public holidays and make-up working days into a calendar's editable days, from the package `holidays`.

What is entered already stays as it is, except days that were provisional: those are replaced once the
authority has announced the year. Must not be asked for every deadline: deadlines read the rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from servicecenter import opening_hours
from servicecenter.models import Calendar, CalendarDay

MAKE_UP = {"en": "Make-up working day", "zh-hans": "调休上班"}
NAMES_IN = {"en": "en_US", "zh-hans": "zh_CN"}
WARNING = timedelta(days=90)


@dataclass(frozen=True)
class RunsOut:
    """From `after` on the calendar's holidays are unknown, or known only provisionally."""

    calendar: Calendar
    after: date
    provisional: bool


@dataclass(frozen=True)
class Plan:
    """What loading would do; nothing of it is done yet."""

    add: list[CalendarDay]
    remove: list[CalendarDay]
    """Provisional days that are not so, or are announced by now (then they are among `add` again)."""
    provisional: list[int]
    """Years the authority has not announced yet."""


def plan_holidays(calendar: Calendar, years: Iterable[int]) -> Plan:
    """What `load_holidays` would write for these years of `calendar.holidays_of`.

    Raises ValidationError for a country the package does not know, and for a calendar without one.
    """
    years = sorted(years)
    wanted = _announced(calendar, years)
    present = {day.date: day for day in calendar.days.filter(date__year__in=years)}
    remove = [day for day in present.values() if day.provisional and not _still_so(day, wanted)]
    kept = present.keys() - {day.date for day in remove}
    return Plan(
        add=[row for day, row in sorted(wanted.items()) if day not in kept],
        remove=remove,
        provisional=sorted({day.date.year for day in wanted.values() if day.provisional}),
    )


def load_holidays(calendar: Calendar, years: Iterable[int]) -> int:
    """Carry out the plan for these years; return how many rows were written. Raises as `plan_holidays` does."""
    with transaction.atomic():
        plan = plan_holidays(calendar, years)
        for day in plan.remove:
            day.delete()
        CalendarDay.objects.bulk_create(plan.add)
        if plan.add or plan.remove:
            opening_hours.changed(calendar)
    return len(plan.add)


def running_out(now: datetime) -> list[RunsOut]:
    """Calendars whose known public holidays end within 90 days. Round-the-clock ones have none to know."""
    found = []
    for calendar in Calendar.objects.exclude(holidays_of="").prefetch_related("days"):
        after = opening_hours.known_until(calendar)
        today = now.astimezone(ZoneInfo(calendar.zone)).date()
        if after is None or after - today <= WARNING:
            provisional = any(day.provisional and (after is None or day.date > after) for day in calendar.days.all())
            found.append(RunsOut(calendar, after or today, provisional))
    return found


def check_code(code: str) -> None:
    """Refuse a country, or a part of one, whose holidays are not known. Empty is none."""
    if code:
        _of(code, [])


def _of(code: str, years: list[int], language: str | None = None) -> holidays.HolidayBase:
    country, _dash, part = code.partition("-")
    try:
        return holidays.country_holidays(country, subdiv=part or None, years=years or None, language=language)
    except NotImplementedError as error:
        raise ValidationError(_("No public holidays are known for “%(code)s”.") % {"code": code}) from error


def _announced(calendar: Calendar, years: list[int]) -> dict[date, CalendarDay]:
    """The days of these years as the package knows them, unsaved."""
    if not calendar.holidays_of:
        raise ValidationError(_("The calendar does not say whose public holidays it keeps."))
    listed = _of(calendar.holidays_of, years)
    make_up = {day for day in getattr(listed, "weekend_workdays", ()) if day.year in years}
    names = _names(calendar.holidays_of, years)
    days = {}
    for day in listed:
        row = CalendarDay(calendar=calendar, date=day, kind=CalendarDay.Kind.HOLIDAY, labels=names[day])
        row.provisional = _provisional(listed, day.year)
        days[day] = row
    for day in sorted(make_up):
        kind = CalendarDay.Kind.WORKDAY
        days[day] = CalendarDay(calendar=calendar, date=day, kind=kind, blocks=_hours(calendar), labels=MAKE_UP)
    return days


def _provisional(listed: holidays.HolidayBase, year: int) -> bool:
    """Where days are moved by decree, a year without a single moved one has not been announced yet."""
    moved = getattr(listed, "weekend_workdays", ())
    return bool(moved) and not any(day.year >= year for day in moved)


def _names(code: str, years: list[int]) -> dict[date, Mapping[str, str]]:
    """Names in both languages; a country whose days have none in Chinese keeps the English one in both."""
    english = _of(code, years, NAMES_IN["en"])
    spoken = NAMES_IN["zh-hans"] in english.supported_languages
    chinese = _of(code, years, NAMES_IN["zh-hans"]) if spoken else english
    return {day: {"en": name, "zh-hans": chinese[day]} for day, name in english.items()}


def _hours(calendar: Calendar) -> list:
    """A make-up day has the hours of an ordinary one: the first of the week that opens."""
    return next(blocks for blocks in calendar.hours.values() if blocks)


def _still_so(day: CalendarDay, wanted: Mapping[date, CalendarDay]) -> bool:
    anew = wanted.get(day.date)
    return anew is not None and anew.provisional
