"""The customer presses or gives way: asks again (催办), hears how it stands, withdraws."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints import conflicts
from complaints.models import Target, Ticket
from complaints.moving import move
from complaints.promises import clocks
from complaints.promises.milestones import Milestone
from complaints.promises.promising import begin_at
from complaints.refusals import Missing
from complaints.stages import lapsing
from servicecenter.actors import Actor
from servicecenter.models import Event

TO_SUPERVISOR = 3  # the third chase reaches the supervisor


def chase(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, words: str, name: str = ""
) -> Event:
    """Note that they, or `name` for them, ask again: on this ticket, never as a new one. The handler is told."""
    payload: dict[str, Any] = {}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        count = locked.chases + 1
        role, people = _told_of_chase(locked, count, at)
        payload.update(count=count, role=role, people=people)
        return {"chases": count}

    return move(
        ticket, "chase", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words, "name": name},
    )  # fmt: skip


def interim_reply(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    words: str,
    next_update_at: datetime,
) -> Event:
    """Tell the customer how it stands and when they hear next; that date is a promise with its own clock."""

    def apply(locked: Ticket) -> Mapping[str, Any]:
        if next_update_at <= at:
            raise Missing({"next_update_at": [_("Choose a moment to come, not one that is past.")]})
        subject = f"update:{locked.clocks.filter(milestone=Milestone.NEXT_UPDATE).count() + 1}"
        clocks.end_running(locked, Milestone.NEXT_UPDATE, at)
        begin_at(locked, Milestone.NEXT_UPDATE, subject, at, next_update_at, Target.Sort.PROMISE)
        return {}

    return move(
        ticket, "interim_reply", actor=actor, at=at, source=source, version=version, apply=apply,
        payload={"next_update_at": next_update_at.isoformat()}, text={"words": words},
    )  # fmt: skip


def withdraw(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, words: str
) -> Event:
    """The customer no longer asks for it. Danger, misconduct and what the law demands go on all the same."""

    def apply(locked: Ticket) -> Mapping[str, Any]:
        return {
            "archived_at": at,
            "replied_at": locked.replied_at or at,
            **lapsing.lapse(locked, at),
        }

    return move(
        ticket, "withdraw", actor=actor, at=at, source=source, version=version, apply=apply, text={"words": words}
    )


def _told_of_chase(ticket: Ticket, count: int, at: datetime) -> tuple[str, list[int]]:
    """The handler and the coordinator; from the third on the supervisor."""
    if count >= TO_SUPERVISOR:
        return conflicts.reach("supervisor", ticket, at)
    role, people = conflicts.reach("coordinator" if ticket.team_id else "reviewer", ticket, at)
    return role, sorted({*people, *filter(None, [ticket.handler_id])})
