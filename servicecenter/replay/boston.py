"""The columns of Boston's 311 requests.

The caller is not in the file, so every request is anonymous. Times are wall clock times without a zone.
"""

from collections.abc import Mapping
from datetime import datetime

from servicecenter.replay.maps import DataSet
from servicecenter.replay.rows import Refused, Row, instant, known

COLUMNS = (
    "case_id", "open_dt", "closed_dt", "title", "type", "department", "source", "closure_reason", "neighborhood", "zip",
)  # fmt: skip
WITHOUT_WORDS = "Closed; no words were published."


def row(record: Mapping[str, str], data_set: DataSet) -> Row:
    """Raises Refused."""
    if not record["open_dt"]:
        raise Refused("no opening time")
    opened = instant(_time(record["open_dt"], "opening"), data_set.zone)
    closed = record["closed_dt"]
    matter = known(record["type"], data_set.matters, "type")
    known(record["department"], data_set.departments, "department")
    return Row(
        id=record["case_id"],
        matter=matter,
        opened=opened,
        closed=instant(_time(closed, "closing"), data_set.zone, not_before=opened) if closed else None,
        title=matter.name,
        words=record["title"] or matter.name,
        place=" ".join(part for part in (record["neighborhood"], record["zip"]) if part) or "Boston",
        channel=known(record["source"], data_set.channels, "channel"),
        region="",
        department=record["department"],
        reply=record["closure_reason"] or WITHOUT_WORDS,
        language="en",
    )


def _time(written: str, what: str) -> datetime:
    try:
        local = datetime.fromisoformat(written)
    except ValueError:
        raise Refused(f"the {what} time cannot be read") from None
    if local.tzinfo is not None or not 1970 <= local.year <= 2100:
        raise Refused(f"the {what} time cannot be read")
    return local
