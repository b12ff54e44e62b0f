"""The fields of Fuzhou's 12345 tickets.

There are days, no hours: a ticket is received, and finally replied to, as the office opens on that day.
Names were taken out of the file; who was not anonymous is entered as one whose name is not public.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from complaints.choices import Nature
from servicecenter.replay.maps import DataSet, Matter
from servicecenter.replay.rows import Refused, Row, instant, known

COLUMNS = (
    "id", "district", "river", "nature", "channel", "anonymous", "date", "title", "content", "first_reply",
    "transfers", "days_to_final_reply",
)  # fmt: skip
NAME_WITHHELD = "姓名未公开"
MOST_TRANSFERS = 50


def row(record: Mapping[str, Any], data_set: DataSet) -> Row:
    """Raises Refused."""
    for name in ("id", "district", "river", "nature", "channel", "date", "title", "content", "first_reply"):
        if not isinstance(record[name], str):
            raise Refused(f"{name} is no text")
    if not record["date"]:
        raise Refused("no opening time")
    matter: Matter = known(record["nature"], data_set.matters, "type")
    known(record["district"], data_set.regions, "district")
    day = _day(record["date"])
    waited = record["days_to_final_reply"]
    if not record["content"].strip():
        raise Refused("no words")
    if waited is not None and not record["first_reply"].strip():
        raise Refused("closed without a reply")
    return Row(
        id=record["id"],
        matter=matter,
        opened=_opening(day, data_set),
        closed=None if waited is None else _opening(day + timedelta(days=_days(waited)), data_set),
        title=record["title"],
        words=record["content"],
        place=record["district"] + record["river"],
        channel=known(record["channel"], data_set.channels, "channel"),
        region=record["district"],
        department=record["district"],
        reply=record["first_reply"],
        language="zh-hans",
        name="" if record["anonymous"] else NAME_WITHHELD,
        confidential=matter.nature == Nature.REPORT,
        transfers=_count(record["transfers"]),
    )


def _day(written: str) -> date:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise Refused("the opening time cannot be read") from None
    if not 1970 <= day.year <= 2100:
        raise Refused("the opening time cannot be read")
    return day


def _days(waited: object) -> int:
    if type(waited) is not int or abs(waited) > 36500:
        raise Refused("the closing time cannot be read")
    return waited


def _count(transfers: object) -> int:
    if type(transfers) is not int or not 0 <= transfers <= MOST_TRANSFERS:
        raise Refused("the number of transfers cannot be read")
    return transfers


def _opening(day: date, data_set: DataSet) -> datetime:
    """When the office opens on that weekday; on a closed one, when it would on the others."""
    hours = data_set.calendars[data_set.office]["hours"]
    opens = min(blocks[0][0] for blocks in hours.values())
    return instant(datetime.combine(day, time.fromisoformat(opens)), data_set.zone)
