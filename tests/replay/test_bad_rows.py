"""A bad row is refused with its reason, counted and listed; it leaves nothing behind and stops no other."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from complaints.models import Category, Ticket
from tests.replay.conftest import Replay
from tests.replay.invented import COLUMNS, request, ticket, write_requests, write_tickets

pytestmark = pytest.mark.django_db

GOOD = request("good", "2015-07-01T09:00:00", "2015-07-02T15:30:00")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (request("bad", ""), "no opening time"),
        (request("bad", "the day before yesterday"), "the opening time cannot be read"),
        (request("bad", "2015-07-01T09:00:00+02:00"), "the opening time cannot be read"),
        (request("bad", "0001-01-01T00:00:00"), "the opening time cannot be read"),
        (request("bad", "2015-07-01T09:00:00", "2015-13-01"), "the closing time cannot be read"),
        (request("bad", "2015-07-02T09:00:00", "2015-07-01T09:00:00"), "closed before it was opened"),
        (request("bad", "2015-07-02T09:00:00", type="Dragon sighting"), "unknown type"),
        (request("bad", "2015-07-02T09:00:00", source="Carrier pigeon"), "unknown channel"),
        (request("bad", "2015-07-02T09:00:00", department="NASA"), "unknown department"),
        (request("good", "2015-07-02T09:00:00"), "the id was there before"),
        (request("", "2015-07-02T09:00:00"), "no id"),
        (request("bad", "2015-07-02T09:00:00", title="lamp\0out"), "words holds characters that cannot be kept"),
        (request("bad", "2015-07-02T09:00:00", title="x" * 10_001), "words is longer than 10000 characters"),
        (request("9" * 81, "2015-07-02T09:00:00"), "id is longer than 80 characters"),
    ],
)
def test_a_bad_request_is_refused_with_its_reason(
    row: dict[str, str], reason: str, tmp_path: Path, replay: Replay
) -> None:
    report = replay(write_requests(tmp_path, [GOOD, row]))
    assert list(Ticket.objects.values_list("external_id", flat=True)) == ["good"]
    assert report["refused"] == {
        "by_reason": {reason: 1},
        "rows": [{"line": 3, "id": row["case_id"][:80], "reason": reason}],
    }
    assert f"1 × {reason}" in report["printed"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (ticket("bad", "yesterday"), "the opening time cannot be read"),
        (ticket("bad", "2016-05-01", -2), "closed before it was opened"),
        (ticket("bad", "2016-05-01", "many"), "the closing time cannot be read"),
        (ticket("bad", "2016-05-01", first_reply=" "), "closed without a reply"),
        (ticket("bad", "2016-05-01", content=""), "no words"),
        (ticket("bad", "2016-05-01", nature="表扬信"), "unknown type"),
        (ticket("bad", "2016-05-01", district="月球"), "unknown district"),
        (ticket("bad", "2016-05-01", transfers=-1), "the number of transfers cannot be read"),
        (ticket("bad", "2016-05-01", title=["河"]), "title is no text"),
        (ticket("bad", "2016-05-01", title="\ud800"), "title holds characters that cannot be kept"),
        ({"id": "bad"}, "the line cannot be read"),
        (["bad"], "the line cannot be read"),
    ],
)
def test_a_bad_ticket_is_refused_with_its_reason(row: Any, reason: str, tmp_path: Path, replay: Replay) -> None:
    folder = tmp_path / "fuzhou-12345-water"
    write_tickets(tmp_path, [ticket("good", "2016-05-03")])
    with gzip.open(folder / "tickets.jsonl.gz", "at", encoding="ascii") as out:
        out.write(json.dumps(row))
    report = replay(folder)
    assert list(Ticket.objects.values_list("external_id", flat=True)) == ["good"]
    assert report["refused"]["by_reason"] == {reason: 1}
    assert report["refused"]["rows"][0]["line"] == 2


def test_lines_that_are_no_rows_are_refused_one_by_one(tmp_path: Path, replay: Replay) -> None:
    folder = write_requests(tmp_path, [GOOD], zipped=False)
    with (folder / "requests.csv").open("ab") as out:
        out.write(b"too,few,cells\n")
        out.write(b"R2,2015-07-02T09:00:00," + b"," * (len(COLUMNS) - 3) + b"\xff\xfe\n")
        out.write(b'"' + b"x" * 200_000 + b'"\n')
    report = replay(folder)
    assert Ticket.objects.count() == 1
    assert report["rows"] == {"read": 4, "chosen": 1, "refused": 3}


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda folder: (folder / "requests.csv.gz").unlink(), "holds neither requests.csv nor tickets.jsonl"),
        (lambda folder: (folder / "requests.csv.gz").write_bytes(b"not gzip"), "cannot be unpacked"),
        (lambda folder: _cut(folder / "requests.csv.gz"), "cannot be unpacked"),
        (
            lambda folder: (folder / "requests.csv.gz").write_bytes(gzip.compress(b"a,b\n1,2\n")),
            "has no column case_id",
        ),
    ],
)
def test_a_file_that_is_none_is_said_so_before_anything_is_done(
    spoil: Callable[[Path], Any], says: str, tmp_path: Path
) -> None:
    folder = write_requests(tmp_path, [GOOD])
    spoil(folder)
    with pytest.raises(CommandError, match=says):
        call_command("replay", folder)
    assert not Category.objects.filter(code__startswith="boston311").exists()


def test_a_folder_without_a_map_is_told_which_maps_there_are(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="boston311-2015, fuzhou-12345-water"):
        call_command("replay", tmp_path)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])
