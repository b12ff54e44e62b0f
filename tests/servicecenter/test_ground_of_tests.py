"""The tests' own footing: guards after a flush, a cache without yesterday's counts, servers that leave nothing."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.utils import timezone

from servicecenter import guards
from servicecenter.models import Event
from tests import servers


def _record_something() -> Event:
    return Event.objects.create(
        at=timezone.now(),
        kind="x",
        subject_type="x",
        subject_id=1,
        actor_id=None,
        actor_role="",
        source="test",
        payload={},
    )


@pytest.mark.parametrize("turn", ["first", "after a flush"])
@pytest.mark.django_db(transaction=True)
def test_events_are_guarded_also_after_another_test_was_flushed(turn):
    assert not Event.objects.exists()
    event = _record_something()
    for change in (lambda: Event.objects.filter(pk=event.pk).update(source="forged"), lambda: event.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.django_db
def test_a_guard_taken_away_is_noticed_and_put_back():
    assert guards.missing() == []
    guards.remove()
    assert "servicecenter_event_insert_only" in guards.missing()
    guards.install()
    assert guards.missing() == []


@pytest.mark.parametrize("turn", ["first", "second"])
def test_no_count_of_one_test_reaches_another(turn):
    assert cache.get("attempts") is None
    cache.set("attempts", 13)


@pytest.mark.faults
def test_what_postgres_acknowledged_survives_its_crash():
    with servers.start_postgres(durable=True, max_connections=300) as cluster:
        cluster.execute("CREATE TABLE kept (n int)")
        cluster.execute("INSERT INTO kept VALUES (7)")
        cluster.kill()
        assert not cluster.answers()
        cluster.start()
        assert cluster.execute("SELECT n FROM kept") == [(7,)]
        assert cluster.execute("SHOW max_connections") == [("300",)]
    assert not cluster.folder.exists()


@pytest.mark.faults
def test_redis_comes_back_empty_at_the_same_address():
    with servers.start_redis() as server:
        server.client().set("fact", "none")
        url = server.url
        server.kill()
        assert not server.answers()
        server.start()
        assert (server.url, server.client().get("fact")) == (url, None)


@pytest.mark.faults
def test_servers_end_with_the_tests_even_when_those_are_killed():
    code = "from tests import servers; s = servers.start_redis(); print(s.process.pid, s.folder, flush=True); input()"
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    pid, folder = child.stdout.readline().split()
    child.kill()
    child.wait()
    _wait_until_gone(int(pid))
    for left in Path(folder).iterdir():
        left.unlink()
    Path(folder).rmdir()


def _wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.02)
    raise AssertionError(f"process {pid} still runs")
