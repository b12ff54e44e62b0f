"""Stage 3, dispatch: who shall handle it, and why they."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints import joint, part_taken, standing
from complaints.barred import persons
from complaints.joint import CoHandler
from complaints.models import Ticket
from complaints.moving import move
from complaints.refusals import NotYours
from servicecenter.actors import Actor
from servicecenter.models import Event, Team, User


def dispatch(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    team: Team,
    handler: User | None = None,
    why: str,
    co_handlers: Sequence[CoHandler] = (),
) -> Event:
    """Give it to the department that leads, or on to a team inside it; and to co-handlers their questions."""

    def apply(locked: Ticket) -> Mapping[str, Any]:
        if not persons.may_dispatch_to(standing.before(locked, actor), locked, team):
            raise NotYours(_("A coordinator dispatches inside the department. Return it, and say who should have it."))
        given = given_to(locked, team, handler, at)
        if co_handlers:
            joint.open_tasks(locked, co_handlers, actor=actor, at=at, source=source)
            given |= joint.standing(locked)
        return given

    return move(
        ticket, "dispatch", actor=actor, at=at, source=source, version=version, apply=apply,
        payload={"team": team.pk, "handler": handler.pk if handler else None}, text={"why": why},
    )  # fmt: skip


def given_to(ticket: Ticket, team: Team, handler: User | None, at: datetime) -> dict[str, Any]:
    """The fields of a ticket that this department leads from now on. Raises NotYours for who handled it before."""
    check_new_owner(ticket, handler)
    return {
        "team": team,
        "handler": handler,
        "dispatched_at": at,
        "proposed_team": None,
        **joint.became_lead(ticket, team, at),
    }


def accept(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    handler: User | None = None,
    note: str = "",
) -> Event:
    """Take it on, naming the person responsible: oneself when nobody else is named."""

    def apply(locked: Ticket) -> Mapping[str, Any]:
        person = handler or locked.handler or actor.user
        check_new_owner(locked, person)
        payload["handler"] = person.pk if person else None
        return {"handler": person}

    payload: dict[str, Any] = {}
    return move(
        ticket, "accept", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"note": note},
    )  # fmt: skip


def check_new_owner(ticket: Ticket, person: User | None) -> None:
    """In a second handling nobody handles it who handled it before."""
    if person is not None and not part_taken.may_handle(ticket, person):
        raise NotYours(_("Whoever handled it does not handle it a second time. Choose someone else."))
