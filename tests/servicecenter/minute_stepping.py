"""The slow clock `working_time` is compared with: it looks at every minute, and at nothing else.

Reads the JSON form of a calendar by itself and goes from UTC to the wall, never back, so that it shares
no code and no idea with what it checks. An instant is open when the wall clock has already shown the
start of a block and will yet show a time before its end.
"""

from bisect import bisect
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

MARGIN = 240
"""Minutes looked at before the start and after the end: longer than any clock is set back."""
STRIDE = 120
"""No zone changes its clock twice within two hours."""
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class SlowClock:
    """Every minute of some days after `start`, which is a whole minute."""

    def __init__(self, form: dict[str, Any], start: datetime, days: int) -> None:
        self.form = form
        self.first_minute = start - timedelta(minutes=MARGIN)
        self.last = MARGIN + days * 1440
        wall = _wall_minutes(self.first_minute, self.last + MARGIN, ZoneInfo(form["tz"]))
        first_day = wall[0] // 1440 - 2
        self.blocks = {day: self._blocks(day) for day in range(first_day, wall[-1] // 1440 + 2)}
        self.receipt = wall[MARGIN] // 1440
        self.shown, self.yet_to_show = wall, wall
        if wall != sorted(wall):
            self.shown = list(accumulate(wall, max))
            self.yet_to_show = list(accumulate(reversed(wall), min))[::-1]
        self.open = self._open_minutes(first_day * 1440)
        self.open_from_start = [minute for minute in range(MARGIN, self.last) if self.open[minute]]

    def instant(self, minute: int) -> datetime:
        return self.first_minute + timedelta(minutes=minute)

    def due_after_working_minutes(self, amount: int) -> datetime:
        return self.instant(self.open_from_start[amount - 1] + 1)

    def amount_up_to_a_closing(self, amount: int) -> int:
        """The next amount that ends when the desk closes, or at the end of what is looked at."""
        while amount < len(self.open_from_start) and self.open[self.open_from_start[amount - 1] + 1]:
            amount += 1
        return amount

    def open_minutes_until(self, minutes_after_start: int) -> int:
        return sum(self.open[MARGIN : MARGIN + minutes_after_start])

    def due_after_working_days(self, amount: int) -> datetime | None:
        days = [day for day in self.blocks if day > self.receipt and self.blocks[day]]
        return self._when_closed(self.blocks[days[amount - 1]][-1][1]) if amount <= len(days) else None

    def due_after_calendar_days(self, amount: int, *, shift_holidays: bool) -> datetime | None:
        day = self.receipt + amount
        if shift_holidays and _iso(day) in self.form["holidays"] and _iso(day) not in self.form["workdays"]:
            day = next((later for later in self.blocks if later > day and self.blocks[later]), 10**9)
        midnight = (day + 1) * 1440
        return next((self.instant(at) for at, wall in enumerate(self.shown) if wall >= midnight), None)

    def _when_closed(self, wall_minute: int) -> datetime | None:
        yet_to_show = enumerate(self.yet_to_show[: self.last])
        return next((self.instant(at) for at, wall in yet_to_show if wall >= wall_minute), None)

    def _blocks(self, day: int) -> list[tuple[int, int]]:
        """The blocks of a local day, in the minutes of the wall clock."""
        if _iso(day) in self.form["workdays"]:
            texts = self.form["workdays"][_iso(day)]
        elif _iso(day) in self.form["holidays"]:
            texts = []
        else:
            texts = self.form["hours"].get(NAMES[date.fromordinal(day).weekday()], [])
        pairs = ((_minute(starts), _minute(ends)) for starts, ends in texts)
        return [(day * 1440 + a, day * 1440 + b + (1440 if b <= a else 0)) for a, b in pairs]

    def _open_minutes(self, origin: int) -> list[int]:
        blocks = [block for of_day in self.blocks.values() for block in of_day]
        by_the_wall = bytearray((len(self.blocks) + 2) * 1440)
        for starts, ends in blocks:
            by_the_wall[starts - origin : ends - origin] = b"\1" * (ends - starts)
        if self.shown is self.yet_to_show:
            return [by_the_wall[shown - origin] for shown in self.shown]
        return [
            by_the_wall[shown - origin]
            if shown == yet_to_show
            else any(starts <= shown and yet_to_show < ends for starts, ends in blocks)
            for shown, yet_to_show in zip(self.shown, self.yet_to_show, strict=True)
        ]


def _wall_minutes(first: datetime, count: int, zone: ZoneInfo) -> list[int]:
    """What the wall clock shows in each minute, counted from the day with ordinal 0."""
    origin = first.toordinal() * 1440 + first.hour * 60 + first.minute

    def offset(minute: int) -> int:
        return (first + timedelta(minutes=minute)).astimezone(zone).utcoffset() // timedelta(minutes=1)

    wall: list[int] = []
    offset_now = offset(0)
    for stride in range(0, count, STRIDE):
        offset_before, offset_now = offset_now, offset(stride + STRIDE)
        if offset_before == offset_now:
            shown = origin + stride + offset_now
            wall.extend(range(shown, shown + STRIDE))
        else:
            wall.extend(origin + minute + offset(minute) for minute in range(stride, stride + STRIDE))
    return wall


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _minute(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def clock_changes(zone: str) -> list[datetime]:
    """The UTC minutes from 2020 to 2035 at which the zone's clock changes."""
    local = ZoneInfo(zone)
    weeks = [datetime(2020, 1, 1, tzinfo=UTC) + timedelta(weeks=week) for week in range(16 * 52 + 4)]
    offsets = [week.astimezone(local).utcoffset() for week in weeks]
    changed = (week for week, now, then in zip(weeks, offsets, offsets[1:], strict=False) if now != then)
    return [_change_in_the_week(week, local) for week in changed]


def _change_in_the_week(week: datetime, zone: ZoneInfo) -> datetime:
    old_offset = week.astimezone(zone).utcoffset()
    return week + timedelta(
        minutes=bisect(
            range(7 * 1440),
            False,
            key=lambda minute: (week + timedelta(minutes=minute)).astimezone(zone).utcoffset() != old_offset,
        )
    )
