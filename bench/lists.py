"""How long the pages of a full house take, beside the same pages of a small one.

`python -m bench.lists [--tickets 100000] [--small 10000] [--rounds 3] [--calls 30] [--explain]` starts a PostgreSQL
of its own, fills two databases (bench/crowd.py) and opens every page by turns in both, in process through Django's
test client. Prints p50 and p99 in milliseconds, the statements of a page, and full ÷ small. `--explain` prints
the plans of every statement in the full house instead. 1,000,000 tickets take some minutes to write.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from tests import servers

SMALL, FULL = "small", "full"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--calls", type=int, default=30)
    parser.add_argument("--explain", action="store_true")
    parser.add_argument("--inside", choices=["fill", "measure", "explain"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        _inside(options)
        return
    with servers.start_postgres() as database, tempfile.TemporaryDirectory() as folder:
        for name, tickets in ((SMALL, options.small), (FULL, options.tickets)):
            database.create_database(name)
            environment = _environment(database, name, folder)
            for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
                subprocess.run([sys.executable, "manage.py", *command], env=environment, check=True)
            began = time.monotonic()
            _ask(environment, "fill", "--tickets", str(tickets))
            print(f"{name}: {tickets} tickets in {time.monotonic() - began:.0f} s", flush=True)
        if options.explain:
            print(_ask(_environment(database, FULL, folder), "explain"))
            return
        rounds = [
            {name: _measured(_environment(database, name, folder), options.calls) for name in (SMALL, FULL)}
            for _ in range(options.rounds)
        ]
        _print(rounds)


def _environment(database: servers.Postgres, name: str, folder: str) -> dict[str, str]:
    ours = {
        "DATABASE_URL": database.address(name),
        "DATA_DIR": folder,
        "LOG_LEVEL": "ERROR",
        "ALLOWED_HOSTS": "*",
        "API_READS_PER_MINUTE": "10000000",
    }
    return {**os.environ, **ours, "DJANGO_SETTINGS_MODULE": "servicecenter.settings"}


def _measured(environment: dict[str, str], calls: int) -> dict:
    return json.loads(_ask(environment, "measure", "--calls", str(calls)))


def _ask(environment: dict[str, str], what: str, *more: str) -> str:
    command = [sys.executable, "-m", "bench.lists", "--inside", what, *more]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def _print(rounds: list[dict]) -> None:
    print(f"{'page':34}{'statements':>11}{'p50':>8}{'p99':>8}   full ÷ small (p50)")
    for page in rounds[0][FULL]:
        full = [one[FULL][page] for one in rounds]
        ratio = statistics.median(one[FULL][page]["p50"] / one[SMALL][page]["p50"] for one in rounds)
        middle = {key: statistics.median(one[key] for one in full) for key in ("p50", "p99")}
        print(f"{page:34}{full[0]['statements']:>11}{middle['p50']:>8.1f}{middle['p99']:>8.1f}   {ratio:.2f}")


def _inside(options: argparse.Namespace) -> None:
    import django

    django.setup()
    from django.utils import timezone

    if options.inside == "fill":
        from bench import crowd

        crowd.settle(options.tickets, timezone.now())
        return
    if options.inside == "measure":
        print(json.dumps({name: _timed(call, options.calls) for name, call in _pages().items()}))
    else:
        for name, call in _pages().items():
            print(f"\n## {name}")
            _explain(call)
    name, seconds, alarms = _sweep_of_many()
    print(f"{name}: {alarms} alarms in {seconds:.1f} s", file=sys.stderr)


def _pages() -> dict[str, Callable[[], object]]:
    """Everything that is opened, as functions without arguments."""
    from django.test import Client
    from django.utils import timezone

    from bench import crowd
    from complaints import rounds
    from complaints.desk import listed, worklist
    from complaints.models import Ticket
    from servicecenter.models import User
    from tests import making

    at = timezone.now()
    supervisor, handler = Client(), Client()
    supervisor.force_login(User.objects.get(username="supervisor"))
    handler.force_login(User.objects.get(username="hand0"))
    due = Ticket.objects.filter(next_due_at__isnull=False, stage__in=listed.ACTIVE).order_by("next_due_at")
    after = worklist.key_of(due[int(due.count() * 0.6)])
    held = Ticket.objects.filter(held_until__isnull=False).order_by("held_until", "pk")
    paused = worklist.key_of(held[held.count() // 2])
    number = Ticket.objects.filter(customer__name=crowd.NAME).earliest("pk").number
    _client, key = making.make_client(f"reader-{time.time_ns()}", at=at)

    def page(address: str, client: Client = supervisor, **headers: str) -> Callable[[], object]:
        def call() -> None:
            answer = client.get(address, headers=headers)
            if answer.status_code not in {200, 302}:
                raise SystemExit(f"{address}: {answer.status_code} {answer.content[:300]!r}")

        return call

    def api(query: str) -> Callable[[], object]:
        return page(f"/api/v1/tickets/{query}", Client(), Authorization=f"Bearer {key}")

    cursor = _cursor(Ticket.objects.order_by("pk")[Ticket.objects.count() // 2].pk)
    addresses = {
        "desk, all": page("/desk/?view=all"),
        "desk, all, deep": page(f"/desk/?view=all&after={after}"),
        "desk, all, deep in the held": page(f"/desk/?view=all&after={paused}"),
        "desk, mine (supervisor)": page("/desk/"),
        "desk, others (supervisor)": page("/desk/?view=others"),
        "desk, new": page("/desk/?view=new"),
        "desk, overdue and critical": page("/desk/?view=all&due=overdue&mind=critical"),
        "desk, waiting for review": page("/desk/?view=all&waiting=review"),
        "desk, key customers (none)": page("/desk/?view=all&mind=key"),
        "desk, mine (handler)": page("/desk/", handler),
        "desk, all (handler)": page("/desk/?view=all", handler),
        "board": page("/desk/board/"),
        "desk, news": page("/desk/news/?view=all&shown=1.2.3"),
        "ticket": page(f"/desk/tickets/{number}/"),
        "find by number": page(f"/desk/find/?q={number}"),
        "find by phone": page(f"/desk/find/?q={crowd.PHONE.replace('+', '%2B')}"),
        "find by four digits": page(f"/desk/find/?q={crowd.PHONE[-4:]}"),
        "find by name": page(f"/desk/find/?q={crowd.NAME}"),
        "find by a common name": page("/desk/find/?q=Wang"),
        "find by place": page(f"/desk/find/?q={crowd.PLACE}"),
        "find nothing": page("/desk/find/?q=Nowhere"),
        "api list": api(""),
        "api list, deep": api(f"?cursor={cursor}"),
        "api list, open": api("?open=true"),
        "api list, overdue": api("?overdue=true"),
        "api list, received": api("?stage=received"),
        "api list, a team": api("?team=team-3"),
        "api list, an empty team": api("?team=network"),
        "api list, from yesterday": api(f"?received_from={(at - timedelta(days=1)):%Y-%m-%dT%H:%M:%SZ}"),
        "readyz": page("/readyz", Client()),
        "sweep with nothing due": lambda: rounds.sweep_clocks(at),
    }
    return addresses


def _cursor(position: int) -> str:
    from base64 import b64encode

    return b64encode(f"p={position}".encode()).decode()


def _timed(call: Callable[[], object], calls: int) -> dict[str, float]:
    call()
    with _statements() as taken:
        call()
    times = []
    for _ in range(calls):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return {"p50": statistics.median(times), "p99": times[int(len(times) * 0.99)], "statements": len(taken)}


@contextmanager
def _statements() -> Iterator[list[str]]:
    """Every statement run meanwhile, as the database would read it; transaction control is not counted."""
    from django.db import connection

    taken: list[str] = []

    def note(execute, sql, params, many, context):
        if not sql.startswith(("SAVEPOINT", "RELEASE")):
            taken.append(context["cursor"].mogrify(sql, params).decode() if params else sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield taken


def _explain(call: Callable[[], object]) -> None:
    from django.db import connection

    call()
    with _statements() as taken:
        call()
    for sql in taken:
        if sql.startswith(("SELECT", "WITH", "(SELECT")):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}")
                print(sql[:2000], *(line for (line,) in cursor.fetchall()), sep="\n", end="\n\n")


def _sweep_of_many(many: int = 10_000) -> tuple[str, float, int]:
    """All due at once, rolled back afterwards."""
    from django.db import connection, transaction
    from django.utils import timezone

    from complaints import rounds
    from servicecenter.models import Event

    at = timezone.now()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE complaints_clock SET next_alarm_at = %s WHERE id IN (SELECT id FROM complaints_clock"
                " WHERE state = 'running' AND NOT replayed ORDER BY id LIMIT %s)",
                [at, many],
            )
        before = Event.objects.latest("pk").pk
        began = time.perf_counter()
        while rounds.sweep_clocks(at):
            pass
        taken = time.perf_counter() - began
        fired = Event.objects.filter(pk__gt=before).count()
        transaction.set_rollback(True)
    return "sweep with many due", taken, fired


if __name__ == "__main__":
    main()
