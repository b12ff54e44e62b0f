"""Sent back by whom it was given to; and who rules when that happens twice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints import conflicts
from complaints.models import Ticket
from complaints.moving import move
from complaints.refusals import NotNow
from complaints.stages.dispatch import given_to
from servicecenter import opening_hours, working_time
from servicecenter.actors import Actor
from servicecenter.models import Event, Team, User
from servicecenter.moments import say_moment

WINDOW_MINUTES = 4 * 60  # working minutes after the dispatch
RULED_AT = 2  # the second return goes to a supervisor


def return_to_review(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, why: str, team: Team
) -> Event:
    """Send it back inside the return window, proposing who should have it. No clock stops for that."""
    payload: dict[str, Any] = {"team": team.pk}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        _check_window(locked, at)
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


def _check_window(ticket: Ticket, at: datetime) -> None:
    given = ticket.dispatched_at or ticket.stage_since
    calendar = opening_hours.of(ticket.region.calendar)
    until = working_time.add(given, WINDOW_MINUTES, "working_minutes", calendar)
    if at > until:
        raise NotNow(
            _("The time to return it ended %(until)s. Ask a supervisor to take it over.")
            % {"until": say_moment(until, calendar.zone, now=at)}
        )
