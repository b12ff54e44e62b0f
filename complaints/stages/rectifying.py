"""The cause put right: opened by the finding, done with evidence, looked at by somebody else. Outlives the file."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints import conflicts, joint
from complaints.barred import persons
from complaints.models import Finding, Rectification, Target, Ticket
from complaints.moving import move
from complaints.promises import clocks
from complaints.promises.milestones import Milestone
from complaints.promises.promising import begin_at, begin_within
from complaints.refusals import Missing, NotNow
from servicecenter import trail
from servicecenter.actors import Actor
from servicecenter.models import Event
from servicecenter.requests import request_id

DAYS = 20  # working days, where the ticket's policy says nothing of `rectify`


def follow_finding(
    ticket: Ticket, finding: Finding, measure: str, *, actor: Actor, at: datetime, source: str
) -> dict[str, Any]:
    """Open or change the duty by what was found; the locked ticket's fields that change.

    A later finding never takes it back: somebody looks and says that the cause is gone.
    """
    known = ticket.rectifications.filter(round=finding.round).first()
    if known is None:
        return _open(ticket, finding, measure, actor, at, source) if finding.can_recur else {}
    if known.done_at or not finding.can_recur:
        return {}
    known.team, known.cause = finding.responsible or known.team, finding.cause
    known.measure = measure or known.measure
    known.save(update_fields=["team", "cause", "measure"])
    return {}


def _open(ticket: Ticket, finding: Finding, measure: str, actor: Actor, at: datetime, source: str) -> dict[str, Any]:
    row = Rectification.objects.create(
        ticket=ticket, round=finding.round, team=finding.responsible or ticket.team, cause=finding.cause,
        measure=measure, opened_at=at, due_at=at,
    )  # fmt: skip
    target = Target.objects.filter(version=ticket.policy_version_id, milestone=Milestone.RECTIFY).first()
    amount, unit = (target.amount, target.unit) if target and target.amount else (DAYS, Target.Unit.WORKING_DAYS)
    row.due_at = begin_within(ticket, Milestone.RECTIFY, row.subject, at, amount, unit).due_at
    row.save(update_fields=["due_at"])
    role, people = "coordinator", list(joint.people_of(row.team_id, at)) if row.team_id else []
    if not people:
        role, people = conflicts.reach("coordinator", ticket, at)
    trail.record(
        "ticket.rectification_opened", subject=("ticket", ticket.pk), at=at, actor=actor.within(ticket.region_id),
        source=source, request_id=request_id.get(), text={"words": measure},
        payload={"rectification": row.pk, "team": row.team_id, "due_at": row.due_at.isoformat(), "role": role,
                 "people": people},
    )  # fmt: skip
    return {"rectify_open": ticket.rectify_open + 1, "rectify_known": True}


def plan_rectification(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    rectification: Rectification,
    words: str,
) -> Event:
    """The responsible department says what it will do."""
    payload: dict[str, Any] = {"rectification": rectification.pk}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        mine = _of(locked, rectification, done=False)
        mine.measure = words
        mine.save(update_fields=["measure"])
        return {}

    return move(
        ticket, "plan_rectification", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words},
    )  # fmt: skip


def do_rectification(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    rectification: Rectification,
    words: str,
) -> Event:
    """It is done; `words` are the evidence. Its clock ends; somebody else still looks."""
    payload: dict[str, Any] = {"rectification": rectification.pk}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        mine = _of(locked, rectification, done=False)
        if not mine.measure.strip():
            raise Missing({"words": [_("Say first what is to be done against the cause.")]})
        mine.done_at, mine.done_by, mine.evidence = at, actor.user, words
        mine.save(update_fields=["done_at", "done_by", "evidence"])
        clocks.end_of_subject(locked, mine.subject, at)
        return {"rectify_open": locked.rectify_open - 1, "rectify_unverified": locked.rectify_unverified + 1}

    return move(
        ticket, "do_rectification", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words},
    )  # fmt: skip


def verify_rectification(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    rectification: Rectification,
    kept: bool,
    due_at: datetime | None = None,
    words: str = "",
) -> Event:
    """Somebody else has looked: it holds, or it is open again with a new date and a clock anew."""
    payload: dict[str, Any] = {"rectification": rectification.pk, "kept": kept}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        mine = _of(locked, rectification, done=True)
        if not persons.may_verify(actor, mine):
            raise persons.did_it()
        left = {"rectify_unverified": locked.rectify_unverified - 1}
        if kept:
            mine.verified_at, mine.verified_by = at, actor.user
            mine.save(update_fields=["verified_at", "verified_by"])
            return left
        if due_at is None or due_at <= at:
            raise Missing({"due_at": [_("Choose a moment to come, not one that is past.")]})
        mine.failures += 1
        mine.done_at, mine.done_by, mine.evidence, mine.due_at = None, None, "", due_at
        mine.save(update_fields=["failures", "done_at", "done_by", "evidence", "due_at"])
        begin_at(locked, Milestone.RECTIFY, mine.subject, at, due_at, Target.Sort.PROMISE)
        return left | {"rectify_open": locked.rectify_open + 1}

    return move(
        ticket, "verify_rectification", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words},
    )  # fmt: skip


def _of(ticket: Ticket, rectification: Rectification, *, done: bool) -> Rectification:
    """As it stands under the ticket's lock."""
    still = ticket.rectifications.standing().filter(pk=rectification.pk, done_at__isnull=not done)
    mine = still.first()
    if mine is None:
        raise NotNow(_("This rectification is not as it was; look at the ticket again."))
    return mine
