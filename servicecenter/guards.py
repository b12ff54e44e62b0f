"""Guards: triggers by which the database itself refuses what no action may ever do.

An app registers what it wants guarded; `install` runs after every migrate and at no other time.
TRUNCATE cannot be refused by a trigger without breaking the test flush, so it is refused by
privilege: production connects as role `app`, which this grants no TRUNCATE (and no change of events).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

APP_ROLE = "app"
GRANTS = """
    GRANT USAGE ON SCHEMA public TO app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO app;
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO app;
    REVOKE UPDATE, DELETE, TRUNCATE ON servicecenter_event FROM app;
"""
PREFIX = "guard_"


@dataclass(frozen=True)
class Guard:
    """`body` returns, for an engine ("sqlite" or "postgresql"), the SQL that creates trigger {name}."""

    name: str
    table: str
    body: Callable[[str], list[str]]


_guards: dict[str, Guard] = {}


def register(guard: Guard) -> None:
    _guards[guard.name] = guard


def _statements(guard: Guard, vendor: str) -> tuple[str, list[str]]:
    """The trigger's name carries a digest of its text, so a changed guard replaces the old one."""
    raw = guard.body(vendor)
    mark = hashlib.sha256("".join(raw).encode()).hexdigest()[:8]
    full = f"{PREFIX}{guard.name}_{mark}"
    return full, [sql.replace("{name}", full) for sql in raw]


def _present(cursor) -> dict[str, str]:
    """Names and tables of the guards in the database."""
    if connection.vendor == "sqlite":
        cursor.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard\\_%' ESCAPE '\\'"
        )
    else:
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND t.tgname LIKE 'guard\\_%'"
            " AND c.relnamespace = current_schema()::regnamespace"
        )
    return dict(cursor.fetchall())


def _stands(guard: Guard, present: dict[str, str]) -> bool:
    # A two-event guard (update, delete) on SQLite is two triggers with one stem.
    wanted, _ = _statements(guard, connection.vendor)
    return any(name.startswith(wanted) for name in present)


def _drop(cursor, trigger: str, table: str) -> None:
    cursor.execute(f"DROP TRIGGER {trigger}" if connection.vendor == "sqlite" else f"DROP TRIGGER {trigger} ON {table}")


def install(**_kwargs) -> None:
    """Put every guard in place whose table exists; leave those that are there already."""
    tables = set(connection.introspection.table_names())
    with transaction.atomic(), connection.cursor() as cursor:
        present = _present(cursor)
        for guard in _guards.values():
            if guard.table not in tables or _stands(guard, present):
                continue
            _, statements = _statements(guard, connection.vendor)
            for stale in [name for name in present if name.startswith(f"{PREFIX}{guard.name}_")]:
                _drop(cursor, stale, present[stale])
            for sql in statements:
                cursor.execute(sql)
        if connection.vendor == "postgresql" and "servicecenter_event" in tables:
            _grant(cursor)


def missing() -> list[str]:
    """The guards that do not stand in the database as they are written here."""
    with connection.cursor() as cursor:
        present = _present(cursor)
    return [guard.name for guard in _guards.values() if not _stands(guard, present)]


def remove() -> None:
    """Take the guards away. For the test teardown, whose flush deletes; never in production."""
    with transaction.atomic(), connection.cursor() as cursor:
        for trigger, table in _present(cursor).items():
            _drop(cursor, trigger, table)


def _grant(cursor) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
    if not cursor.fetchone():
        return
    cursor.execute(GRANTS)


def insert_only(table: str) -> Guard:
    """Rows of this table are never changed and never deleted."""

    def body(vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [
                f"CREATE TRIGGER {{name}}_{verb.lower()} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
                for verb in ("UPDATE", "DELETE")
            ]
        return [
            _raising("insert_only", f"{table} is insert-only"),
            _trigger("UPDATE OR DELETE", table, "insert_only"),
        ]

    return Guard(f"{table}_insert_only", table, body)


def legal_pairs(table: str, column: str, first: str, pairs: frozenset[tuple[str, str]]) -> Guard:
    """`column` begins as `first` and changes only along `pairs`, whoever writes the SQL."""
    legal = ", ".join(sorted(f"'{old}>{new}'" for old, new in pairs))

    def body(vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [
                f"CREATE TRIGGER {{name}}_update BEFORE UPDATE OF {column} ON {table}"
                f" WHEN OLD.{column} <> NEW.{column} AND OLD.{column} || '>' || NEW.{column} NOT IN ({legal})"
                f" BEGIN SELECT RAISE(ABORT, 'illegal {column}'); END",
                f"CREATE TRIGGER {{name}}_insert BEFORE INSERT ON {table} WHEN NEW.{column} <> '{first}'"
                f" BEGIN SELECT RAISE(ABORT, 'illegal first {column}'); END",
            ]
        changed = f"OLD.{column} IS DISTINCT FROM NEW.{column}"
        return [
            _raising("illegal_change", f"illegal {column}"),
            f"CREATE TRIGGER {{name}}_update BEFORE UPDATE OF {column} ON {table} FOR EACH ROW"
            f" WHEN ({changed} AND OLD.{column} || '>' || NEW.{column} NOT IN ({legal}))"
            f" EXECUTE FUNCTION guard_illegal_change('illegal {column}')",
            f"CREATE TRIGGER {{name}}_insert BEFORE INSERT ON {table} FOR EACH ROW"
            f" WHEN (NEW.{column} <> '{first}') EXECUTE FUNCTION guard_illegal_change('illegal first {column}')",
        ]

    return Guard(f"{table}_{column}", table, body)


def _raising(function: str, _message: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION guard_{function}() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation'; END $$"
    )


def _trigger(verbs: str, table: str, function: str) -> str:
    return (
        f"CREATE TRIGGER {{name}} BEFORE {verbs} ON {table} FOR EACH ROW"
        f" EXECUTE FUNCTION guard_{function}('{table} is insert-only')"
    )
