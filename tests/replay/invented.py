"""Invented requests in the formats of the two cities, written into a folder named like its map."""

import csv
import gzip
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

LIGHT, CALL_IN, NOISE = "Street Light Outages", "Utility Call-In", "Automotive Noise Disturbance"
"""Ten office days from 2015-02-16 on · a utility type with a due time · no utility, and no due time."""

COLUMNS = (
    "case_id", "open_dt", "target_dt", "closed_dt", "ontime", "status", "title", "subject", "reason", "type", "queue",
    "department", "source", "closure_reason", "neighborhood", "zip", "ward", "lat", "lon", "has_photo",
)  # fmt: skip


def request(case_id: str, opened: str, closed: str = "", **other: str) -> dict[str, str]:
    """A row of Boston's; local times without a zone."""
    ordinary = {
        "type": LIGHT,
        "department": "PWDx",
        "source": "Constituent Call",
        "title": "The lamp at the corner is out",
        "closure_reason": "Lamp replaced." if closed else "",
        "neighborhood": "Roxbury",
        "zip": "02119",
        "status": "Closed" if closed else "Open",
    }
    return dict.fromkeys(COLUMNS, "") | ordinary | {"case_id": case_id, "open_dt": opened, "closed_dt": closed} | other


def write_requests(where: Path, rows: Iterable[dict[str, str]], *, zipped: bool = True) -> Path:
    folder = where / "boston311-2015"
    folder.mkdir(parents=True, exist_ok=True)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    data = text.getvalue().encode()
    (folder / ("requests.csv.gz" if zipped else "requests.csv")).write_bytes(gzip.compress(data) if zipped else data)
    return folder


def year(count: int) -> list[dict[str, str]]:
    """Many requests over 2015 in no order at all: short and long ones, some never closed, some of no utility."""
    rows = []
    for number in range(count):
        month, day = 1 + number * 7 % 10, 1 + number * 11 % 28
        opened = f"2015-{month:02}-{day:02}T{number * 5 % 24:02}:{number * 13 % 60:02}:07"
        lasts = number * 3 % 40
        closed = f"2015-{min(12, month + 1 + lasts // 20):02}-{1 + (day + lasts) % 28:02}T16:20:00"
        kind = (LIGHT, CALL_IN, NOISE)[number % 3]
        rows.append(request(f"R{number:04}", opened, "" if number % 5 == 4 else closed, type=kind))
    return rows


def ticket(id: str, date: str, days: int | None = 3, **other: Any) -> dict[str, Any]:
    """A ticket of Fuzhou's."""
    ordinary = {
        "district": "鼓楼区",
        "river": "白马河",
        "nature": "投诉",
        "channel": "电话",
        "anonymous": 1,
        "title": "河水发黑",
        "content": "河水又黑又臭,请尽快处理。",
        "first_reply": "已安排清淤,谢谢您的反映。",
        "transfers": 0,
        "effective_replies": 1,
    }
    return ordinary | {"id": id, "date": date, "days_to_final_reply": days} | other


def write_tickets(where: Path, rows: Iterable[dict[str, Any]]) -> Path:
    folder = where / "fuzhou-12345-water"
    folder.mkdir(parents=True, exist_ok=True)
    with gzip.open(folder / "tickets.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    return folder
