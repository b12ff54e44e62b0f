"""Stage 6, archive: closed under its final category; and opened again when it must be."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from complaints.models import Category, Reason, Ticket
from complaints.moving import move
from complaints.refusals import NotNow
from servicecenter.actors import Actor
from servicecenter.models import Event

REOPEN_WITHIN = timedelta(days=30)  # after the reply, for the customer


def archive(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    category: Category,
    closing_code: Reason,
    note: str = "",
) -> Event:
    """File it under its final category and closing code."""
    return move(
        ticket, "archive", actor=actor, at=at, source=source, version=version,
        apply=lambda locked: {"archived_at": at, "category": category, "closing_code": closing_code},
        payload={"category": category.code, "closing_code": closing_code.code}, text={"note": note},
    )  # fmt: skip


def reopen(ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, words: str) -> Event:
    """Take it up in a further round with half the time. The customer may for 30 days after the reply."""
    payload: dict[str, Any] = {}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        if actor.kind == "customer" and locked.replied_at and at > locked.replied_at + REOPEN_WITHIN:
            raise NotNow(_("This request was answered more than 30 days ago. Please send a new one."))
        payload["round"] = locked.round + 1
        return fields_of_further_round(locked)

    return move(
        ticket, "reopen", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words},
    )  # fmt: skip


def fields_of_further_round(locked: Ticket) -> dict[str, Any]:
    """What the locked ticket is when it is taken up again."""
    # What was asked for is open again; what became of it in the last round stays in the trail.
    locked.requests.update(result="", why="")
    return {
        "round": locked.round + 1,
        "replied_at": None,
        "archived_at": None,
        "outcome": "",
        "closing_code": None,
        "handler": None,
        "team": None,
        "returns": 0,
        "awaiting_ruling": False,
        "ruled": False,
    }
