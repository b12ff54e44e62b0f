"""The page "why this deadline" lists what counted, and why the rest did not."""

from datetime import timedelta

from servicecenter.deadline_steps import Reason, Step, explain
from servicecenter.working_time import Unit
from tests.servicecenter.desks import at, china, desk


def in_short(steps: list[Step]) -> list[str]:
    return [
        f"{step.begins:%d %H:%M}-{step.ends:%H:%M} {step.reason}{' make-up' if step.make_up else ''}" for step in steps
    ]


def test_working_hours_over_a_make_up_day() -> None:
    steps = explain(at("2026-02-13 16:30"), 8 * 60, Unit.WORKING_MINUTES, china())
    assert in_short(steps) == [
        "13 16:30-17:30 counted",
        "14 08:30-12:00 counted make-up",
        "14 13:00-16:30 counted make-up",
    ]
    assert sum((step.counted for step in steps), timedelta()) == timedelta(hours=8)


def test_closed_days_are_named_as_weekend_holiday_or_outside_hours() -> None:
    steps = explain(at("2026-02-14 18:00"), 60, Unit.WORKING_MINUTES, china())
    assert [step.reason for step in steps] == [
        Reason.OUTSIDE_HOURS,
        Reason.WEEKEND,
        *[Reason.HOLIDAY] * 5,
        *[Reason.WEEKEND] * 2,
        Reason.HOLIDAY,
        Reason.COUNTED,
    ]


def test_five_working_days_over_spring_festival() -> None:
    steps = explain(at("2026-02-13 16:30"), 5, Unit.WORKING_DAYS, china())
    assert steps[0].reason is Reason.RECEIPT
    assert [step.day.day for step in steps if step.days] == [14, 24, 25, 26, 27]
    assert [step.day.day for step in steps if step.make_up] == [14]
    assert steps[-1].ends == at("2026-02-27 17:30")


def test_calendar_days_moved_on_from_a_holiday() -> None:
    steps = explain(at("2026-02-20 09:00"), 3, Unit.CALENDAR_DAYS, china(), shift_holidays=True)
    assert in_short(steps) == [
        "20 00:00-00:00 receipt",
        "21 00:00-00:00 counted",
        "22 00:00-00:00 counted",
        "23 00:00-00:00 counted",
        "24 00:00-00:00 moved_to",
    ]


def test_a_stretch_after_midnight_belongs_to_the_evening_its_shift_began() -> None:
    nights = desk("Asia/Shanghai", [["22:00", "06:00"]])
    steps = explain(at("2026-03-03 05:00"), 120, Unit.WORKING_MINUTES, nights)
    assert [(step.day.day, step.counted) for step in steps] == [
        (2, timedelta(hours=1)),
        (3, timedelta(hours=1)),
    ]


def test_elapsed_minutes_are_one_stretch_and_nothing_takes_no_step() -> None:
    assert in_short(explain(at("2026-02-13 23:50"), 30, Unit.MINUTES, china())) == ["13 23:50-00:20 counted"]
    assert explain(at("2026-02-13 23:50"), 0, Unit.WORKING_DAYS, china()) == []
