"""Celery, when there is a Redis: beat says "look now" and workers call the same rounds.

A message carries the name of a round and nothing else. No fact lives here: a lost message costs a
second, a doubled one finds nothing to do. A worker that is told nothing looks by itself, so that
alarms ring while Redis or beat is away.
"""

import logging
import os
import threading
import time

import django
from celery import Celery
from celery.signals import task_received, worker_init, worker_process_shutdown
from django.conf import settings
from django.db import close_old_connections, connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "servicecenter.settings")
django.setup()

from servicecenter import rounds  # noqa: E402 - its models need the apps loaded

log = logging.getLogger(__name__)

SILENCE = 2.0  # seconds without a word from beat, after which a worker no longer waits to be told

app = Celery("servicecenter")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = {
    path: {"task": "look", "schedule": seconds, "args": [path], "options": {"expires": max(5, seconds)}}
    for path, seconds in settings.ROUNDS.items()
}
_last_word = time.monotonic()
_apart: dict[str, threading.Thread] = {}


@app.task(name="look")
def look(path: str) -> None:
    """Run one round now, by the database's clock; one that waits for servers outside, beside this process's others."""
    if path in settings.ROUNDS_APART:
        _look_apart(path)
    else:
        rounds.run(path, rounds.database_now())


def _look_apart(path: str) -> None:
    """At most one at a time in each process: told again meanwhile, there is nothing to add."""
    running = _apart.get(path)
    if running is None or not running.is_alive():
        _apart[path] = threading.Thread(target=_run_apart, args=(path,), name=path)
        _apart[path].start()


def _run_apart(path: str) -> None:
    try:
        rounds.run(path, rounds.database_now())
    except Exception as error:  # the database may be away: the next second tries again
        log.warning("%s: %s", path, type(error).__name__)
    finally:
        connections.close_all()


@worker_process_shutdown.connect
def finish(**_signal) -> None:
    """What is being handed over is handed over to its end."""
    rounds.wind_down()
    for thread in _apart.values():
        thread.join()


@task_received.connect
def hear(**_signal) -> None:
    global _last_word
    _last_word = time.monotonic()


@worker_init.connect
def watch(**_signal) -> None:
    threading.Thread(target=_look_when_told_nothing, name="watch", daemon=True).start()


def _look_when_told_nothing() -> None:
    looked: dict[str, float] = {}
    while True:
        time.sleep(1)
        for path, seconds in settings.ROUNDS.items():
            now = time.monotonic()
            if now - _last_word > SILENCE and now - looked.get(path, 0) >= seconds:
                looked[path] = now
                _look_unasked(path)


def _look_unasked(path: str) -> None:
    try:
        close_old_connections()
        look(path)
    except Exception as error:  # the database may be away too: the next second tries again
        log.warning("%s: %s", path, type(error).__name__)
