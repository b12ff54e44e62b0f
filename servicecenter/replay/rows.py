"""One request of a file, in the house's own words, before anything is done with it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from servicecenter.replay.maps import Matter


class Refused(Exception):
    """The row cannot be put through; the message says why, without quoting it."""


@dataclass(frozen=True, slots=True)
class Row:
    """Times are UTC; `closed` is None for what was still open. `region` and `department` are keys of the map."""

    id: str
    matter: Matter
    opened: datetime
    closed: datetime | None
    title: str
    words: str
    place: str
    channel: str
    region: str
    department: str
    reply: str
    language: str
    name: str = ""
    confidential: bool = False
    transfers: int = 0

    @property
    def anonymous(self) -> bool:
        return not self.name


def instant(local: datetime, zone: ZoneInfo, *, not_before: datetime | None = None) -> datetime:
    """A wall clock time as an instant. Of a time shown twice the first, unless only the second is `not_before`."""
    first = local.replace(tzinfo=zone).astimezone(UTC)
    if not_before and first < not_before:
        return max(first, local.replace(tzinfo=zone, fold=1).astimezone(UTC))
    return first


def known(words: str, of: dict | object, what: str):
    """The entry of a map. Raises Refused when the map has none."""
    try:
        return of[words]  # type: ignore[index]
    except (KeyError, TypeError):
        raise Refused(f"unknown {what}") from None
