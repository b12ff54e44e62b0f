"""Real requests, when the operator has them: REPLAY_DATA names the folder that holds the data sets."""

import os
from pathlib import Path

import pytest

from complaints.models import Ticket
from tests.replay.conftest import Replay

if not os.environ.get("REPLAY_DATA"):
    pytest.skip("REAL REQUESTS WERE NOT REPLAYED: REPLAY_DATA is not set", allow_module_level=True)

DATA = Path(os.environ["REPLAY_DATA"])
GOAL = 95.0
"""Per cent, of due times within 5 minutes of the city's and of on-time flags like the city's."""

pytestmark = pytest.mark.django_db


def test_a_sample_of_the_utility_types_agrees_with_the_city(replay: Replay) -> None:
    report = replay(DATA / "boston311-2015", only="utility", limit=1500)
    assert report["tickets"] == 1500
    _reaches_the_goal(report["agreement"]["utility"], least=500)


@pytest.mark.nightly
def test_all_of_the_utility_types_agree_with_the_city(replay: Replay) -> None:
    report = replay(DATA / "boston311-2015", only="utility")
    assert report["tickets"] == 13_906
    _reaches_the_goal(report["agreement"]["utility"], least=5_000)


def test_chinese_tickets_go_through_whole(replay: Replay) -> None:
    report = replay(DATA / "fuzhou-12345-water", limit=200)
    assert report["rows"] == {"read": 888, "chosen": 200, "refused": 0}
    assert set(Ticket.objects.values_list("stage", flat=True)) == {"archived"}


def _reaches_the_goal(agreement: dict, *, least: int) -> None:
    for figure in ("due_within_5_minutes", "on_time_flag"):
        assert agreement[figure]["denominator"] >= least
        assert agreement[figure]["percent"] >= GOAL
