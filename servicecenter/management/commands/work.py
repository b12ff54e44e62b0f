"""`manage.py work`: the rounds without Celery, in one process. Any number of them may run side by side."""

import logging
import signal
import threading
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections, connections

from servicecenter import rounds

log = logging.getLogger(__name__)

LONGEST_WAIT = 5.0  # seconds between two looks for a database that is away


class Command(BaseCommand):
    help = "Do what is due, again and again, until TERM."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="every round once, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            look(list(settings.ROUNDS))
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: rounds.wind_down())
        work_on()


def work_on() -> None:
    """Two loops side by side: a mail server that hangs holds up the mails and nothing else."""
    apart = threading.Thread(target=_loop_apart, name="apart")
    apart.start()
    try:
        loop([path for path in settings.ROUNDS if path not in settings.ROUNDS_APART])
    finally:
        rounds.wind_down()
        apart.join()


def _loop_apart() -> None:
    try:
        loop(list(settings.ROUNDS_APART))
    finally:
        connections.close_all()


def loop(paths: list[str] | None = None) -> None:
    """Each round, or each of these, at its own interval; ends soon after rounds.wind_down()."""
    next_look = dict.fromkeys(paths or settings.ROUNDS, time.monotonic())
    patience = 0.0
    while not rounds.winding_down():
        due = [path for path, moment in next_look.items() if moment <= time.monotonic()]
        if due and not _look_or_wait(due, patience):
            patience = min(patience * 2 or 0.5, LONGEST_WAIT)
            continue
        patience = 0.0
        for path in due:
            # Counted from the plan, not from the end: a second stays a second. What was missed is not made up for.
            next_look[path] = max(next_look[path] + settings.ROUNDS[path], time.monotonic())
        rounds.wait(min(next_look.values()) - time.monotonic())


def look(paths: list[str]) -> None:
    """Run these rounds at one moment of the database's clock. Raises when there is no database."""
    now = rounds.database_now()
    for path in paths:
        if rounds.winding_down():
            return
        rounds.run(path, now)


def _look_or_wait(due: list[str], waited: float) -> bool:
    """False when the database is away, after waiting a little; said once, not at every try."""
    try:
        close_old_connections()
        look(due)
    except (OperationalError, InterfaceError) as error:
        if not waited:
            log.warning("the database is away (%s); waiting for it", type(error).__name__)
        rounds.wait(min(waited * 2 or 0.5, LONGEST_WAIT))
        return False
    if waited:
        log.warning("the database is back")
    return True
