"""How fast a complaint is created over REST, beside a bare insert of exactly the same rows.

`python -m bench.create [--seconds 4] [--rounds 3] [--port 8290]` starts a PostgreSQL that keeps what it
acknowledges and a gunicorn of its own, measures both sides by turns with one and with eight callers, and
prints the median of the rounds' ratios. On a busy machine only the ratios mean anything.
"""

import argparse
import http.client
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg2
from psycopg2.extras import Json

from tests import servers

CALLERS = (1, 8)
BODY = {
    "nature": "complaint", "words": "The water is brown since Monday.", "requests": ["Clean water"],
    "place": "4 Canal Street", "anonymous": True,
}  # fmt: skip
# The rows of one create in the order of their writing: table, the column that names its parent.
ROWS = (
    ("complaints_ticket", ""), ("complaints_request", "ticket_id"), ("complaints_clock", "ticket_id"),
    ("servicecenter_event", "subject_id"), ("servicecenter_outbox", "event_id"), ("servicecenter_idempotency", ""),
)  # fmt: skip


def rate(callers: int, seconds: float, make_call) -> float:
    """Calls a second by so many callers; `make_call(caller)` returns a function that makes one call."""

    def work(caller: int) -> int:
        call, done, until = make_call(caller), 0, time.monotonic() + seconds
        while time.monotonic() < until:
            call()
            done += 1
        return done

    with ThreadPoolExecutor(callers) as pool:
        return sum(pool.map(work, range(callers))) / seconds


def rest(port: int, key: str):
    serial = itertools.count()

    def make_call(caller: int):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

        def call() -> None:
            once = {"Idempotency-Key": f"{time.time_ns()}-{caller}-{next(serial)}"}
            connection.request("POST", "/api/v1/tickets/", json.dumps(BODY), headers | once)
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != 201:
                raise SystemExit(f"{answer.status} {said[:300]!r}")

        return call

    return make_call


def bare(url: str):
    """The rows of the newest ticket again and again, each set in one transaction."""
    serial = itertools.count()
    templates = _templates(url)

    def make_call(caller: int):
        connection = psycopg2.connect(url)

        def call() -> None:
            mark = f"{caller}-{next(serial)}-{time.time_ns() % 10**9}"
            with connection, connection.cursor() as cursor:
                ids: dict[str, int] = {}
                for table, parent, columns, rows in templates:
                    told = [{**row, **_own(table, mark), **({parent: ids[parent]} if parent else {})} for row in rows]
                    places = ",".join(["(" + ",".join(["%s"] * len(columns)) + ")"] * len(told))
                    values = [row[name] for row in told for name in columns]
                    cursor.execute(f"INSERT INTO {table} ({','.join(columns)}) VALUES {places} RETURNING id", values)
                    made = cursor.fetchone()[0]
                    if table == "complaints_ticket":
                        ids |= {"ticket_id": made, "subject_id": made}
                    elif table == "servicecenter_event":
                        ids["event_id"] = made

        return call

    return make_call


def _own(table: str, mark: str) -> dict[str, str]:
    return {"complaints_ticket": {"number": mark[:16]}, "servicecenter_idempotency": {"key": mark}}.get(table, {})


def _templates(url: str) -> list[tuple[str, str, list[str], list[dict]]]:
    found = []
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM complaints_ticket")
        ticket = cursor.fetchone()[0]
        cursor.execute("SELECT id FROM servicecenter_event WHERE subject_id = %s", [ticket])
        keys = {"": None, "ticket_id": ticket, "subject_id": ticket, "event_id": cursor.fetchone()[0]}
        for table, parent in ROWS:
            where = f"{parent} = {keys[parent]}" if parent else f"id = (SELECT max(id) FROM {table})"
            cursor.execute(f"SELECT * FROM {table} WHERE {where}")
            names = [column.name for column in cursor.description]
            rows = [
                {
                    name: Json(value) if isinstance(value, dict | list) else value
                    for name, value in zip(names, row, strict=True)
                }
                for row in cursor.fetchall()
            ]
            if rows:
                found.append((table, parent, [name for name in names if name != "id"], rows))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--port", type=int, default=8290)
    options = parser.parse_args()
    database = servers.start_postgres(durable=True)
    with tempfile.TemporaryDirectory() as folder:
        ours = {
            "DATABASE_URL": database.url,
            "DATA_DIR": folder,
            "API_WRITES_PER_MINUTE": "10000000",
            "LOG_LEVEL": "ERROR",
        }
        environment = {**os.environ, **ours}
        manage = [sys.executable, "manage.py"]
        for command in (["migrate", "-v0"], ["seed_defaults"]):
            subprocess.run([*manage, *command], env=environment, check=True, stdout=subprocess.DEVNULL)
        key = subprocess.run(
            [*manage, "apikey", "create", "bench", "--scopes", "tickets:create"],
            env=environment, check=True, capture_output=True, text=True,
        ).stdout.strip()  # fmt: skip
        web = [sys.executable, "-m", "gunicorn", "-w", "2", "--threads", "4", "-b", f"127.0.0.1:{options.port}"]
        served = subprocess.Popen([*web, "--log-level", "error", "servicecenter.wsgi"], env=environment)
        try:
            measure(options, key, database.url)
        finally:
            served.terminate()
            served.wait(20)


def measure(options: argparse.Namespace, key: str, url: str) -> None:
    _wait_until_up(options.port)
    rate(2, 2, rest(options.port, key))  # both processes have seen one
    for callers in CALLERS:
        both = [
            (rate(callers, options.seconds, rest(options.port, key)), rate(callers, options.seconds, bare(url)))
            for _ in range(options.rounds)
        ]
        ratio = statistics.median(one / other for one, other in both)
        shown = ", ".join(f"{one:.0f}/{other:.0f}" for one, other in both)
        print(f"c{callers}: create per second over REST / bare rows: {shown}; ratio {ratio:.3f}", flush=True)


def _wait_until_up(port: int) -> None:
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not come up")


if __name__ == "__main__":
    main()
