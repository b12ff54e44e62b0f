"""Stage 4, investigate: what keeps it waiting, who must know, and what was reached in the field."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import conflicts, standing
from complaints.barred.persons import MAY_HOLD_ON
from complaints.calling import contacting
from complaints.events import TICKET
from complaints.models import Clock, Finding, Reason, Ticket
from complaints.moving import move
from complaints.promises import clocks
from complaints.promises.milestones import RECORDED_BY_HAND, Milestone
from complaints.refusals import Missing, NotNow, NotYours
from complaints.stages import rectifying
from servicecenter import opening_hours, trail, working_time
from servicecenter.actors import Actor
from servicecenter.models import Event, Team
from servicecenter.moments import say_moment
from servicecenter.requests import request_id

# Who an escalation reaches, level by level.
LEVELS = ("supervisor", "complaint_manager")
# What a handler puts on hold alone, and who goes beyond it.
HELD_DAYS = 10  # working days


def hold(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    reason: Reason,
    until: datetime,
    note: str = "",
) -> Event:
    """Stop the promise clocks for a reason of the customer's or the law's, never our own shortage.

    More than two holds, or one of more than ten working days, is a supervisor's to allow.
    """

    def apply(locked: Ticket) -> Mapping[str, Any]:
        if until <= at:
            raise Missing({"until": [_("Choose a moment to come, not one that is past.")]})
        if not standing.before(locked, actor).roles & MAY_HOLD_ON:
            _check_hold(locked, until, at)
        return {"held_at": at, "held_until": until, "hold_reason": reason}

    return move(
        ticket, "hold", actor=actor, at=at, source=source, version=version, apply=apply,
        payload={"reason": reason.code, "until": until.isoformat()}, text={"note": note},
    )  # fmt: skip


def _check_hold(ticket: Ticket, until: datetime, at: datetime) -> None:
    calendar = opening_hours.of(ticket.region.calendar)
    longest = working_time.add(at, HELD_DAYS, "working_days", calendar)
    if until > longest:
        raise NotYours(
            _("More than ten working days, beyond %(moment)s, only a supervisor puts on hold.")
            % {"moment": say_moment(longest, calendar.zone, now=at)}
        )


def resume(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, note: str = ""
) -> Event:
    """Take it up again; each paused clock has as much time left as it had.

    Its day came, or, when people do it, the customer was heard.
    """
    heard = {} if actor.kind == "system" else {"information_asked": 0}
    return move(
        ticket, "resume", actor=actor, at=at, source=source, version=version, text={"note": note},
        apply=lambda _locked: heard,
    )  # fmt: skip


def escalate(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    reason: Reason | None = None,
    words: str = "",
) -> Event:
    """Tell whoever is on duty one level up, now."""
    payload: dict[str, Any] = {"reason": reason.code if reason else ""}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        level = min(locked.escalation_level + 1, len(LEVELS))
        role, people = conflicts.reach(LEVELS[level - 1], locked, at)
        payload.update(level=level, role=role, people=people)
        return {"escalation_level": level}

    return move(
        ticket, "escalate", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words},
    )  # fmt: skip


def reach_milestone(
    ticket: Ticket,
    milestone: str,
    *,
    actor: Actor,
    at: datetime,
    reached_at: datetime,
    source: str,
    note: str = "",
) -> Event:
    """Record when the customer was talked to, the crew arrived, made safe or restored. Not a move.

    A contact is what the log of contacts says (calling/contacting.py): its moment is the log's.
    """
    if milestone not in RECORDED_BY_HAND:
        raise NotNow(_("This milestone is reached by a move, not by hand."))
    with transaction.atomic():
        locked = Ticket.objects.select_for_update().get(pk=ticket.pk)
        clock = Clock.objects.alive().filter(ticket=locked, milestone=milestone, subject="").first()
        if clock is None:
            raise NotNow(_("No such clock is running."))
        # People write minutes: the one in which the clock began is not before it.
        if not clock.started_at.replace(second=0, microsecond=0) <= reached_at <= at:
            raise Missing({"reached_at": [_("The moment must lie between the beginning of the clock and now.")]})
        if milestone == Milestone.CONTACT:
            return _contacted(locked, clock, actor=actor, at=at, source=source, note=note)
        reached_at = max(reached_at, clock.started_at)
        clocks.reach(locked, milestone, reached_at)
        locked.touched_at = at
        locked.save(update_fields=["touched_at", *clocks.NEAREST])
        return trail.record(
            "milestone.reached", subject=(TICKET, ticket.pk), at=at, actor=actor, source=source,
            payload={"milestone": milestone, "reached_at": reached_at.isoformat(), "clock": clock.pk},
            text={"note": note}, request_id=request_id.get(),
        )  # fmt: skip


def _contacted(locked: Ticket, clock: Clock, *, actor: Actor, at: datetime, source: str, note: str) -> Event:
    if event := contacting.end_if_made(locked, actor=actor, at=at, source=source, note=note):
        return event
    raise NotNow(
        _("Not contacted yet: %(standing)s. A talk with the customer, or each attempt, is noted as a contact.")
        % {"standing": contacting.standing(locked, clock.started_at, at)}
    )


def find(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    verdict: str,
    cause: Reason,
    facts: str,
    responsible: Team | None = None,
    can_recur: bool = False,
    measure: str = "",
) -> Event:
    """Record what was found: facts, cause, who is responsible, whether the complaint is upheld.

    What can happen again opens a duty to put its cause right, with `measure` when that is known already.
    """

    def apply(locked: Ticket) -> Mapping[str, Any]:
        finding, _made = Finding.objects.update_or_create(
            ticket=locked, round=locked.round,
            defaults={"verdict": verdict, "cause": cause, "responsible": responsible, "facts": facts,
                      "can_recur": can_recur, "found_at": at},
        )  # fmt: skip
        return rectifying.follow_finding(locked, finding, measure, actor=actor, at=at, source=source)

    return move(
        ticket, "find", actor=actor, at=at, source=source, version=version, apply=apply,
        payload={"verdict": verdict, "cause": cause.code, "team": responsible.pk if responsible else None,
                 "can_recur": can_recur}, text={"facts": facts},
    )  # fmt: skip
