"""Every deadline equals what stepping through the minutes gives, in whatever calendar.

5,100 cases always; 102,000 new ones each night (SERVICECENTER_NIGHTLY=1).
"""

import os
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import available_timezones

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servicecenter.deadline_steps import explain
from servicecenter.working_time import Calendar, CalendarRunsOut, Unit, add, at_share, between
from tests.servicecenter.minute_stepping import NAMES, SlowClock, clock_changes

pytestmark = pytest.mark.once

NIGHTLY = os.environ.get("SERVICECENTER_NIGHTLY") == "1"
MINUTE = timedelta(minutes=1)


def cases(count: int) -> settings:
    """The same cases on every push, so that a red build is about the change; nightly twenty times as many."""
    return settings(
        max_examples=count * 20 if NIGHTLY else count,
        derandomize=not NIGHTLY,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@cache
def all_clock_changes() -> list[tuple[str, datetime]]:
    """Each zone with each minute from 2020 to 2035 at which its clock changes."""
    return [(zone, minute) for zone in sorted(available_timezones()) for minute in clock_changes(zone)]


def digits(number: int, base: int, count: int) -> list[int]:
    """Many small choices from one drawn number: drawing each by itself would take most of the time."""
    return [number // base**place % base for place in range(count)]


def text_of(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


clock_minute = st.one_of(st.integers(0, 1439), st.integers(0, 20).map(lambda quarter: quarter * 15))


@st.composite
def days(draw: st.DrawFn) -> list[list[list[str]]]:
    """Up to three ways a day may be open: whole, in blocks that may touch, into the next morning."""
    if not draw(st.integers(0, 9)):
        return [[["00:00", "24:00"]]]
    shapes = []
    for _ in range(draw(st.integers(1, 3))):
        cuts = sorted({draw(clock_minute), draw(clock_minute), draw(clock_minute), draw(st.integers(1, 1440))})
        cuts = cuts if len(cuts) > 1 else [600, 601]
        blocks = [list(block) for block in pairwise(cuts)]
        shapes.append(blocks if draw(st.booleans()) else blocks[::2])
    dawn = min(shape[0][0] for shape in shapes)
    if dawn:
        for shape in shapes[draw(st.integers(0, 1)) :]:
            shape[-1][1] = min(draw(st.integers(0, dawn)), shape[-1][0] - 1)
    return [[[text_of(starts), text_of(ends)] for starts, ends in shape] for shape in shapes]


@st.composite
def questions(draw: st.DrawFn) -> tuple[dict[str, Any], datetime]:
    """A calendar as JSON and an instant near a clock change."""
    zone, change = all_clock_changes()[draw(st.integers(0, len(all_clock_changes()) - 1))]
    start = change + draw(st.integers(-3 * 1440, 1440)) * MINUTE
    shapes = draw(days())
    of_the_week = digits(draw(st.integers(0, 4**7 - 1)), 4, 7)
    hours = {name: shapes[way - 1] for name, way in zip(NAMES, of_the_week, strict=True) if 0 < way <= len(shapes)}
    holidays, workdays = [], {}
    for place, kind in enumerate(digits(draw(st.integers(0, 6**11 - 1)), 6, 11)):
        day = (start + timedelta(days=place - 2)).date().isoformat()
        if kind in (4, 5):
            holidays.append(day)
        if kind in (3, 5):
            workdays[day] = shapes[place % len(shapes)]
    if not hours and not workdays:
        hours = {"wed": shapes[0]}
    return {"tz": zone, "hours": hours, "holidays": holidays, "workdays": workdays}, start


@cases(1500)
@given(questions(), st.integers(0, 10**5))
def test_working_minutes_end_where_counting_open_minutes_ends(question, amount) -> None:
    form, start = question
    calendar, slow = Calendar.parse(form), SlowClock(form, start, days=3)
    if not slow.open_from_start:
        assert between(start, start + timedelta(days=3), Unit.WORKING_MINUTES, calendar) == 0
        return
    amount = 1 + amount % len(slow.open_from_start)
    for minutes in (amount, slow.amount_up_to_a_closing(amount)):
        assert add(start, minutes, Unit.WORKING_MINUTES, calendar) == slow.due_after_working_minutes(minutes)


@cases(2000)
@given(questions(), st.integers(0, 3 * 1440))
def test_the_open_time_between_two_instants_is_the_open_minutes_counted(question, later) -> None:
    form, start = question
    seconds = between(start, start + later * MINUTE, Unit.WORKING_MINUTES, Calendar.parse(form))
    assert seconds == SlowClock(form, start, days=3).open_minutes_until(later) * 60


@cases(1000)
@given(questions(), st.integers(1, 3))
def test_days_end_where_the_wall_clock_says_so(question, amount) -> None:
    form, start = question
    calendar, slow = Calendar.parse(form), SlowClock(form, start, days=4)
    if due := slow.due_after_working_days(amount):
        assert add(start, amount, Unit.WORKING_DAYS, calendar) == due
        assert between(start, due, Unit.WORKING_DAYS, calendar) == amount
    if due := slow.due_after_calendar_days(amount, shift_holidays=False):
        assert add(start, amount, Unit.CALENDAR_DAYS, calendar) == due
        assert between(start, due, Unit.CALENDAR_DAYS, calendar) == amount
    if due := slow.due_after_calendar_days(amount, shift_holidays=True):
        assert add(start, amount, Unit.CALENDAR_DAYS, calendar, shift_holidays=True) == due


@cases(500)
@given(questions(), st.integers(1, 2000), st.integers(0, 59_999_999), st.sampled_from((0.5, 0.75, 0.9)))
def test_due_explanation_and_warnings_tell_the_same_story(question, amount, microseconds, share) -> None:
    form, start = question
    start += timedelta(microseconds=microseconds)
    calendar = Calendar.parse(form)
    try:
        due = add(start, amount, Unit.WORKING_MINUTES, calendar)
    except CalendarRunsOut:
        assert not form["hours"]
        return
    assert between(start, due, Unit.WORKING_MINUTES, calendar) == amount * 60
    steps = explain(start, amount, Unit.WORKING_MINUTES, calendar)
    assert sum((step.counted for step in steps), timedelta()) == amount * MINUTE
    assert steps[-1].ends.astimezone(UTC) == due
    warning = at_share(start, due, share, Unit.WORKING_MINUTES, calendar)
    assert between(start, warning, Unit.WORKING_MINUTES, calendar) == int(amount * 60 * share)


@pytest.mark.parametrize("unit", [Unit.WORKING_DAYS, Unit.CALENDAR_DAYS])
@cases(50)
@given(questions(), st.integers(1, 30))
def test_days_explained_add_up_and_end_at_the_due_time(unit, question, amount) -> None:
    form, start = question
    calendar = Calendar.parse(form)
    try:
        due = add(start, amount, unit, calendar, shift_holidays=True)
    except CalendarRunsOut:
        assert not form["hours"]
        return
    steps = explain(start, amount, unit, calendar, shift_holidays=True)
    assert sum(step.days for step in steps) == amount
    assert steps[-1].ends.astimezone(UTC) == due
