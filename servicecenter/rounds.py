"""Rounds: functions that do what is due now and say whether there was anything.

The list stands once, in settings.ROUNDS; `manage.py work` loops over it, Celery's beat and workers
call the same functions when there is a Redis. No round keeps anything in memory between two looks.
"""

import logging
import threading
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils.module_loading import import_string

from servicecenter.models import Attempt, Idempotency

log = logging.getLogger(__name__)

Round = Callable[[datetime], bool]
ANSWERS_KEPT = timedelta(days=7)
ATTEMPTS_KEPT = timedelta(days=1)
TURN = 1.0  # seconds a round may go on while others wait: alarms must not wait for a long line of letters

_ending = threading.Event()
_turn = threading.local()


def wind_down() -> None:
    """Ask the rounds of this process to finish the row they are at and begin no other."""
    _ending.set()


def winding_down() -> bool:
    return _ending.is_set()


def turn_is_over() -> bool:
    """A round that goes row by row asks this before each: the next look finds what it left."""
    return winding_down() or time.monotonic() > getattr(_turn, "ends", float("inf"))


def wait(seconds: float) -> None:
    """Sleep, but not past wind_down."""
    _ending.wait(max(0.0, seconds))


def named(path: str) -> Round:
    """The round a dotted path of settings.ROUNDS names. Any other path is refused."""
    if path not in settings.ROUNDS:
        raise KeyError(f"{path} is not in settings.ROUNDS")
    return import_string(path)


def database_now() -> datetime:
    """The database's clock: the one clock all workers share."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')")
            return datetime.fromisoformat(cursor.fetchone()[0]).replace(tzinfo=UTC)
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0].astimezone(UTC)


def run(path: str, now: datetime) -> bool:
    """Run one round until it has nothing left or its turn is over.

    A failing round is logged and never stops the others.
    """
    _turn.ends = time.monotonic() + TURN
    try:
        worked = False
        while not turn_is_over() and named(path)(now):
            worked = True
        return worked
    except Exception as error:
        # Where, but not what it said: a database error quotes the row, and rows hold names.
        frames = "".join(traceback.format_tb(error.__traceback__))
        log.error("round %s failed: %s\n%s", path, type(error).__name__, frames)
        return False
    finally:
        _turn.ends = float("inf")


def tidy(now: datetime) -> bool:
    """Round: drop stored answers after 7 days, counted attempts after one, sessions when they have run out."""
    old = Idempotency.objects.filter(created_at__lt=now - ANSWERS_KEPT).delete()[0]
    old += Attempt.objects.filter(at__lt=now - ATTEMPTS_KEPT).delete()[0]
    old += Session.objects.filter(expire_date__lt=now).delete()[0]
    return bool(old)
