"""What a move refuses, as problem details: who did what and when, and how the ticket stands now."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints import names
from complaints.models import Ticket
from complaints.moving import allowed
from complaints.refusals import Conflict, Missing, Refused
from servicecenter.actors import Actor
from servicecenter.models import Event
from servicecenter.problems import Problem, WrongInput

# Refused for the stage and outrun by another are states of the ticket (409); the role is a matter of rights.
STATUS = {"stage": 409, "version": 409, "role": 403}


def as_problem(refused: Refused, actor: Actor, at: datetime) -> Problem:
    if isinstance(refused, Missing):
        return WrongInput(refused.errors, code=refused.code)
    extra: dict[str, Any] = {}
    if isinstance(refused, Conflict):
        extra = {"ticket": standing(refused.ticket, actor, at), "last_move": told(refused.event)}
    return Problem(STATUS.get(refused.code, 409), refused.code, str(refused), **extra)


def version_needed() -> Problem:
    return WrongInput({"version": [_("Send the version of the ticket you saw; the ticket's page has it.")]}, "version")


def standing(ticket: Ticket, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "stage": ticket.stage,
        "version": ticket.version,
        "allowed_moves": [row.name for row in allowed(ticket, actor, at)],
    }


def told(event: Event | None) -> dict[str, Any] | None:
    """Who made which move, and when."""
    if event is None:
        return None
    known = names.of_events([event])
    client = event.actor_role == "client"
    by = known.of("client", event.actor_id) if client else known.person(event.actor_id)
    return {"move": event.payload.get("move", ""), "by": by, "role": event.actor_role, "at": event.at}
