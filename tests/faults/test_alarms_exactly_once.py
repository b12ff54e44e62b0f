"""Thousands of clocks come due while beats, workers and Redis are killed and emptied: each alarm once, and in time."""

import random
import time
from collections.abc import Callable
from functools import partial
from subprocess import Popen

import pytest

from tests.faults import house

pytestmark = pytest.mark.faults

CLOCKS, SECONDS = (30_000, 400) if house.NIGHTLY else (10_000, 135)
BETWEEN_BLOWS = 3.0  # seconds
STOPPED = 6.0  # seconds Redis is away, each time: longer than an alarm may be late
WORKERS, BEATS = 4, 2
LATEST = 5.0  # seconds, for 99 of 100

FIRED = "SELECT count(*) FROM servicecenter_event WHERE kind = 'clock.broken'"
TWICE = """
    SELECT count(*) FROM (
        SELECT payload->>'clock' FROM servicecenter_event WHERE kind = 'clock.broken' GROUP BY 1 HAVING count(*) > 1
    ) AS doubled
"""
LATENESS = """
    SELECT extract(epoch FROM recorded_at - (payload->>'planned_at')::timestamptz)
    FROM servicecenter_event WHERE kind = 'clock.broken'
"""


def beat(centre: house.House, number: int) -> Popen:
    memory = ["--scheduler", "celery.beat:Scheduler", "--pidfile="]  # as `serve` starts it: nothing is kept in a file
    return centre.start("-m", "celery", "-A", "servicecenter.celery:app", "beat", "-l", "error", *memory)


def worker(centre: house.House, number: int) -> Popen:
    options = [
        "--pool",
        "threads",
        "--concurrency",
        "2",
        "-l",
        "error",
        "-n",
        f"worker{number}-{time.monotonic()}@house",
    ]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return centre.start("-m", "celery", "-A", "servicecenter.celery:app", "worker", *options, *quiet)


def test_each_alarm_fires_exactly_once_and_in_time_whatever_is_killed():
    with house.opened(with_redis=True) as centre:
        assert centre.redis is not None
        crew: dict[Callable[[], Popen], Popen] = {}
        for start in [partial(beat, centre, n) for n in range(BEATS)] + [
            partial(worker, centre, n) for n in range(WORKERS)
        ]:
            crew[start] = start()
        centre.ask("stock", CLOCKS, CLOCKS, SECONDS)

        end, blows = time.monotonic() + SECONDS + 10, 0
        while time.monotonic() < end:
            time.sleep(BETWEEN_BLOWS)
            blow = blows % 5
            if blow < 3:  # most blows hit a process; it is started again, as a supervisor would
                start = random.choice(list(crew))
                centre.kill(crew[start])
                crew[start] = start()
            elif blow == 3:
                centre.redis.client().flushall()
            else:
                centre.redis.kill()
                time.sleep(STOPPED)
                centre.redis.start()
            blows += 1
        patience = time.monotonic() + 60
        while centre.scalar(FIRED) < CLOCKS and time.monotonic() < patience:
            time.sleep(0.5)

        assert centre.scalar(FIRED) == CLOCKS
        assert centre.scalar(TWICE) == 0
        late = [float(seconds) for (seconds,) in centre.query(LATENESS)]
        print(f"{CLOCKS} alarms, {blows} blows: late p99 {house.p99(late):.2f} s, at most {max(late):.2f} s")
        assert house.p99(late) <= LATEST
        assert centre.deadlocks() == 0
