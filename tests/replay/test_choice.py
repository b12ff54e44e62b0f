"""Which requests of a file are put through: all, some types, or a sample spread over the time."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from complaints.models import Ticket
from tests.replay.conftest import Replay
from tests.replay.invented import CALL_IN, LIGHT, NOISE, request, write_requests, year

pytestmark = pytest.mark.django_db


def types() -> dict[str, int]:
    titles = list(Ticket.objects.values_list("title", flat=True))
    return {title: titles.count(title) for title in titles}


def test_only_utility_leaves_the_others_out(tmp_path: Path, replay: Replay) -> None:
    report = replay(write_requests(tmp_path, year(9)), only="utility")
    assert types() == {LIGHT: 3, CALL_IN: 3}
    assert report["rows"] == {"read": 9, "chosen": 6, "refused": 0}


def test_only_takes_names_of_types_with_commas_between(tmp_path: Path, replay: Replay) -> None:
    replay(write_requests(tmp_path, year(9)), only=f"{NOISE}, {CALL_IN}")
    assert types() == {NOISE: 3, CALL_IN: 3}


def test_an_unknown_type_is_said_so_and_nothing_is_done(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no type 'Dragons'"):
        call_command("replay", write_requests(tmp_path, year(9)), only=f"{LIGHT},Dragons")
    assert not Ticket.objects.exists()


def test_a_limit_takes_that_many_spread_from_the_first_to_the_last(tmp_path: Path, replay: Replay) -> None:
    rows = [request(f"R{day:02}", f"2015-07-{day:02}T09:00:00") for day in range(1, 31)]
    replay(write_requests(tmp_path, rows), limit=3)
    assert list(Ticket.objects.order_by("received_at").values_list("external_id", flat=True)) == ["R01", "R11", "R21"]


def test_a_limit_beyond_what_there_is_takes_all(tmp_path: Path, replay: Replay) -> None:
    replay(write_requests(tmp_path, year(4)), limit=100)
    assert Ticket.objects.count() == 4


@pytest.mark.parametrize("limit", ["0", "-3", "many"])
def test_a_limit_that_is_none_is_refused(limit: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--limit"):
        call_command("replay", str(write_requests(tmp_path, year(4))), f"--limit={limit}")


def test_nothing_chosen_is_no_error(tmp_path: Path, replay: Replay) -> None:
    report = replay(write_requests(tmp_path, []))
    assert (report["tickets"], report["moments"]) == (0, {"done": 0, "in_all": 0})


def test_a_report_that_cannot_be_written_is_said_so_at_once(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no folder"):
        call_command("replay", write_requests(tmp_path, year(4)), json=tmp_path / "missing" / "report.json")
    assert not Ticket.objects.exists()
