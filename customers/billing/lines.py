"""One record as billing sent it, already checked for form, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Sort(StrEnum):
    CUSTOMER = "customer"
    ACCOUNT = "account"
    BILL = "bill"
    PAYMENT = "payment"


class Result(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"  # this very version is here already
    IGNORED = "ignored"  # a newer version is here
    REFUSED = "refused"


OLDER = "older"


@dataclass(frozen=True)
class Line:
    """`data`: the record's own fields; other records are named by their ids in the billing system."""

    sort: Sort
    id: str
    version: int
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """`version`: the one that is here now; errors: field → messages, of a refused line only."""

    result: Result
    version: int = 0
    errors: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        return OLDER if self.result == Result.IGNORED else ""
