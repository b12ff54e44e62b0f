"""Everything that happens to all rows, as moments in one order of time.

What the files do not say is decided here, and once:
- review, classification, dispatch and acceptance take no time: both cities route by type on receipt, so
  all the time there is belongs to the handling;
- a request passed on n times is passed on at n even steps between receipt and reply, and accepted by the
  last department; one that was still open is passed on at receipt;
- the reply and the filing are both at the closing;
- what was not closed stays open.
"""

from datetime import datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

from servicecenter.replay.rows import Row


class Step(IntEnum):
    """In the order they happen to one row."""

    OPEN = 1
    PASS_ON = 2
    CLOSE = 3


class Moment(NamedTuple):
    """Sorts by time; at the same time by the order of rows, then of steps. `nth` counts the passing-on."""

    at: datetime
    row: int
    step: Step
    nth: int


def moments(rows: list[Row]) -> list[Moment]:
    """All moments of these rows, earliest first. The same rows always give the same list."""
    return sorted(moment for index, row in enumerate(rows) for moment in of_row(index, row))


def of_row(index: int, row: Row) -> list[Moment]:
    found = [Moment(row.opened, index, Step.OPEN, 0)]
    for nth in range(1, row.transfers + 1):
        found.append(Moment(_passed_on(row, nth), index, Step.PASS_ON, nth))
    if row.closed is not None:
        found.append(Moment(row.closed, index, Step.CLOSE, 0))
    return found


def _passed_on(row: Row, nth: int) -> datetime:
    if row.closed is None:
        return row.opened
    seconds = (row.closed - row.opened).total_seconds() * nth / (row.transfers + 1)
    return row.opened + timedelta(seconds=int(seconds))
