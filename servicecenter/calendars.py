"""The opening hours of a desk: weekly blocks, holidays, make-up working days, in one time zone.

Says when the desk is open, in UTC. It must not know about deadlines (`working_time` does), must not
read the clock and must not import Django: what comes out follows from what goes in. Nights of a clock
change are read as `wall_clock` says.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple, Self
from zoneinfo import ZoneInfo

from servicecenter.wall_clock import MINUTES_A_DAY, ONE_DAY, first_instant, last_instant

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
JSON_KEYS = frozenset({"tz", "hours", "holidays", "workdays"})
CLOCK_TIME = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
LONGEST_CLOSURE = timedelta(days=3653)
"""Ten years without an opening: the search for the next one gives up."""
LAST_DAY = date(9999, 1, 1)  # no search goes beyond: datetime ends with that year

Block = tuple[int, int]
"""Local minutes since 00:00 of the day the block starts on; a night shift ends after 24 * 60."""
Blocks = tuple[Block, ...]


def gettext_noop(text: str) -> str:
    """Mark a text for the translators without pulling Django in."""
    return text


class ImpossibleCalendar(ValueError):
    """A calendar nobody could keep. `message` is the text to translate, `params` fill it in."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message % params)
        self.message = message
        self.params = params


class CalendarRunsOut(ValueError):
    """The calendar does not open again: its hours are make-up days only, and the last one is over."""


class Opening(NamedTuple):
    """One stretch of being open, from `opens` up to, not including, `closes` (both UTC)."""

    day: date
    """The local day on which the stretch starts; a night shift belongs to its evening."""
    opens: datetime
    closes: datetime


@dataclass(frozen=True)
class Calendar:
    """Opening hours of every day there is. Raises ImpossibleCalendar when they contradict themselves."""

    zone: ZoneInfo
    hours: Mapping[int, Blocks]
    """By weekday, Monday is 0; a weekday left out is closed."""
    holidays: frozenset[date] = frozenset()
    """Closed, whatever the weekday. A shift begun the evening before still runs into the morning."""
    workdays: Mapping[date, Blocks] = field(default_factory=dict)
    """Make-up working days: they beat holidays and replace the hours of their weekday."""

    def __post_init__(self) -> None:
        """Refuse what `parse` refuses, for calendars built any other way."""
        for weekday, blocks in self.hours.items():
            _refuse_bad_blocks(WEEKDAYS[weekday], blocks)
        for day, blocks in self.workdays.items():
            if not blocks:
                raise ImpossibleCalendar(gettext_noop("%(day)s: a working day without hours"), day=day)
            _refuse_bad_blocks(str(day), blocks)
        if not self.workdays and not any(self.hours.values()):
            raise ImpossibleCalendar(gettext_noop("the calendar never opens"))
        self._refuse_nights_running_into_mornings()

    @classmethod
    def parse(cls, form: Any) -> Self:
        """Read the JSON form `{"tz", "hours", "holidays", "workdays"}`; only `tz` must be there.

        Times are "HH:MM", an end may be "24:00"; a block whose end is not after its start runs over
        midnight. Raises ImpossibleCalendar, also for keys it does not know: a mistyped one would
        silently move deadlines.
        """
        form = _typed(form, dict, "calendar")
        if unknown := sorted(form.keys() - JSON_KEYS):
            raise ImpossibleCalendar(gettext_noop("unknown key in the calendar: %(key)s"), key=unknown[0])
        hours = _typed(form.get("hours", {}), dict, "hours")
        workdays = _typed(form.get("workdays", {}), dict, "workdays")
        return cls(
            zone=_zone(form.get("tz")),
            hours={_weekday(name): _blocks(name, blocks) for name, blocks in hours.items()},
            holidays=frozenset(map(_day, _typed(form.get("holidays", []), list, "holidays"))),
            workdays={_day(text): _blocks(text, blocks) for text, blocks in workdays.items()},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form; `Calendar.parse` of it equals this calendar."""
        return {
            "tz": self.zone.key,
            "hours": {WEEKDAYS[weekday]: _texts(blocks) for weekday, blocks in sorted(self.hours.items())},
            "holidays": [day.isoformat() for day in sorted(self.holidays)],
            "workdays": {day.isoformat(): _texts(blocks) for day, blocks in sorted(self.workdays.items())},
        }

    def blocks_on(self, day: date) -> Blocks:
        """Return the blocks that start on this local day, in order; none when it is closed."""
        if day in self.workdays:
            return self.workdays[day]
        return () if day in self.holidays else self.hours.get(day.weekday(), ())

    def is_working_day(self, day: date) -> bool:
        return bool(self.blocks_on(day))

    def is_public_holiday(self, day: date) -> bool:
        return day in self.holidays and day not in self.workdays

    def is_make_up_day(self, day: date) -> bool:
        """Say whether this is a working day only because the calendar names it as one."""
        return day in self.workdays and (day in self.holidays or not self.hours.get(day.weekday()))

    def closing_time(self, day: date) -> datetime:
        """Return the end of the day's last block, UTC; of a night shift that is the next morning."""
        return last_instant(day, self.blocks_on(day)[-1][1], self.zone)

    def end_of_day(self, day: date) -> datetime:
        """Return 24:00 of the local day, UTC: the next day's first 00:00, should the clock show it twice."""
        return first_instant(day, MINUTES_A_DAY, self.zone)

    def local_day(self, instant: datetime) -> date:
        """Return the date on the wall at this aware instant."""
        return instant.astimezone(self.zone).date()

    def working_days_from(self, day: date) -> Iterator[date]:
        """Yield the working days, this one included if it is one; CalendarRunsOut after ten closed years."""
        last_open = day
        while day - last_open < LONGEST_CLOSURE and day < LAST_DAY:
            if self.is_working_day(day):
                yield day
                last_open = day
            day += ONE_DAY
        raise CalendarRunsOut(f"no opening between {last_open} and {day}")

    def openings(self, days: Iterable[date]) -> Iterator[Opening]:
        """Yield what starts on these local days (given in order), none overlapping the one before."""
        closed_until = datetime.min.replace(tzinfo=UTC)
        for day in days:
            for starts, ends in self.blocks_on(day):
                opens = max(first_instant(day, starts, self.zone), closed_until)
                closes = last_instant(day, ends, self.zone)
                if opens < closes:
                    yield Opening(day, opens, closes)
                    closed_until = closes

    def _refuse_nights_running_into_mornings(self) -> None:
        for weekday, blocks in self.hours.items():
            morning = self.hours.get((weekday + 1) % 7, ())
            _refuse_overlap_over_midnight(WEEKDAYS[weekday], blocks, morning)
        for day, blocks in self.workdays.items():
            _refuse_overlap_over_midnight(str(day), blocks, self.blocks_on(day + ONE_DAY))
            _refuse_overlap_over_midnight(str(day - ONE_DAY), self.blocks_on(day - ONE_DAY), blocks)


def _refuse_bad_blocks(day: str, blocks: Blocks) -> None:
    for starts, ends in blocks:
        whole_day = (starts, ends) == (0, MINUTES_A_DAY)
        if not (0 <= starts < MINUTES_A_DAY and (starts < ends < starts + MINUTES_A_DAY or whole_day)):
            raise ImpossibleCalendar(
                gettext_noop("%(day)s: a block is longer than nothing and at most 00:00-24:00"), day=day
            )
    for (_, ends), (starts, _) in pairwise(blocks):
        if starts < ends:
            raise ImpossibleCalendar(
                gettext_noop("%(day)s: the block at %(time)s starts before the one above has ended"),
                day=day,
                time=_clock_text(starts),
            )


def _refuse_overlap_over_midnight(day: str, evening: Blocks, morning: Blocks) -> None:
    if evening and morning and evening[-1][1] - MINUTES_A_DAY > morning[0][0]:
        raise ImpossibleCalendar(
            gettext_noop("%(day)s: the night shift is still running when the next day opens at %(time)s"),
            day=day,
            time=_clock_text(morning[0][0]),
        )


def _typed(value: Any, kind: type, name: str) -> Any:
    if not isinstance(value, kind):
        raise ImpossibleCalendar(gettext_noop("%(name)s: cannot be read"), name=name)
    return value


def _zone(name: Any) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, TypeError, OSError):
        raise ImpossibleCalendar(gettext_noop("unknown time zone: %(name)s"), name=name)


