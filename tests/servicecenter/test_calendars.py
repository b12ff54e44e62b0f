"""A calendar nobody could keep is refused, with the reason; the others come back as they were written."""

import re
from typing import Any

import pytest

from servicecenter.calendars import Calendar, ImpossibleCalendar

pytestmark = pytest.mark.once

OPEN = {"mon": [["09:00", "17:00"]]}


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ([], "calendar: cannot be read"),
        ({"hours": OPEN}, "unknown time zone: None"),
        ({"tz": "Europe/Atlantis", "hours": OPEN}, "unknown time zone: Europe/Atlantis"),
        ({"tz": "../etc/passwd", "hours": OPEN}, "unknown time zone"),
        ({"hours": {"monday": []}}, "unknown weekday: monday"),
        ({"hours": {"mon": [["9:00", "17:00"]]}}, "mon: not a time: 9:00"),
        ({"hours": {"mon": [["09:00", "24:01"]]}}, "mon: not a time: 24:01"),
        ({"hours": {"mon": [["09:00", 17]]}}, "mon: not a time: 17"),
        ({"hours": {"mon": [["24:00", "06:00"]]}}, "mon: a block is longer than nothing"),
        ({"hours": {"mon": [["09:00", "09:00"]]}}, "mon: a block is longer than nothing"),
        ({"hours": {"mon": [["00:00", "00:00"]]}}, "mon: a block is longer than nothing"),
        ({"hours": {"mon": [["09:00"]]}}, "mon: a block is a start and an end"),
        ({"hours": {"mon": "09:00-17:00"}}, "mon: cannot be read"),
        (
            {"hours": {"mon": [["12:00", "17:00"], ["09:00", "12:01"]]}},
            "mon: the block at 12:00 starts before",
        ),
        ({"hours": {"sun": [["22:00", "06:00"]], "mon": [["05:59", "07:00"]]}}, "sun: the night shift"),
        ({"hours": {}}, "never opens"),
        ({"hours": {"mon": []}, "holidays": ["2026-01-01"]}, "never opens"),
        ({"hours": OPEN, "holidays": ["20260101"]}, "not a date: 20260101"),
        ({"hours": OPEN, "holidays": ["2026-02-30"]}, "not a date: 2026-02-30"),
        ({"hours": OPEN, "workdays": {"9999-12-31": [["09:00", "17:00"]]}}, "not a date: 9999-12-31"),
        ({"hours": OPEN, "workdays": {"2026-02-14": []}}, "2026-02-14: a working day without hours"),
        ({"hours": OPEN, "workdays": {"2026-02-15": [["22:00", "10:00"]]}}, "2026-02-15: the night shift"),
        (
            {"hours": {"fri": [["22:00", "10:00"]]}, "workdays": {"2026-02-14": [["09:00", "10:00"]]}},
            "2026-02-13",
        ),
        ({"hours": OPEN, "holiday": ["2026-01-01"]}, "unknown key in the calendar: holiday"),
    ],
)
def test_an_impossible_calendar_is_refused_with_its_reason(form: Any, reason: str) -> None:
    if isinstance(form, dict) and "hours" in form and reason.split(":")[0] != "unknown time zone":
        form = {"tz": "Asia/Shanghai", **form}
    with pytest.raises(ImpossibleCalendar, match=re.escape(reason)):
        Calendar.parse(form)


def test_the_reason_can_be_told_in_another_language() -> None:
    with pytest.raises(ImpossibleCalendar) as refused:
        Calendar.parse({"tz": "Nowhere"})
    assert refused.value.message % refused.value.params == str(refused.value)


def test_a_night_shift_may_run_up_to_a_morning_and_into_a_holiday() -> None:
    Calendar.parse({"tz": "UTC", "hours": {"sun": [["22:00", "06:00"]], "mon": [["06:00", "07:00"]]}})
    Calendar.parse(
        {
            "tz": "UTC",
            "hours": {"mon": [["05:00", "07:00"]]},
            "workdays": {"2026-03-01": [["22:00", "06:00"]]},
            "holidays": ["2026-03-02"],
        }
    )


def test_a_calendar_comes_back_as_it_was_written() -> None:
    form = {
        "tz": "Asia/Shanghai",
        "hours": {"mon": [["08:30", "12:00"], ["20:00", "24:00"]], "tue": [["22:00", "06:00"]]},
        "holidays": ["2026-02-16", "2026-02-17"],
        "workdays": {"2026-02-14": [["00:00", "24:00"]]},
    }
    assert Calendar.parse(form).to_dict() == form
    assert Calendar.parse(Calendar.parse(form).to_dict()) == Calendar.parse(form)
