"""The report counts what happened and compares our due times and judgements with the city's."""

from pathlib import Path

import pytest
from django.core.management import call_command

from tests.replay.conftest import Replay
from tests.replay.invented import CALL_IN, LIGHT, NOISE, request, write_requests

pytestmark = pytest.mark.django_db

# Opened on Monday 2015-07-06 at 10:00. Two office days lead to Wednesday 10:01, ten to Monday the 20th, 10:01.
OPENED, IN_TIME, TOO_LATE = "2015-07-06T10:00:00", "2015-07-08T09:00:00", "2015-07-08T11:00:00"


def rows() -> list[dict[str, str]]:
    return [
        request("same", OPENED, IN_TIME, type=CALL_IN, target_dt="2015-07-08T10:04:00", ontime="ONTIME"),
        request("late", OPENED, TOO_LATE, type=CALL_IN, target_dt="2015-07-08T10:00:00", ontime="OVERDUE"),
        request("open", OPENED, type=CALL_IN, target_dt="2015-07-08T10:00:00", ontime="OVERDUE"),
        request("other", OPENED, TOO_LATE, type=CALL_IN, target_dt="2015-07-09T10:00:00", ontime="ONTIME"),
        request("unsaid", OPENED, IN_TIME, type=LIGHT, target_dt="", ontime=""),
        request("none", OPENED, IN_TIME, type=NOISE, ontime="ONTIME"),
        request("first", "2015-03-06T10:00:00", IN_TIME, type=NOISE, target_dt="2015-03-08T10:00:00", ontime="OVERDUE"),
        request("bad", "2015-07-06T10:00:00", "2015-07-05T10:00:00"),
    ]


def test_only_the_second_half_is_compared_and_each_share_names_its_numbers(tmp_path: Path, replay: Replay) -> None:
    report = replay(write_requests(tmp_path, rows()))
    assert report["agreement"]["all"] == {
        "rows": 6,
        "due_within_5_minutes": {"numerator": 3, "denominator": 4, "percent": 75.0},
        "due_of_ours_where_the_city_gave_none": 1,
        "on_time_flag": {"numerator": 4, "denominator": 5, "percent": 80.0},
    }
    assert report["agreement"]["utility"]["rows"] == 5
    assert "due within 5 minutes of the city's: 3/4 = 75.00 %" in report["printed"]


def test_what_happened_is_counted(tmp_path: Path, replay: Replay) -> None:
    report = replay(write_requests(tmp_path, rows()))
    assert report["rows"] == {"read": 8, "chosen": 7, "refused": 1}
    assert (report["tickets"], report["still_open"]) == (7, 1)
    assert report["clocks"] == {"all": 5, "late": 2, "met": 2, "running": 1}
    assert report["events"]["ticket.received"] == 7
    assert report["events"]["ticket.archived"] == 6
    assert report["on_time"] == {"numerator": 2, "denominator": 5, "percent": 40.0}


def test_stages_are_measured_in_elapsed_and_in_working_hours(tmp_path: Path, replay: Replay) -> None:
    """Friday 16:00 to Monday 10:00: 66 hours, of which the office was open 2.5."""
    weekend = request("R1", "2015-07-10T16:00:00", "2015-07-13T10:00:00")
    report = replay(write_requests(tmp_path, [weekend, request("R2", "2015-07-10T16:00:00")]))
    assert report["stages"]["investigating"] == {
        "ended": 1,
        "there_now": 1,
        "elapsed_hours": {"p50": 66.0, "p90": 66.0},
        "working_hours": {"p50": 2.5, "p90": 2.5},
    }
    assert report["stages"]["received"]["elapsed_hours"] == {"p50": 0.0, "p90": 0.0}
    assert report["stages"]["archived"]["there_now"] == 1


def test_progress_tells_how_far_and_how_fast(tmp_path: Path, replay: Replay, capsys) -> None:
    call_command("replay", write_requests(tmp_path, rows()))
    line = capsys.readouterr().err.splitlines()[-1]
    assert "100.0%" in line
    assert "rows/s" in line
    assert "2015-07-08 15:00" in line
