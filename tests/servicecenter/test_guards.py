"""What the database itself refuses, whoever writes the SQL; on both engines."""

from contextlib import contextmanager
from itertools import product

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from complaints.choices import Stage
from complaints.models import Clock
from servicecenter import guards
from servicecenter.models import EventText
from tests.making import make_policy, make_ticket

pytestmark = pytest.mark.django_db
only_postgres = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="a matter of PostgreSQL's roles")

LEGAL = {
    ("received", "reviewing"),
    ("received", "replied"),
    ("received", "dispatched"),  # an emergency
    ("received", "archived"),  # withdrawn, as from every stage before the reply
    ("reviewing", "dispatched"),
    ("reviewing", "replied"),
    ("reviewing", "archived"),
    ("dispatched", "investigating"),
    ("dispatched", "reviewing"),  # returned
    ("dispatched", "archived"),
    ("dispatched", "replied"),  # of a group, with its lead
    ("investigating", "dispatched"),
    ("investigating", "replied"),
    ("investigating", "reviewing"),
    ("investigating", "archived"),
    ("replied", "archived"),
    ("replied", "reviewing"),
    ("archived", "reviewing"),
    ("archived", "received"),  # a merge undone, as to every stage it could be made at
    ("archived", "dispatched"),
    ("archived", "investigating"),
}
STAGES = [str(stage) for stage in Stage]


def run(sql: str, *values: object) -> int:
    """Run it in a savepoint of its own; return how many rows it changed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def refused(sql: str, *values: object) -> bool:
    try:
        run(sql, *values)
    except DatabaseError:
        return True
    return False


@contextmanager
def as_role(role: str):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        yield
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize("old", STAGES)
def test_a_stage_changes_along_the_table_of_moves_and_no_other_way(old):
    ticket = make_ticket(old)
    for new in {*STAGES, "closed", ""} - {old}:
        with transaction.atomic():
            told = refused("UPDATE complaints_ticket SET stage = %s WHERE id = %s", new, ticket.pk)
            assert told == ((old, new) not in LEGAL), f"{old} -> {new}"
            transaction.set_rollback(True)
    assert run("UPDATE complaints_ticket SET stage = %s, title = 'x' WHERE id = %s", old, ticket.pk) == 1


@pytest.mark.parametrize("first", [*STAGES, "closed"])
def test_a_ticket_begins_as_received(first):
    ticket = make_ticket()
    columns = [field.column for field in ticket._meta.concrete_fields if field.column != "id"]
    copied = ", ".join({"number": "'x'", "stage": "%s"}.get(name, name) for name in columns)

    sql = f"INSERT INTO complaints_ticket ({', '.join(columns)}) SELECT {copied} FROM complaints_ticket"
    assert refused(sql, first) == (first != "received")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE servicecenter_event SET kind = 'x'",
        "UPDATE servicecenter_event SET payload = payload",
        "DELETE FROM servicecenter_event",
        "UPDATE servicecenter_eventtext SET salt = ''",
    ],
)
def test_what_happened_is_never_rewritten(sql):
    make_ticket("dispatched")
    assert refused(sql)


def test_words_can_be_erased():
    make_ticket("dispatched")
    assert run("DELETE FROM servicecenter_eventtext") == 1
    assert not EventText.objects.exists()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own way around a trigger")
@pytest.mark.parametrize("table", ["servicecenter_event", "servicecenter_eventtext", "complaints_ticket"])
def test_no_row_is_replaced_by_another_of_its_key(table):
    make_ticket("dispatched")
    assert refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


def test_a_clock_that_was_judged_stays_so():
    make_policy(reply=(60, "minutes"))
    ticket = make_ticket()
    legal = {
        *product(["running"], ["paused", "met", "late", "cancelled"]),
        *product(["paused"], ["running", "met", "late", "cancelled"]),
        *product(["cancelled"], ["running", "paused"]),
    }
    for old, new in product(Clock.State.values, Clock.State.values):
        with transaction.atomic():
            if old != "running":
                run("UPDATE complaints_clock SET state = %s WHERE ticket_id = %s", old, ticket.pk)
            told = refused("UPDATE complaints_clock SET state = %s WHERE ticket_id = %s", new, ticket.pk)
            assert told == (old != new and (old, new) not in legal), f"{old} -> {new}"
            transaction.set_rollback(True)


def triggers() -> dict[str, str]:
    with connection.cursor() as cursor:
        return guards._present(cursor)


def test_migrating_twice_leaves_them_as_they_were():
    before = triggers()
    call_command("migrate", verbosity=0)
    call_command("migrate", verbosity=0)
    assert triggers() == before
    assert before


def test_a_guard_that_lost_one_of_its_triggers_or_was_switched_off_is_made_whole():
    name, table = next(item for item in triggers().items() if item[0].endswith("_insert"))
    sqlite = connection.vendor == "sqlite"
    run(f"DROP TRIGGER {name}" if sqlite else f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    assert guards.missing()
    guards.install()
    assert not guards.missing()
    assert name in triggers()


def test_when_the_table_of_moves_changes_the_old_guard_goes(monkeypatch):
    ticket = make_ticket("archived")
    move_back = "UPDATE complaints_ticket SET stage = 'replied' WHERE id = %s"
    assert refused(move_back, ticket.pk)
    changed = guards.legal_pairs("complaints_ticket", "stage", {("archived", "replied")}, first=["received"])
    monkeypatch.setitem(guards._guards, changed.name, changed)
    guards.install()

    assert run(move_back, ticket.pk) == 1
    assert refused("UPDATE complaints_ticket SET stage = 'reviewing' WHERE id = %s", ticket.pk), (
        "the old pairs are gone"
    )
    assert len([name for name in triggers() if name.startswith("guard_complaints_ticket_stage_")]) in {2, 3}


@pytest.fixture
def app_role(db):
    """Production's role, known to the database before the guards are installed."""
    run("DO $$ BEGIN CREATE ROLE app; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    guards.install()


@only_postgres
@pytest.mark.parametrize(
    "sql",
    [
        "TRUNCATE servicecenter_event CASCADE",
        "TRUNCATE servicecenter_eventtext",
        "TRUNCATE complaints_ticket CASCADE",
        "UPDATE servicecenter_event SET kind = 'x'",
        "DELETE FROM servicecenter_event",
        "UPDATE servicecenter_eventtext SET salt = ''",
        "ALTER TABLE servicecenter_event DISABLE TRIGGER ALL",
        "DROP TABLE servicecenter_event",
        "SET session_replication_role = replica",
    ],
)
def test_the_role_of_production_has_no_right_to_it_at_all(app_role, sql):
    make_ticket()
    with as_role("app"), pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
        run(sql)


@only_postgres
def test_the_role_of_production_can_do_its_work(app_role):
    make_policy(reply=(60, "minutes"))
    with as_role("app"):
        assert make_ticket("archived").stage == "archived"
        run("DELETE FROM servicecenter_outbox")
