"""A ticket changes hands without changing departments: somebody is absent, or has too much."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints import conflicts
from complaints.desk import assignable
from complaints.models import Ticket
from complaints.moving import move
from complaints.refusals import Missing, NotNow
from complaints.stages.dispatch import check_new_owner
from servicecenter.actors import Actor
from servicecenter.models import Event, User


def reassign(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    handler: User,
    why: str,
) -> Event:
    """Somebody else handles it from here; both are told. The clocks run on."""

    def apply(locked: Ticket) -> Mapping[str, Any]:
        name = handler.get_full_name() or handler.username
        if locked.handler_id == handler.pk:
            raise NotNow(_("%(name)s has it already.") % {"name": name})
        if not assignable.may_be_given(locked, handler, at):
            refused = _("%(name)s works neither in the department it is with nor watches over its region.")
            raise Missing({"handler": [refused % {"name": name}]})
        check_new_owner(locked, handler)
        payload.update(handler=handler.pk, had_by=locked.handler_id, people=_told(locked, actor, handler))
        return {"handler": handler}

    payload: dict[str, Any] = {"role": "handler"}
    return move(
        ticket, "reassign", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"why": why},
    )  # fmt: skip


def requeue(ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, why: str) -> Event:
    """Back into the queue of the department it is with: its coordinator finds somebody. The clocks run on."""

    def apply(locked: Ticket) -> Mapping[str, Any]:
        role, people = conflicts.reach("coordinator", locked, at)
        told = sorted({*people, *filter(None, [locked.handler_id])} - {actor.id})
        payload.update(had_by=locked.handler_id, team=locked.team_id, role=role, people=told)
        return {"handler": None}

    payload: dict[str, Any] = {}
    return move(
        ticket, "requeue", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"why": why},
    )  # fmt: skip


def _told(ticket: Ticket, actor: Actor, handler: User) -> list[int]:
    """The one who gets it and the one who had it, but not who did it."""
    return sorted({handler.pk, *filter(None, [ticket.handler_id])} - {actor.id})
