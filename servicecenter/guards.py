"""Guards: triggers by which the database itself refuses what no action may ever do.

An app registers what it wants guarded; `install` runs after every migrate and at no other time.
TRUNCATE cannot be refused by a trigger without breaking the test flush, so it is refused by
privilege: production connects as role `app`, which this grants no TRUNCATE (and no change of events).
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection, transaction

APP_ROLE = "app"
GRANTS = """
    GRANT USAGE ON SCHEMA public TO app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO app;
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO app;
    REVOKE UPDATE, DELETE, TRUNCATE ON servicecenter_event FROM app;
    REVOKE UPDATE, TRUNCATE ON servicecenter_eventtext FROM app;
"""
# PostgreSQL needs a function to raise with; SQLite's triggers raise by themselves.
REFUSE = (
    "CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation'; END $$"
)


@dataclass(frozen=True)
class Guard:
    """`triggers` returns, for an engine ("sqlite" or "postgresql"), the SQL of triggers named {name}_…"""

    name: str
    table: str
    triggers: Callable[[str], list[str]]


_guards: dict[str, Guard] = {}


def register(guard: Guard) -> None:
    _guards[guard.name] = guard


def insert_only(table: str, *, key: str = "id", deletable: bool = False) -> Guard:
    """Rows of this table are never changed; nor deleted, unless `deletable`."""

    def triggers(vendor: str) -> list[str]:
        verbs = ["UPDATE"] if deletable else ["UPDATE", "DELETE"]
        changes = [_trigger(vendor, verb.lower(), verb, table, f"{table} is insert-only") for verb in verbs]
        return changes + _no_replace(vendor, table, key)

    return Guard(f"{table}_insert_only", table, triggers)


def legal_pairs(table: str, column: str, pairs: Iterable[tuple[str, str]], *, first: Iterable[str]) -> Guard:
    """`column` begins as one of `first` and changes only along `pairs`, whoever writes the SQL."""
    legal = ", ".join(sorted(f"'{old}>{new}'" for old, new in pairs))
    firsts = ", ".join(sorted(f"'{value}'" for value in first))
    change = f"OLD.{column} <> NEW.{column} AND OLD.{column} || '>' || NEW.{column} NOT IN ({legal})"

    def triggers(vendor: str) -> list[str]:
        return [
            _trigger(vendor, "update", f"UPDATE OF {column}", table, f"illegal {column}", when=change),
            _trigger(vendor, "insert", "INSERT", table, f"illegal first {column}", f"NEW.{column} NOT IN ({firsts})"),
            *_no_replace(vendor, table, "id"),
        ]

    return Guard(f"{table}_{column}", table, triggers)


def _trigger(vendor: str, suffix: str, verb: str, table: str, message: str, when: str = "") -> str:
    condition = f" WHEN ({when})" if when else ""
    does = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    if vendor == "postgresql":
        does = f"EXECUTE FUNCTION guard_refuse('{message}')"
    return f"CREATE TRIGGER {{name}}_{suffix} BEFORE {verb} ON {table} FOR EACH ROW{condition} {does}"


def _no_replace(vendor: str, table: str, key: str) -> list[str]:
    """SQLite's INSERT OR REPLACE deletes the row that was there, and asks no trigger of deletions."""
    if vendor != "sqlite":
        return []
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 - names of our own
    return [_trigger(vendor, "replace", "INSERT", table, f"{table}: this row is there already", there)]


def install(**_kwargs) -> None:
    """Put every guard in place whose table exists; leave those that are there already."""
    tables = set(connection.introspection.table_names())
    with transaction.atomic(), connection.cursor() as cursor:
        present = _present(cursor)
        wanting = [one for one in _guards.values() if one.table in tables and not _wanted(one).keys() <= present.keys()]
        if wanting and connection.vendor == "postgresql":
            cursor.execute(REFUSE)
        for guard in wanting:
            _replace(cursor, guard, present)
        if connection.vendor == "postgresql" and "servicecenter_event" in tables:
            _grant(cursor)


def missing() -> list[str]:
    """The guards that do not stand in the database as they are written here."""
    with connection.cursor() as cursor:
        present = _present(cursor)
    return [guard.name for guard in _guards.values() if not _wanted(guard).keys() <= present.keys()]


def remove() -> None:
    """Take the guards away. For the test teardown, whose flush deletes; never in production."""
    with transaction.atomic(), connection.cursor() as cursor:
        for trigger, table in _present(cursor).items():
            _drop(cursor, trigger, table)


def _wanted(guard: Guard) -> dict[str, str]:
    """The guard's triggers: name → SQL. Names carry a digest of the text: a changed guard replaces the old one."""
    raw = guard.triggers(connection.vendor)
    stem = f"guard_{guard.name}_{hashlib.sha256(''.join(raw).encode()).hexdigest()[:8]}"
    statements = [sql.replace("{name}", stem) for sql in raw]
    return {sql.split()[2]: sql for sql in statements}


def _present(cursor) -> dict[str, str]:
    """Names and tables of the guards in the database; one that was switched off does not count."""
    if connection.vendor == "sqlite":
        cursor.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard\\_%' ESCAPE '\\'"
        )
    else:
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND t.tgname LIKE 'guard\\_%' AND t.tgenabled <> 'D'"
            " AND c.relnamespace = current_schema()::regnamespace"
        )
    return dict(cursor.fetchall())


def _replace(cursor, guard: Guard, present: dict[str, str]) -> None:
    of_this_guard = re.compile(rf"guard_{guard.name}_[0-9a-f]{{8}}_\w+")
    wanted = _wanted(guard)
    for trigger in {name for name in present if of_this_guard.fullmatch(name)} | wanted.keys():
        _drop(cursor, trigger, guard.table)
    for sql in wanted.values():
        cursor.execute(sql)


def _drop(cursor, trigger: str, table: str) -> None:
    of_table = "" if connection.vendor == "sqlite" else f" ON {table}"
    cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{of_table}")


def _grant(cursor) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
    if cursor.fetchone():
        cursor.execute(GRANTS)
