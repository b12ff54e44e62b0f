"""Stage 2, review: what it is, how urgent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints import repeats, standing
from complaints.choices import Nature
from complaints.models import Category, Ticket
from complaints.moving import move
from complaints.promises import policies
from complaints.refusals import Missing, NotYours
from servicecenter.actors import Actor
from servicecenter.models import Event

MAY_DOWNGRADE = {"supervisor", "complaint_manager", "client", "system"}


def start_review(ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None) -> Event:
    return move(ticket, "start_review", actor=actor, at=at, source=source, version=version)


def check_still_a_complaint(ticket: Ticket, nature: str, actor: Actor, **reason: str) -> None:
    """Raise unless a supervisor, with a `reason` (by its field's name), calls a complaint something else."""
    if ticket.nature_received != Nature.COMPLAINT or nature == Nature.COMPLAINT:
        return
    if not standing.before(ticket, actor).roles & MAY_DOWNGRADE:
        raise NotYours(_("What the customer calls a complaint is a complaint: a supervisor may change it."))
    for field, words in reason.items():
        if not words.strip():
            raise Missing(
                {field: [_("Give the reason, in the customer's words, for no longer calling it a complaint.")]}
            )


def classify(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    nature: str,
    category: Category | None,
    priority: str,
    why: str = "",
) -> Event:
    """Say what it is. The clocks are counted anew from receipt under the policy that now applies.

    What the customer called a complaint stays one, unless a supervisor gives a reason.
    """
    payload: dict[str, Any] = {
        "nature": nature,
        "category": category.code if category else "",
        "priority": priority,
    }

    def apply(locked: Ticket) -> Mapping[str, Any]:
        check_still_a_complaint(locked, nature, actor, why=why)
        payload["was"] = {"nature": locked.nature, "priority": locked.priority}
        locked.nature, locked.category, locked.priority = nature, category, priority
        chosen = policies.choose(policies.Facts.of(locked), locked.received_at)
        locked.policy_version = chosen
        payload["policy_version"] = chosen.pk if chosen else None
        return {
            "nature": nature,
            "category": category,
            "priority": priority,
            "policy_version": chosen,
            **repeats.mark(locked, at),
        }

    return move(
        ticket, "classify", actor=actor, at=at, source=source, version=version,
        apply=apply, payload=payload, text={"why": why},
    )  # fmt: skip
