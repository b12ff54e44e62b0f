"""Finding rows by their tokens on both engines: a GIN index on PostgreSQL, an FTS5 table on SQLite.

A table that wants it has a key column and a text column of tokens with one space between them, written by its
own app. `install` runs after every migrate, like the guards: SQLite's table rebuilds forget triggers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

Term = tuple[str, bool]  # a token, and whether its beginning is enough
Group = Sequence[Term]  # any of them
Query = Sequence[Sequence[Group]]  # one of these, of each all groups

# Tokens may hold letters, digits and marks of our own from the private range; no other character may reach a query.
CATEGORIES = "L* N* M* S* Co Cn"


@dataclass(frozen=True)
class FullText:
    """A searchable table of ours; its names are constants of the program, never input."""

    table: str
    key: str
    words: str

    @property
    def _vector(self) -> str:
        return f"array_to_tsvector(string_to_array({self.words}, ' '))"

    def install(self) -> None:
        """Make the index where there is none."""
        if self.table not in connection.introspection.table_names():
            return
        postgres = connection.vendor == "postgresql"
        with transaction.atomic(), connection.cursor() as cursor:
            if postgres:
                cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = %s", [f"{self.table}_fts"])
            else:
                cursor.execute("SELECT count(*) / 3 FROM sqlite_master WHERE name LIKE %s", [f"{self.table}_fts_kept%"])
            if cursor.fetchone()[0]:
                return
            for statement in self._for_postgres() if postgres else self._for_sqlite():
                cursor.execute(statement)

    def _for_postgres(self) -> list[str]:
        return [f"CREATE INDEX {self.table}_fts ON {self.table} USING gin ({self._vector})"]

    def _for_sqlite(self) -> list[str]:
        fts, key, words, quoted = f"{self.table}_fts", self.key, self.words, f"'{CATEGORIES}'"
        removed = f"INSERT INTO {fts}({fts}, rowid, {words}) VALUES ('delete', OLD.{key}, OLD.{words})"  # noqa: S608 - names of our own
        added = f"INSERT INTO {fts}(rowid, {words}) VALUES (NEW.{key}, NEW.{words})"  # noqa: S608
        kept = {"insert": added, "delete": removed, "update": f"{removed}; {added}"}
        return [
            f"DROP TABLE IF EXISTS {fts}",
            f"CREATE VIRTUAL TABLE {fts} USING fts5({words}, content='{self.table}', content_rowid='{key}',"
            f" prefix='2 3 4', detail=none, columnsize=0,"
            f' tokenize="unicode61 remove_diacritics 0 categories {quoted}")',
            *(f"DROP TRIGGER IF EXISTS {fts}_kept_{verb}" for verb in kept),
            *(
                f"CREATE TRIGGER {fts}_kept_{verb} AFTER {verb} ON {self.table} BEGIN {does}; END"
                for verb, does in kept.items()
            ),
            f"INSERT INTO {fts}({fts}) VALUES ('rebuild')",  # noqa: S608
        ]

    def find(self, query: Query, most: int) -> list[int]:
        """Keys of at most `most` rows that fit, in no order worth keeping. One statement; [] for an empty query."""
        wanted = written(query, connection.vendor)
        if not wanted:
            return []
        if connection.vendor == "postgresql":
            # Walled off, the search is planned for all it finds: a rare word is never looked for row by row.
            inner = f"SELECT {self.key} FROM {self.table} WHERE {self._vector} @@ %s::tsquery"  # noqa: S608
            sql = f"WITH hit AS MATERIALIZED ({inner}) SELECT {self.key} FROM hit LIMIT %s"  # noqa: S608
        else:
            sql = f"SELECT rowid FROM {self.table}_fts WHERE {self.table}_fts MATCH %s LIMIT %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, [wanted, most])
            return [key for (key,) in cursor.fetchall()]


def written(query: Query, vendor: str) -> str:
    """The query in the engine's own language. Tokens hold neither quotes nor operators (tokens.py)."""
    both, either, quote, begins = (" & ", " | ", "'", ":*") if vendor == "postgresql" else (" AND ", " OR ", '"', "*")

    def term(one: Term) -> str:
        token, beginning = one
        clean = "".join(char for char in token if char.isalnum() or char == MARK)
        return f"{quote}{clean}{quote}{begins if beginning else ''}"

    ways = [both.join(f"({either.join(term(one) for one in group)})" for group in groups) for groups in query if groups]
    return either.join(f"({way})" for way in ways)


# Begins tokens of our own making (a fingerprint, a region), which nobody can type.
MARK = "\ue000"
