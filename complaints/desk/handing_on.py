"""Several tickets change hands at once: each by its own move, with its own event and its own refusal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from complaints import actions
from complaints.choices import Stage
from complaints.lifecycle import MOVES
from complaints.models import Ticket
from complaints.refusals import Missing, NotNow, Refused
from servicecenter.actors import Actor
from servicecenter.models import User

MOST = 100
MAY = frozenset(MOVES["reassign"].who) - {"client"}


@dataclass(frozen=True)
class Wanted:
    """A ticket as it was seen. `back_to`: undo, so whoever had it gets it again ("": nobody had it)."""

    number: str
    version: int
    back_to: str | None = None
    back_stage: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of one of them. `had_by` and `stage` are as before, for taking it back."""

    number: str
    ticket: Ticket | None = None
    refused: Refused | None = None
    had_by: str = ""
    stage: str = ""

    @property
    def done(self) -> bool:
        return self.refused is None

    @property
    def why(self) -> str:
        """The refusal in words; of wrong input the first thing that is wrong."""
        if isinstance(self.refused, Missing):
            return next((words[0] for words in self.refused.errors.values() if words), str(self.refused))
        return str(self.refused or "")


def hand_on(
    wanted: Iterable[Wanted],
    *,
    reach: QuerySet[Ticket],
    to: User | None,
    why: str,
    actor: Actor,
    at: datetime,
    source: str,
) -> list[Outcome]:
    """Give each to `to`, or back into its department's queue (None). A foreign number is told like none.

    In the order of the tickets' keys, as every lock is taken; one that is refused stops no other.
    """
    asked = {one.number: one for one in wanted}
    rows = reach.filter(number__in=asked).select_related("region", "team", "handler").order_by("pk")
    found = list(rows[: MOST + 1])
    outcomes = [_one(ticket, asked[ticket.number], to, why, actor, at, source) for ticket in found]
    known = {ticket.number for ticket in found}
    missing = [number for number in asked if number not in known]
    return outcomes + [Outcome(one, refused=NotNow(_("There is no such ticket, or not for you."))) for one in missing]


def _one(ticket: Ticket, asked: Wanted, to: User | None, why: str, actor: Actor, at: datetime, source: str) -> Outcome:
    had_by, stage = ticket.handler.username if ticket.handler else "", ticket.stage
    name, data = _move(ticket, asked, to, why)
    try:
        if name == "requeue" and not ticket.handler_id:
            raise NotNow(_("Nobody has it: it is in the queue already."))
        actions.perform(ticket, name, data, actor=actor, at=at, source=source, version=asked.version)
    except Refused as refused:
        return Outcome(ticket.number, ticket, refused, had_by, stage)
    return Outcome(ticket.number, ticket, None, had_by, stage)


def _move(ticket: Ticket, asked: Wanted, to: User | None, why: str) -> tuple[str, Mapping[str, Any]]:
    """Which move it takes: forwards by whom it is for, backwards by what it was before."""
    person = (to.username if to else "") if asked.back_to is None else asked.back_to
    if not person:
        return "requeue", {"why": why}
    if asked.back_stage == Stage.INVESTIGATING and ticket.stage == Stage.DISPATCHED:
        return "accept", {"handler": person, "note": why}
    return "reassign", {"handler": person, "why": why}
