"""How long the lookup of callers takes, on both engines.

`python -m bench.lookup [--customers 500000] [--calls 40] [--engine sqlite|postgres]` makes so many invented customers
(each with phone, premise, account and meter), then types what agents type, letter by letter, through the page's own
function. Prints p50, p99 and the worst in milliseconds, the statements of one lookup and the CPU time it takes, ours
and the database's: what is left of the milliseconds where nobody else wants the machine.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests import servers

FAMILY = ["Wang", "Li", "Zhang", "Ellery", "Okafor", "Brook", "Chen", "Moreau", "王", "李", "张", "欧阳", "周", "陈"]
GIVEN = ["Wei", "Fang", "Margaret", "Thomas", "Jing", "Amara", "敏", "思远", "建国", "晓梅", "伟", "静"]
STREETS = [("Weir Lane", "柳堤路"), ("Canal Street", "运河街"), ("Mill Road", "磨坊路"), ("Heron Quay", "鹭湾路")]
TYPED = [
    "ma", "marg", "margaret", "margaret ell", "欧", "欧阳", "欧阳建国", "王敏", "柳堤", "柳堤路14", "weir", "14 weir",
    "0141 weir", "0141", "weir 0141 margaret", "W31", "W3100141", "3100141", "M-5530", "+8613810000141",
    "138 1000 0141", "nobodyhere", "street", "wang 77 canal", "20 2217 8806",
]  # fmt: skip
MOST = 100  # milliseconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=500_000)
    parser.add_argument("--calls", type=int, default=40)
    parser.add_argument("--engine", choices=["sqlite", "postgres"], action="append")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        _inside(options.customers, options.calls)
        return
    for engine in options.engine or ["sqlite", "postgres"]:
        print(f"## {engine}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            _run(engine, folder, options)


def _run(engine: str, folder: str, options: argparse.Namespace) -> None:
    environment = {**os.environ, "DATA_DIR": folder, "LOG_LEVEL": "ERROR"}
    environment.pop("DATABASE_URL", None)
    server = servers.start_postgres() if engine == "postgres" else None
    if server:
        environment["DATABASE_URL"] = server.create_database("lookup")
    try:
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environment, check=True)
        inside = ["--inside", "--customers", str(options.customers), "--calls", str(options.calls)]
        inner = {**environment, "DJANGO_SETTINGS_MODULE": "servicecenter.settings"}
        subprocess.run([sys.executable, "-m", "bench.lookup", *inside], env=inner, check=True)
    finally:
        if server:
            server.remove()


def _inside(customers: int, calls: int) -> None:
    import django

    django.setup()
    began = time.monotonic()
    _fill(customers)
    print(f"{customers} customers in {time.monotonic() - began:.0f} s", flush=True)
    _measure(calls)


def _fill(customers: int, batch: int = 5000) -> None:
    from django.db import connection, transaction
    from django.utils import timezone

    from customers import contact_points, index
    from customers.models import Account, ContactPoint, Customer, Entry, Meter, Premise
    from tests import making

    _forget_index()
    now, chance = timezone.now(), random.Random(7)
    regions = [making.make_region(f"region-{n}") for n in range(4)]
    for start in range(0, customers, batch):
        with transaction.atomic():
            people, premises, accounts, meters, points, entries = [], [], [], [], [], []
            for n in range(start, min(start + batch, customers)):
                family, given = chance.choice(FAMILY), chance.choice(GIVEN)
                name = f"{family}{given}" if not family.isascii() else f"{given} {family}"
                english, chinese = STREETS[n % 4]
                house = n // 4 % 3000
                region = regions[n % 4]
                person = Customer(pk=n + 1, name=name, created_at=now, source="billing")
                premise = Premise(pk=n + 1, address=f"{house} {english} · {chinese}{house}号", region=region)
                account = Account(
                    pk=n + 1, number=f"W{3_100_000 + n}", utility="water", customer=person, premise=premise
                )
                meter = Meter(pk=n + 1, number=f"M-{5_530_000 + n}", utility="water", premise=premise, account=account)
                point = contact_points.make(person, "phone", f"+861381{n:07d}", created_at=now)
                account._prefetched_objects_cache = {"meters": [meter]}
                entries.append(Entry(customer=person, words=_words(index, person, point, account)))
                people.append(person)
                premises.append(premise)
                accounts.append(account)
                meters.append(meter)
                points.append(point)
            for model, rows in (
                (Customer, people), (Premise, premises), (Account, accounts), (Meter, meters),
                (ContactPoint, points), (Entry, entries),
            ):  # fmt: skip
                model.objects.bulk_create(rows)
    index.ENTRIES.install()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")


def _forget_index() -> None:
    """It is made at once when all rows are there: many times quicker than row by row."""
    from django.db import connection

    drop = ["DROP INDEX customers_entry_fts"]
    if connection.vendor == "sqlite":
        kept = [f"DROP TRIGGER customers_entry_fts_kept_{verb}" for verb in ("insert", "update", "delete")]
        drop = [*kept, "DROP TABLE customers_entry_fts"]
    with connection.cursor() as cursor:
        for statement in drop:
            cursor.execute(statement)


def _words(index, person, point, account) -> str:
    return index.words_of(person, [point], [account])


def _measure(calls: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from customers import lookup
    from servicecenter.models import Region

    regions = list(Region.objects.values_list("pk", flat=True))[:2]
    worst, every, dearest, cpu = 0.0, [], 0.0, _cpu_clock()
    print(f"{'typed':28}{'found':>6}{'statements':>11}{'p50':>8}{'p99':>8}{'most':>8}{'CPU':>8}")
    for typed in TYPED:
        lookup.find_customers(typed, regions=regions)
        with CaptureQueriesContext(connection) as taken:
            found = lookup.find_customers(typed, regions=regions)
        times, spent = [], cpu()
        for _ in range(calls):
            began = time.perf_counter()
            lookup.find_customers(typed, regions=regions)
            times.append((time.perf_counter() - began) * 1000)
        spent = (cpu() - spent) / calls
        dearest = max(dearest, spent)
        times.sort()
        every += times
        worst = max(worst, times[-1])
        count = f"{len(found.customers)}{'+' if found.more else ''}"
        p99 = times[int(len(times) * 0.99)]
        print(
            f"{typed:28}{count:>6}{len(taken):>11}{statistics.median(times):>8.1f}{p99:>8.1f}{times[-1]:>8.1f}{spent:>8.1f}"
        )
    every.sort()
    print(f"all: p50 {statistics.median(every):.1f}, p99 {every[int(len(every) * 0.99)]:.1f}, worst {worst:.1f} ms")
    print(f"within {MOST} ms: {sum(one <= MOST for one in every) / len(every):.2%}; dearest {dearest:.1f} ms of CPU")


def _cpu_clock() -> Callable[[], float]:
    """Milliseconds this process, and the server process behind its connection, have been at work."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return lambda: time.process_time() * 1000
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    theirs = Path(f"/proc/{pid}/schedstat")
    return lambda: time.process_time() * 1000 + int(theirs.read_text().split()[0]) / 1e6


if __name__ == "__main__":
    main()
