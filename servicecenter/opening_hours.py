"""Calendars as rows, turned into the arithmetic's own kind; kept in the process until their revision changes."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F

from servicecenter import working_time
from servicecenter.models import Calendar, CalendarDay

_built: dict[int, tuple[int, working_time.Calendar]] = {}


def of(row: Calendar) -> working_time.Calendar:
    """The calendar of this row, with its holidays and make-up days."""
    revision, calendar = _built.get(row.pk, (0, None))
    if calendar is None or revision != row.revision:
        calendar = working_time.Calendar.parse(written(row))
        # Built whole, then assigned: another thread sees all of it or none.
        _built[row.pk] = (row.revision, calendar)
    return calendar


def forget() -> None:
    """Drop every copy. For tests, whose rolled-back rows give their keys to the next ones."""
    _built.clear()


def written(row: Calendar, days: Iterable[CalendarDay] | None = None) -> dict[str, object]:
    """The calendar, with its own days or others, as `manage.py working_time` reads it: anyone can check a date."""
    days = list(row.days.all() if days is None else days)
    return {
        "tz": row.zone,
        "hours": row.hours,
        "holidays": [str(day.date) for day in days if day.kind == CalendarDay.Kind.HOLIDAY],
        "workdays": {str(day.date): day.blocks for day in days if day.kind == CalendarDay.Kind.WORKDAY},
    }


def changed(row: Calendar) -> None:
    """Say that the calendar or one of its days was edited."""
    Calendar.objects.filter(pk=row.pk).update(revision=F("revision") + 1)
    row.refresh_from_db(fields=["revision"])


def known_until(row: Calendar) -> date | None:
    """The last day of the last year whose holidays are entered and announced; None when none are."""
    firm = [day.date.year for day in row.days.all() if not day.provisional]
    return date(max(firm), 12, 31) if firm else None
