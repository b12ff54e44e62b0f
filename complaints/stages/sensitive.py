"""Media, injury, petition, regulator: the supervisor on duty hears at once, few read it, a supervisor unmarks it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from complaints import conflicts, secrecy
from complaints.models import Target, Ticket
from complaints.moving import move
from complaints.promises.milestones import Milestone
from complaints.promises.promising import begin_within
from servicecenter.actors import Actor
from servicecenter.models import Event

SEEN_WITHIN_MINUTES = 30


def mark_sensitive(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, why: str
) -> Event:
    """Mark it: told by message and among the approvals, to be acknowledged within half an hour, day or night."""
    payload: dict[str, Any] = {}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        subject = f"sensitive:{locked.version}"
        begin_within(locked, Milestone.SEEN, subject, at, SEEN_WITHIN_MINUTES, Target.Unit.MINUTES)
        payload["role"], payload["people"] = conflicts.reach("supervisor", locked, at)
        locked.sensitive = True
        secrecy.hand_down(locked, secrecy.followers_of(locked))
        return {"sensitive": True, "sensitive_unseen": True}

    return move(
        ticket, "mark_sensitive", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"why": why},
    )  # fmt: skip


def see_sensitive(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, opinion: str = ""
) -> Event:
    """Acknowledge it: somebody with the right watches over it from here."""
    return move(
        ticket, "see_sensitive", actor=actor, at=at, source=source, version=version,
        apply=lambda locked: {"sensitive_unseen": False}, text={"opinion": opinion},
    )  # fmt: skip


def unmark_sensitive(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, why: str
) -> Event:
    """It is no longer, or never was, a sensitive matter."""

    def apply(locked: Ticket) -> Mapping[str, Any]:
        locked.members.filter(own_way=False).update(sensitive=False)
        return {"sensitive": False, "sensitive_unseen": False}

    return move(
        ticket, "unmark_sensitive", actor=actor, at=at, source=source, version=version, apply=apply, text={"why": why}
    )
