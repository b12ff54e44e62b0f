"""The timeline as lines of a page, day by day; alarms that only repeat one another are folded into the last of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from complaints.timeline import Entry
from servicecenter.models import Event

ALARMS = {"clock.warned", "clock.broken", "clock.escalated"}


@dataclass(frozen=True)
class Line:
    """earlier: what this line says once more, of the same clock on the same day, with nothing else in between."""

    entry: Entry
    earlier: tuple[Entry, ...] = ()


def of(entries: Iterable[Entry], events: Iterable[Event]) -> list[tuple[date, list[Line]]]:
    """Oldest first. `events`: those the entries tell of, which know what clock an alarm is about."""
    clocks = {event.pk: event.payload.get("clock") for event in events if event.kind in ALARMS}
    return [(day, _lines(found, clocks)) for day, found in groupby(entries, _day)]


def _day(entry: Entry) -> date:
    return timezone.localtime(entry.at).date()


def _lines(entries: Iterable[Entry], clocks: dict[int, int | None]) -> list[Line]:
    lines: list[Line] = []
    for alarms, found in groupby(entries, lambda one: one.event in clocks):
        run = list(found)
        lines += _folded(run, clocks) if alarms else [Line(one) for one in run]
    return lines


def _folded(run: Iterable[Entry], clocks: dict[int, int | None]) -> list[Line]:
    """Each alarm of a clock once, where it was raised last."""
    told: dict[tuple[str, int | None], list[Entry]] = {}
    for entry in run:
        told.setdefault((entry.kind, clocks[entry.event]), []).append(entry)
    lines = [Line(found[-1], tuple(found[:-1])) for found in told.values()]
    return sorted(lines, key=lambda line: (line.entry.at, line.entry.event))
