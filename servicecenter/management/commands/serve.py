"""`manage.py serve`: the whole service centre in one command, prepared, served and kept together."""

import io
import multiprocessing
import os
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from complaints.models import Ticket
from customers.models import Customer
from servicecenter import preparing
from servicecenter.bind import Bind
from servicecenter.models import User
from servicecenter.seeds.demo_house import demo_logins
from servicecenter.supervisor import Supervisor, end_with_parent


class Command(BaseCommand):
    help = "Prepare the database and files, then serve web and rounds until TERM."
    # They would load every page and every table of the API once more, only to say what `manage.py check` says.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", metavar="HOST:PORT", help="default: %(default)s")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            bind = Bind.read(options["bind"])
            bind.check_free()
        except ValueError as error:
            raise CommandError(f"{error} Choose another with --bind.") from error
        settings.SITE_URL = _site(bind)  # for what the demo says; the children are told by their environment
        self._prepare(bind)
        connection.close()
        why = Supervisor(_children(bind), _environment(bind)).run(bind.answers, lambda: self._announce(bind))
        if why:
            raise CommandError(f"{why}; everything was ended")

    def _prepare(self, bind: Bind) -> None:
        preparing.compile_translations()
        # Compressing static files needs no database, and filling one needs no static files: each has a core of its own.
        static = multiprocessing.get_context("fork").Process(target=self._gather_static)
        static.start()
        if preparing.migrate():
            self._say("The database is up to date.")
        call_command("seed_defaults", stdout=io.StringIO())
        if _wants_demo(bind):
            self._say("Filling in a demo ...")
            call_command("seed_demo", stdout=self.stdout)
        static.join()
        if static.exitcode:
            raise CommandError("The static files could not be gathered.")

    def _gather_static(self) -> None:
        end_with_parent()
        if preparing.collect_static():
            self._say("Static files are gathered.")

    def _announce(self, bind: Bind) -> None:
        address = f"http://{bind}"
        self._say(f"{address}/          the public form\n{address}/t/        follow a request")
        self._say(f"{address}/desk/     staff\n{address}/api/docs/ programs")
        logins = demo_logins()
        connection.close()
        if bind.loopback:
            for name, password, what in logins:
                self._say(f"demo login: {name:<12} {password}   {what}")
            return
        self._say(f"Others reach it by the names in ALLOWED_HOSTS: {', '.join(settings.ALLOWED_HOSTS)}")
        if logins:
            self._say("WARNING: the demo's people are in this database, and what they sign in with is publicly known.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _wants_demo(bind: Bind) -> bool:
    """Only an empty, embedded installation that nobody else can reach gets people whose passwords are known."""
    empty = not any(model.objects.exists() for model in (Ticket, Customer, User))
    return bind.loopback and settings.EMBEDDED and empty


def _site(bind: Bind) -> str:
    """The address links lead to: what the operator said, else here."""
    said = {"SITE_URL", "SITE_URL_FILE"} & set(os.environ)
    return f"http://{bind}" if bind.loopback and not said else settings.SITE_URL


def _environment(bind: Bind) -> dict[str, str]:
    ours = {} if "SITE_URL_FILE" in os.environ else {"SITE_URL": _site(bind)}
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
