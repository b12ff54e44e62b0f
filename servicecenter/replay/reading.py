"""A folder's file read into rows, each either usable whole or refused with its line, its id and a reason.

Knows the two ways a data set may be written: requests.csv and tickets.jsonl, either gzipped. What the
city promised and judged (target_dt, ontime) is not read here: it is never an input (see published.py).
"""

import csv
import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from complaints.fields import LONG
from servicecenter.replay import boston, fuzhou
from servicecenter.replay.maps import DataSet
from servicecenter.replay.rows import Refused, Row

Record = Mapping[str, Any]
FILES: Mapping[str, tuple[Callable[[Record, DataSet], Row], tuple[str, ...]]] = {
    "requests.csv": (boston.row, boston.COLUMNS),
    "tickets.jsonl": (fuzhou.row, fuzhou.COLUMNS),
}
LONGEST = {"id": 80, "title": 200, "words": LONG, "reply": LONG, "place": 300, "name": 200}


class Unreadable(Exception):
    """The folder or its file cannot be read at all; nothing was begun."""


@dataclass(frozen=True)
class Refusal:
    """A row that is not put through: where it stands (0 when the real path refused it), which it is, and why."""

    line: int
    id: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """All of a file: what can be put through, what cannot, and the fingerprint of its bytes."""

    rows: list[Row]
    refused: list[Refusal]
    read: int
    fingerprint: str


def read(folder: Path, data_set: DataSet) -> Reading:
    """Every row of the folder's file. Raises Unreadable; a bad row is refused and never stops the others."""
    path = find(folder)
    make, _columns = FILES[path.name.removesuffix(".gz")]
    rows: list[Row] = []
    refused: list[Refusal] = []
    seen: set[str] = set()
    for line, record in records(path):
        try:
            if record is None:
                raise Refused("the line cannot be read")
            row = _checked(make(record, data_set))
            if row.id in seen:
                raise Refused("the id was there before")
        except Refused as error:
            refused.append(Refusal(line, _id(record), str(error)))
        else:
            seen.add(row.id)
            rows.append(row)
    return Reading(rows, refused, len(rows) + len(refused), hashlib.sha256(path.read_bytes()).hexdigest())


def find(folder: Path) -> Path:
    for name in FILES:
        for path in (folder / f"{name}.gz", folder / name):
            if path.is_file():
                return path
    raise Unreadable(f"{folder} holds neither {' nor '.join(FILES)} (nor one of them with .gz).")


def records(path: Path) -> Iterator[tuple[int, Record | None]]:
    """Line number and record of everything in the file; None for what cannot be read. Raises Unreadable."""
    name = path.name.removesuffix(".gz")
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(f"{path} cannot be unpacked: {error}") from error
    # Bytes that are no UTF-8 are kept apart here and refused row by row.
    text = data.decode("utf-8-sig", "surrogateescape")
    _make, columns = FILES[name]
    return _csv_records(path, text, columns) if name.endswith(".csv") else _json_records(text, columns)


def _csv_records(path: Path, text: str, columns: tuple[str, ...]) -> Iterator[tuple[int, Record | None]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    if missing := [name for name in columns if name not in header]:
        raise Unreadable(f"{path} has no column {', '.join(missing)}.")
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, None
            continue
        if cells:
            yield line, dict(zip(header, cells, strict=True)) if len(cells) == len(header) else None


def _json_records(text: str, columns: tuple[str, ...]) -> Iterator[tuple[int, Record | None]]:
    for line, written in enumerate(text.split("\n"), start=1):
        if not written.strip():
            continue
        try:
            record = json.loads(written)
        except ValueError:
            record = None
        whole = isinstance(record, dict) and all(name in record for name in columns)
        yield line, record if whole else None


def _checked(row: Row) -> Row:
    """The row, if what it says can be kept whole. Raises Refused."""
    for name, longest in LONGEST.items():
        text = getattr(row, name)
        if len(text) > longest:
            raise Refused(f"{name} is longer than {longest} characters")
        if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
            raise Refused(f"{name} holds characters that cannot be kept")
    if not row.id:
        raise Refused("no id")
    if row.closed is not None and row.closed < row.opened:
        raise Refused("closed before it was opened")
    return row


def _id(record: Record | None) -> str:
    """The id as far as it can be shown."""
    written = (record or {}).get("case_id") or (record or {}).get("id") or ""
    return str(written).encode("utf-8", "replace").decode()[: LONGEST["id"]]


def select(rows: list[Row], types: frozenset[str] | None, limit: int | None) -> list[Row]:
    """The rows of these types; of many, `limit` of them spread evenly from the first opened to the last."""
    chosen = sorted((row for row in rows if types is None or row.matter.name in types), key=by_opening)
    if limit is None or limit >= len(chosen):
        return chosen
    return [chosen[count * len(chosen) // limit] for count in range(limit)]


def by_opening(row: Row) -> tuple[datetime, str]:
    return row.opened, row.id