def _weekday(name: str) -> int:
    if name not in WEEKDAYS:
        raise ImpossibleCalendar(gettext_noop("unknown weekday: %(name)s (mon, tue, ... sun)"), name=name)
    return WEEKDAYS.index(name)


def _day(text: Any) -> date:
    try:
        day = date.fromisoformat(text)
    except (TypeError, ValueError):
        day = date.min
    if day.isoformat() != text or not date.min.year < day.year < LAST_DAY.year:
        raise ImpossibleCalendar(gettext_noop("not a date: %(text)s (YYYY-MM-DD)"), text=text)
    return day


def _blocks(day: str, pairs: Any) -> Blocks:
    """Read `[["08:30", "12:00"], ...]`, in any order."""
    return tuple(sorted(_block(day, pair) for pair in _typed(pairs, list, day)))


def _block(day: str, pair: Any) -> Block:
    if not isinstance(pair, list) or len(pair) != 2:
        raise ImpossibleCalendar(gettext_noop("%(day)s: a block is a start and an end"), day=day)
    starts, ends = (_minutes(day, text) for text in pair)
    return starts, ends + MINUTES_A_DAY if ends < starts else ends


def _minutes(day: str, text: Any) -> int:
    if not isinstance(text, str) or not CLOCK_TIME.fullmatch(text):
        raise ImpossibleCalendar(gettext_noop("%(day)s: not a time: %(text)s (HH:MM)"), day=day, text=text)
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _texts(blocks: Blocks) -> list[list[str]]:
    return [[_clock_text(starts), _clock_text(ends)] for starts, ends in blocks]


def _clock_text(minutes: int) -> str:
    if minutes > MINUTES_A_DAY:
        minutes -= MINUTES_A_DAY
    return f"{minutes // 60:02}:{minutes % 60:02}"
