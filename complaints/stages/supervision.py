"""From above: orders that must be answered (督办), and taking a ticket over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints.models import Supervision, Target, Ticket
from complaints.moving import move
from complaints.promises.milestones import Milestone
from complaints.promises.promising import begin_at
from complaints.refusals import Missing
from servicecenter.actors import Actor
from servicecenter.models import Event


def supervise(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, words: str, due_at: datetime
) -> Event:
    """Order something, by a time. The order has a clock of its own and stands out until it is answered."""

    def apply(locked: Ticket) -> Mapping[str, Any]:
        if due_at <= at:
            raise Missing({"due_at": [_("Choose a moment to come, not one that is past.")]})
        order = Supervision.objects.create(
            ticket=locked, what=words, due_at=due_at, ordered_at=at, ordered_by=actor.user
        )
        begin_at(locked, Milestone.SUPERVISE, f"order:{order.pk}", at, due_at, Target.Sort.UPSTREAM)
        payload["order"] = order.pk
        return {"order_open": True}

    payload: dict[str, Any] = {"due_at": due_at.isoformat()}
    return move(
        ticket, "supervise", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words},
    )  # fmt: skip


def answer_supervision(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, words: str
) -> Event:
    """Say what was done about the order."""
    payload: dict[str, Any] = {}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        order = locked.supervisions.get(answered_at=None)
        order.answered_at, order.answer = at, words
        order.save(update_fields=["answered_at", "answer"])
        payload["order"] = order.pk
        return {"order_open": False}

    return move(
        ticket, "answer_supervision", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words},
    )  # fmt: skip


def take_over(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, why: str
) -> Event:
    """The supervisor or shift leader handles it from here."""
    return move(
        ticket, "take_over", actor=actor, at=at, source=source, version=version,
        apply=lambda locked: {"handler": actor.user},
        payload={"handler": actor.id}, text={"why": why},
    )  # fmt: skip
