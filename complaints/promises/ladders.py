"""The ladders as data: which one a clock begins to climb, kept in the process and read again every half minute.

A version in force is never edited and a new one begins LEAD ahead, so every process knows of it in time.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from complaints.models import AlarmLadder, AlarmStep

FRESH = 30.0
"""Seconds a process goes on with what it has read."""
LEAD = timedelta(minutes=2)


@dataclass(frozen=True)
class Step:
    """Climbed when `share` of the time is used or, without one, when the step before stayed unanswered."""

    role: str
    share: float | None = None
    only_untouched: bool = False

    @property
    def is_rung(self) -> bool:
        """After the breach: climbed only while nobody answers."""
        return self.share is None

    @property
    def event(self) -> str:
        if self.share is None:
            return "clock.escalated"
        return "clock.warned" if self.share < 1 else "clock.broken"


@dataclass(frozen=True)
class Ladder:
    """Its steps in order, and the minutes an alarm waits for an answer before it climbs."""

    steps: tuple[Step, ...]
    wait: int = 15
    wait_critical: int = 5
    sort: str = ""
    valid_from: datetime | None = None

    @property
    def due(self) -> int:
        """The step at which the promise is broken."""
        return next(number for number, step in enumerate(self.steps) if step.share == 1)


# Of clocks begun before there were versions, and of a house that has none.
SHIPPED = Ladder(
    (
        Step("handler", share=0.5, only_untouched=True), Step("handler", share=0.75), Step("handler", share=0.9),
        Step("handler", share=1.0), Step("coordinator"), Step("supervisor"), Step("complaint_manager"),
    )
)  # fmt: skip

_known: Mapping[int, Ladder] = {}
_read_at = -FRESH


def by_key(pk: int | None) -> Ladder:
    """The ladder a clock climbs."""
    if pk is None:
        return SHIPPED
    return _all().get(pk) or _read()[pk]


def in_force(sort: str, at: datetime) -> int | None:
    """The key of the ladder for clocks of this sort that begin at `at`; None: as shipped."""
    begun = [(one.valid_from, pk) for pk, one in _all().items() if one.sort == sort and one.valid_from <= at]  # type: ignore[operator]
    return max(begun)[1] if begun else None


def forget() -> None:
    """Read again at the next look: something was edited here, or a test's rows are rolled back."""
    global _read_at
    _read_at = -FRESH


def _all() -> Mapping[int, Ladder]:
    return _known if time.monotonic() - _read_at < FRESH else _read()


def _read() -> Mapping[int, Ladder]:
    """One statement."""
    global _known, _read_at
    steps: dict[int, list[Step]] = {}
    versions: dict[int, AlarmLadder] = {}
    for row in AlarmStep.objects.select_related("ladder"):
        versions[row.ladder_id] = row.ladder
        share = None if row.share is None else row.share / 100
        steps.setdefault(row.ladder_id, []).append(Step(row.role, share, row.only_untouched))
    # Built whole, then assigned: another thread sees all of it or none.
    _known = {
        pk: Ladder(tuple(steps[pk]), one.wait, one.wait_critical, one.sort, one.valid_from)
        for pk, one in versions.items()
        if any(step.share == 1 for step in steps[pk])
    }
    _read_at = time.monotonic()
    return _known


def is_fixed(version: AlarmLadder, now: datetime) -> bool:
    """In force, or about to be: clocks stand on it, or another process may be beginning one."""
    return version.pk is not None and version.valid_from <= now + LEAD


STANDINGS = ("to_come", "in_force", "ended")


def standing(version: AlarmLadder, now: datetime) -> str:
    """One of STANDINGS."""
    if version.valid_from > now:
        return "to_come"
    return "in_force" if in_force(version.sort, now) == version.pk else "ended"


def next_number(sort: str) -> int:
    return (AlarmLadder.objects.filter(sort=sort).aggregate(highest=Max("number"))["highest"] or 0) + 1


def refuse_too_soon(valid_from: datetime, now: datetime) -> None:
    """Raises ValidationError."""
    if valid_from <= now + LEAD:
        raise ValidationError(_("Choose a moment at least two minutes from now, so that every server knows of it."))


def refuse_incomplete(shares: Sequence[int | None]) -> None:
    """The breach is always told. Raises ValidationError."""
    if 100 not in shares:
        raise ValidationError(_("Exactly one step has 100 per cent: it says that the time is over."))


def copy_of(version: AlarmLadder) -> list[dict[str, object]]:
    """Its steps, to begin a new version with."""
    return [{"share": one.share, "role": one.role, "only_untouched": one.only_untouched} for one in version.steps.all()]
