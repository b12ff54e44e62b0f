"""Stage 6, archive: closed under its final category; and opened again when it must be."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints import root_cause
from complaints.aftercare import after_policy
from complaints.aftercare.after_policy import REOPEN_WITHIN
from complaints.choices import Stage
from complaints.models import Category, Reason, Ticket
from complaints.moving import move
from complaints.refusals import NotNow
from complaints.stages import rating, settling
from servicecenter.actors import Actor
from servicecenter.models import Event

OPENS_AFTER_FINAL = {"new-fact", "outside-body"}  # codes of the list "reopening"


def archive(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    category: Category,
    closing_code: Reason,
    cause: Reason | None = None,
    note: str = "",
) -> Event:
    """File it under its final category, its root cause (`cause`, else as it was found) and closing code."""
    payload: dict[str, Any] = {"category": category.code, "closing_code": closing_code.code, "cause": ""}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        came_from = cause or root_cause.found(locked)
        payload["cause"] = came_from.code if came_from else ""
        return {"archived_at": at, "category": category, "closing_code": closing_code, "root_cause": came_from}

    return move(
        ticket, "archive", actor=actor, at=at, source=source, version=version, apply=apply, payload=payload,
        text={"note": note},
    )  # fmt: skip


def reopen(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    words: str,
    reason: Reason | None = None,
) -> Event:
    """Take it up in a further round with half the time. The customer may for 30 days after the reply.

    After the final reply only a new fact, or an outside body, opens it again.
    """
    payload: dict[str, Any] = {"reason": reason.code if reason else ""}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        if actor.kind == "customer" and locked.replied_at and at > locked.replied_at + REOPEN_WITHIN:
            raise NotNow(_("This request was answered more than 30 days ago. Please send a new one."))
        if locked.final_reply_at and (reason is None or reason.code not in OPENS_AFTER_FINAL):
            raise NotNow(_("The final reply has been given. Only a new fact or an outside body opens it again."))
        if actor.kind == "customer" and last_word_is_due(locked, at):
            raise NotNow(
                _("We have handled it in every round there is. Say on this page that it is not solved: the manager for"
                  " complaints then has the last word.")
            )  # fmt: skip
        payload["round"] = locked.round + 1
        return next_round(locked)

    return move(
        ticket, "reopen", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words},
    )  # fmt: skip


def last_word_is_due(ticket: Ticket, at: datetime) -> bool:
    """The rounds are over: whoever says that it is not solved gets the final reply, not one more handling."""
    spoken_to = ticket.stage == Stage.REPLIED and rating.may_rate(ticket, at)
    return spoken_to and ticket.round >= after_policy.of(ticket).rounds


def next_round(ticket: Ticket) -> dict[str, Any]:
    """The fields with which a further round begins; what became of the last one stays in the trail."""
    ticket.requests.update(result="", why="")
    return {
        "round": ticket.round + 1,
        "replied_at": None,
        "archived_at": None,
        "outcome": "",
        "closing_code": None,
        "root_cause": None,
        "handler": None,
        "team": None,
        "returns": 0,
        "information_asked": 0,
        "awaiting_ruling": False,
        "ruled": False,
        "final_reply_at": None,
        **settling.dropped(ticket),
    }
