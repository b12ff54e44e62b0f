"""`manage.py serve`: the whole service centre in one command, prepared, served and kept together."""

import contextlib
import http.client
import ipaddress
import os
import socket
import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from complaints.models import Ticket
from servicecenter import preparing
from servicecenter.supervisor import Supervisor


@dataclass(frozen=True)
class Bind:
    """Where to listen. Raises CommandError when the text is no host:port."""

    host: str
    port: int

    @classmethod
    def read(cls, text: str) -> "Bind":
        try:
            parts = urlsplit(f"//{text}")
            if not parts.hostname or not parts.port or parts.path:
                raise ValueError
            return cls(parts.hostname, parts.port)
        except ValueError as error:
            raise CommandError(f"--bind takes HOST:PORT, for example 127.0.0.1:8000, not {text!r}") from error

    @property
    def loopback(self) -> bool:
        if self.host == "localhost":
            return True
        with contextlib.suppress(ValueError):
            return ipaddress.ip_address(self.host).is_loopback
        return False

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def check_free(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise CommandError(f"cannot listen on {self}: {error.strerror}. Choose another with --bind.") from error

    def answers(self) -> bool:
        """Does the web answer there yet?"""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - asked, not bound
        caller = http.client.HTTPConnection(host, self.port, timeout=2)
        try:
            caller.request("GET", "/healthz", headers={"Host": "localhost"})
            return caller.getresponse().status < 500
        except OSError:
            return False
        finally:
            caller.close()


class Command(BaseCommand):
    help = "Prepare the database and files, then serve web and rounds until TERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", metavar="HOST:PORT", help="default: %(default)s")

    def handle(self, *args: Any, **options: Any) -> None:
        bind = Bind.read(options["bind"])
        bind.check_free()
        self._prepare(bind)
        connection.close()
        why = Supervisor(_children(bind), _environment(bind)).run(bind.answers, lambda: self._announce(bind))
        if why:
            raise CommandError(f"{why}; everything was ended")

    def _prepare(self, bind: Bind) -> None:
        for step in (preparing.compile_translations, preparing.migrate, preparing.collect_static):
            if step():
                self._say(f"{step.__name__.replace('_', ' ')}: done")
        if "seed_defaults" in get_commands():
            call_command("seed_defaults", stdout=self.stdout)
        if "seed_demo" in get_commands() and _wants_demo(bind):
            call_command("seed_demo", stdout=self.stdout)

    def _announce(self, bind: Bind) -> None:
        address = f"http://{bind}"
        self._say(f"{address}/          the public form\n{address}/desk/     staff\n{address}/api/docs/ programs")
        if not bind.loopback:
            self._say(f"Others reach it by the names in ALLOWED_HOSTS: {', '.join(settings.ALLOWED_HOSTS)}")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _wants_demo(bind: Bind) -> bool:
    """Only an empty, embedded installation that nobody else can reach gets people whose passwords are known."""
    return bind.loopback and settings.EMBEDDED and not Ticket.objects.exists()


def _environment(bind: Bind) -> dict[str, str]:
    """The children's: links they make lead here, unless the operator has said where."""
    said = {"SITE_URL", "SITE_URL_FILE"} & set(os.environ)
    ours = {"SITE_URL": f"http://{bind}"} if bind.loopback and not said else {}
    return {**os.environ, **ours, "PYTHONUNBUFFERED": "1"}


def _children(bind: Bind) -> dict[str, list[str]]:
    """The web, and beside it the rounds: one loop, or Celery's worker and beat when there is a Redis."""
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "python:servicecenter.gunicorn_settings", "-b", str(bind)]
    if not settings.REDIS_URL:
        return {"web": gunicorn, "work": [sys.executable, str(settings.BASE_DIR / "manage.py"), "work"]}
    celery = [sys.executable, "-m", "celery", "-A", "servicecenter.celery:app"]
    quiet = ["--loglevel", "WARNING"]
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return {
        "web": gunicorn,
        # Threads: rounds wait for the database and for mail servers, they do not compute.
        "worker": [*celery, "worker", "--pool", "threads", "--concurrency", "4", *alone, *quiet],
        # The plain scheduler keeps no file: when it last looked is nothing to remember.
        "beat": [*celery, "beat", "--scheduler", "celery.beat:Scheduler", "--pidfile=", *quiet],
    }
