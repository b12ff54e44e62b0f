"""Sent back by whom it was given to; and who rules when that happens twice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from complaints import conflicts
from complaints.models import Ticket
from complaints.moving import move
from complaints.stages.dispatch import given_to
from servicecenter.actors import Actor
from servicecenter.models import Event, Team, User

RULED_AT = 2  # the second return goes to a supervisor


def return_to_review(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, why: str, team: Team
) -> Event:
    """Send it back inside the return window, proposing who should have it. No clock stops for that."""
    payload: dict[str, Any] = {"team": team.pk}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        again = locked.returns + 1
        payload.update(count=again, role="", people=[])
        if again >= RULED_AT:
            payload["role"], payload["people"] = conflicts.reach("supervisor", locked, at)
        return {
            "returns": again,
            "awaiting_ruling": again >= RULED_AT,
            "proposed_team": team,
            "team": None,
            "handler": None,
        }

    return move(
        ticket, "return", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"why": why},
    )  # fmt: skip


def rule(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    team: Team,
    handler: User | None = None,
    why: str,
) -> Event:
    """Say who handles it. The ruling binds: it cannot be returned again in this round."""
    return move(
        ticket, "rule", actor=actor, at=at, source=source, version=version,
        apply=lambda locked: {**given_to(locked, team, handler, at), "awaiting_ruling": False, "ruled": True},
        payload={"team": team.pk, "handler": handler.pk if handler else None}, text={"why": why},
    )  # fmt: skip
