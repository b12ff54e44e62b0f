"""Started again, a replay goes on where it was; killed anywhere, it ends as if nothing had been."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from complaints.models import Ticket
from complaints.stages import investigate
from servicecenter import guards, opening_hours
from servicecenter.models import Event, ReplayProgress
from servicecenter.replay import running
from tests.making import acting, make_reason, make_staff
from tests.replay.conftest import Replay
from tests.replay.invented import request, ticket, write_requests, write_tickets, year
from tests.replay.snapshots import snapshot

PATIENCE = 120.0  # seconds


@pytest.mark.django_db
def test_a_second_run_changes_nothing(tmp_path: Path, replay: Replay) -> None:
    folder = write_requests(tmp_path, year(15))
    replay(folder)
    before = snapshot()
    replay(folder)
    assert snapshot() == before


@pytest.mark.django_db
def test_all_after_the_utility_types_adds_the_others_and_doubles_none(tmp_path: Path, replay: Replay) -> None:
    folder = write_requests(tmp_path, year(15))
    replay(folder, only="utility")
    replay(folder)
    assert Ticket.objects.count() == 15
    assert Event.objects.filter(kind="ticket.received").count() == 15
    assert Event.objects.filter(kind="ticket.archived").count() == 12
    assert ReplayProgress.objects.count() == 2


@pytest.mark.django_db
def test_a_file_that_grew_is_put_through_from_where_it_was_shorter(tmp_path: Path, replay: Replay) -> None:
    open_then = [request("R1", "2015-07-01T09:00:00")]
    closed_now = [request("R1", "2015-07-01T09:00:00", "2015-07-08T10:00:00"), request("R2", "2015-07-02T09:00:00")]
    replay(write_requests(tmp_path, open_then))
    report = replay(write_requests(tmp_path, closed_now))
    assert dict(Ticket.objects.values_list("external_id", "stage")) == {"R1": "archived", "R2": "investigating"}
    assert report["rows"]["refused"] == 0


@pytest.mark.django_db
def test_a_ticket_somebody_took_further_by_hand_is_left_to_them(tmp_path: Path, replay: Replay) -> None:
    replay(write_requests(tmp_path, [request("R1", "2015-07-01T09:00:00")]))
    ours, person = Ticket.objects.get(), acting(make_staff("supervisor"))
    until = ours.received_at.replace(year=2016)
    investigate.hold(ours, actor=person, at=ours.received_at, source="desk", reason=make_reason(), until=until)
    report = replay(write_requests(tmp_path, [request("R1", "2015-07-01T09:00:00", "2015-07-08T10:00:00")]))
    assert Ticket.objects.get().stage == "investigating"
    assert report["refused"]["by_reason"] == {"somebody else changed the ticket": 1}
    assert replay(tmp_path / "boston311-2015")["refused"]["by_reason"] == {"somebody else changed the ticket": 1}


@pytest.mark.django_db
def test_an_id_of_another_data_set_is_not_taken_for_ours(tmp_path: Path, replay: Replay) -> None:
    replay(write_tickets(tmp_path, [ticket("R1", "2016-05-03")]))
    report = replay(write_requests(tmp_path, [request("R1", "2015-07-01T09:00:00")]))
    assert report["refused"]["by_reason"] == {"the id belongs to another data set": 1}
    assert Ticket.objects.count() == 1


@pytest.mark.django_db
def test_two_replays_of_the_same_do_not_get_in_each_others_way(tmp_path: Path, monkeypatch) -> None:
    """The other one has come further while we were reading: we stop, and nothing is doubled."""
    folder = write_requests(tmp_path, year(6))
    found = running.progress_of

    def overtaken(*args):
        progress = found(*args)
        ReplayProgress.objects.update(moments_done=5)
        return progress

    monkeypatch.setattr(running, "progress_of", overtaken)
    with pytest.raises(CommandError, match="Another replay"):
        call_command("replay", folder)
    assert not Ticket.objects.exists()


@pytest.fixture
def emptied(transactional_db) -> Iterator[None]:
    """An empty database that another process can reach."""
    _empty()
    yield
    _empty()


def _empty() -> None:
    if connection.vendor == "sqlite":
        guards.remove()
    call_command("flush", interactive=False, verbosity=0)
    opening_hours.forget()


@pytest.mark.faults
@pytest.mark.parametrize("city", ["boston", "fuzhou"])
def test_killed_again_and_again_it_ends_as_if_it_had_never_been(city: str, emptied, tmp_path: Path) -> None:
    folder = write_requests(tmp_path, year(40)) if city == "boston" else write_tickets(tmp_path, _tickets(25))
    call_command("replay", folder, batch=1000, stdout=io.StringIO())
    undisturbed, moments = snapshot(), ReplayProgress.objects.get().moments
    assert moments > 50
    _empty()
    for share in (0.05, 0.4, 0.8):
        _kill_at(int(moments * share), folder)
    assert ReplayProgress.objects.get().moments_done < moments
    _start(folder).wait(PATIENCE)
    assert ReplayProgress.objects.get().moments_done == moments
    assert snapshot() == undisturbed


def _tickets(count: int) -> list[dict]:
    natures = ("投诉", "咨询", "建议", "举报", "求助")
    return [
        ticket(
            f"F{number}",
            f"2016-{1 + number % 12:02}-{1 + number * 7 % 28:02}",
            number % 9,
            nature=natures[number % 5],
            transfers=number % 4,
            anonymous=number % 2,
        )
        for number in range(count)
    ]


def _kill_at(moments: int, folder: Path) -> None:
    """SIGKILL in the middle of the batch after this many moments."""
    process = _start(folder)
    deadline = time.monotonic() + PATIENCE
    while (ReplayProgress.objects.values_list("moments_done", flat=True).first() or 0) <= moments:
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def _start(folder: Path) -> subprocess.Popen:
    """The command as an operator starts it, on this test's database, a few moments a batch."""
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "servicecenter.settings",
        "REDIS_URL": "",
    }
    return subprocess.Popen(
        [sys.executable, settings.BASE_DIR / "manage.py", "replay", folder, "--batch", "4"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
