"""Web and workers are killed again and again while tickets come in: what was acknowledged is there, once."""

import http.client
import json
import os
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

import pytest

from tests import servers
from tests.faults import house

pytestmark = pytest.mark.faults

CREATES = 5_000 if house.NIGHTLY else 500
CLIENTS = 8
KILLS = 20 if CREATES == 500 else 200  # about as many
PATIENCE = 240.0 * CREATES / 500


class Ledger:
    """What a caller notes after the 2xx, outside of everything: on the disk before the next call is made."""

    def __init__(self, path: Path):
        self._file = path.open("a+")
        self._lock = threading.Lock()
        self.lines = 0

    def note(self, key: str, number: str) -> None:
        with self._lock:
            self._file.write(f"{key} {number}\n")
            self._file.flush()
            os.fsync(self._file.fileno())
            self.lines += 1

    def read(self) -> dict[str, str]:
        self._file.seek(0)
        return dict(line.split() for line in self._file)


def create(port: int, api_key: str, key: str) -> dict | None:
    """One call; None when the house did not answer it with a ticket."""
    body = json.dumps(
        {
            "nature": "complaint",
            "words": f"Brown water, call {key}.",
            "requests": ["Clean water"],
            "place": "4 Canal Street",
            "anonymous": True,
        }
    )
    headers = {"Authorization": f"Bearer {api_key}", "Content-Type": "application/json", "Idempotency-Key": key}
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("POST", "/api/v1/tickets/", body, headers)
        answer = line.getresponse()
        told = json.loads(answer.read())
        assert answer.status in {201, 503}, told
        return told if answer.status == 201 else None
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        line.close()


def caller(port: int, api_key: str, keys: list[str], ledger: Ledger, until: float, troubles: list[str]) -> None:
    """Call until each key is acknowledged, as an honest client does; then ask the last one twice."""
    for key in keys:
        while (told := create(port, api_key, key)) is None:
            if time.monotonic() > until:
                troubles.append(f"{key} was never acknowledged")
                return
            time.sleep(0.05)
        ledger.note(key, told["number"])
        if random.random() < 0.1:
            again = create(port, api_key, key)
            if again is not None and again != told:
                troubles.append(f"{key} was answered differently the second time")


def killer(centre: house.House, alive: list[tuple[Callable[[], Popen], Popen]], ledger: Ledger, until: float) -> int:
    """kill -9 a process family after every few acknowledgements, in the middle of the next calls, and start it anew.

    Counted in acknowledgements, not in seconds: a slow machine is killed no more often than a fast one.
    """
    kills, next_kill = 0, ledger.lines + 10
    while ledger.lines < CREATES and time.monotonic() < until:
        if ledger.lines < next_kill:
            time.sleep(0.01)
            continue
        which = random.choice([0, 0, 1, 2])  # web as often as both workers
        start, process = alive[which]
        centre.kill(process)
        alive[which] = (start, start())
        kills, next_kill = kills + 1, ledger.lines + random.randint(10, 2 * CREATES // KILLS)
    return kills


def test_of_500_creates_under_kill_9_none_acknowledged_is_lost_and_none_doubled(tmp_path):
    with house.opened() as centre:
        port, api_key = servers.free_port(), centre.ask("key")

        def web() -> Popen:
            return centre.start("-m", "gunicorn", "-c", "servicecenter/gunicorn_settings.py", "-b", f"127.0.0.1:{port}")

        def worker() -> Popen:
            return centre.start("manage.py", "work")

        ledger, troubles = Ledger(tmp_path / "ledger"), []
        keys, until = [f"call-{count}" for count in range(CREATES)], time.monotonic() + PATIENCE
        alive = [(start, start()) for start in (web, worker, worker)]
        callers = [
            threading.Thread(target=caller, args=(port, api_key, keys[one::CLIENTS], ledger, until, troubles))
            for one in range(CLIENTS)
        ]
        for one in callers:
            one.start()
        kills = killer(centre, alive, ledger, until)
        for one in callers:
            one.join()

        assert not troubles
        acknowledged = ledger.read()
        assert set(acknowledged) == set(keys)
        in_house = dict(centre.query("SELECT right(words, -18), number FROM complaints_ticket"))
        assert len(set(acknowledged.values())) == CREATES
        assert centre.scalar("SELECT count(*) FROM complaints_ticket") == CREATES, "lost or doubled"
        assert {f"{key}." for key in acknowledged} == set(in_house)
        assert {key: in_house[f"{key}."] for key in acknowledged} == acknowledged
        received = "SELECT count(*), count(DISTINCT subject_id) FROM servicecenter_event WHERE kind = 'ticket.received'"
        assert centre.query(received) == [(CREATES, CREATES)]
        assert centre.scalar("SELECT count(*) FROM complaints_clock WHERE milestone = 'reply'") == CREATES
        while centre.scalar("SELECT count(*) FROM servicecenter_outbox") and time.monotonic() < until:
            time.sleep(0.5)
        assert centre.scalar("SELECT count(*) FROM servicecenter_outbox") == 0, (
            "every subscriber has heard of every one"
        )
        assert kills >= KILLS / 2
        print(f"{CREATES} creates, {kills} kills, {until - time.monotonic():.0f} s to spare")
