"""What was promised in a reply, until it is done and someone has looked: owner, clock, proof."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints import standing
from complaints.barred import persons
from complaints.choices import Stage
from complaints.models import FollowUp, Target, Ticket
from complaints.moving import move
from complaints.promises import clocks
from complaints.promises.milestones import Milestone
from complaints.promises.promising import begin_at
from complaints.refusals import Missing, NotNow
from servicecenter.actors import Actor
from servicecenter.models import Event, User


@dataclass(frozen=True)
class Promised:
    """One promise about to be made."""

    kind: str
    what: str
    due_at: datetime
    owner: User | None = None


def promise(
    ticket: Ticket, promised: Sequence[Promised], actor: Actor, at: datetime, payload: dict[str, Any]
) -> dict[str, Any]:
    """Keep each promise of a reply with its owner and its clock; the locked ticket's fields that change."""
    if not promised:
        return {}
    for number, one in enumerate(promised, start=1):
        if one.due_at <= at:
            raise Missing({f"follow_up_{number}_due_at": [_("Choose a moment to come, not one that is past.")]})
    kept = [_keep(ticket, one, actor, at) for one in promised]
    payload["follow_ups"] = [one.pk for one in kept]
    return {"follow_ups_open": ticket.follow_ups_open + len(kept)}


def _keep(ticket: Ticket, one: Promised, actor: Actor, at: datetime) -> FollowUp:
    follow_up = FollowUp.objects.create(
        ticket=ticket, round=ticket.round, kind=one.kind, what=one.what, due_at=one.due_at, promised_at=at,
        owner=one.owner or ticket.handler or actor.user,
    )  # fmt: skip
    begin_at(ticket, _milestone(follow_up), follow_up.subject, at, one.due_at, Target.Sort.PROMISE)
    return follow_up


def _milestone(follow_up: FollowUp) -> Milestone:
    return Milestone.PAYMENT if follow_up.kind == FollowUp.Kind.REFUND else Milestone.FOLLOW_UP


def do_follow_up(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    follow_up: FollowUp,
    words: str,
) -> Event:
    """Note that it is done, with the proof. Its clock ends; somebody else still looks."""
    payload: dict[str, Any] = {"follow_up": follow_up.pk, "kind": follow_up.kind}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        mine = _of(locked, follow_up, done=False)
        if not persons.may_do(standing.before(locked, actor), mine):
            raise persons.of_another_owner()
        mine.done_at, mine.done_by, mine.proof = at, actor.user, words
        mine.save(update_fields=["done_at", "done_by", "proof"])
        clocks.end_of_subject(locked, mine.subject, at)
        return {
            "follow_ups_open": locked.follow_ups_open - 1,
            "follow_ups_unverified": locked.follow_ups_unverified + 1,
        }

    return move(
        ticket, "do_follow_up", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words},
    )  # fmt: skip


def verify_follow_up(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    follow_up: FollowUp,
    kept: bool,
    due_at: datetime | None = None,
    words: str = "",
) -> Event:
    """Someone else has looked: it was kept, or it is open again with a new date and a clock anew."""
    payload: dict[str, Any] = {"follow_up": follow_up.pk, "kind": follow_up.kind, "kept": kept}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        mine = _of(locked, follow_up, done=True)
        if not persons.may_verify(actor, mine):
            raise persons.did_it()
        left = {"follow_ups_unverified": locked.follow_ups_unverified - 1}
        if kept:
            mine.verified_at, mine.verified_by = at, actor.user
            mine.save(update_fields=["verified_at", "verified_by"])
            return left
        _open_again(locked, mine, due_at, at)
        return left | {"follow_ups_open": locked.follow_ups_open + 1}

    return move(
        ticket, "verify_follow_up", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words},
    )  # fmt: skip


def _open_again(ticket: Ticket, follow_up: FollowUp, due_at: datetime | None, at: datetime) -> None:
    if ticket.stage == Stage.ARCHIVED:
        raise NotNow(_("The ticket is archived: have it taken up again, then name the new date."))
    if due_at is None or due_at <= at:
        raise Missing({"due_at": [_("Choose a moment to come, not one that is past.")]})
    follow_up.failures += 1
    follow_up.done_at, follow_up.done_by, follow_up.proof, follow_up.due_at = None, None, "", due_at
    follow_up.save(update_fields=["failures", "done_at", "done_by", "proof", "due_at"])
    begin_at(ticket, _milestone(follow_up), follow_up.subject, at, due_at, Target.Sort.PROMISE)


def _of(ticket: Ticket, follow_up: FollowUp, *, done: bool) -> FollowUp:
    """As it stands under the ticket's lock."""
    still = FollowUp.objects.filter(ticket=ticket, pk=follow_up.pk, done_at__isnull=not done, verified_at=None)
    mine = still.first()
    if mine is None:
        raise NotNow(_("This follow-up is not as it was; look at the ticket again."))
    return mine
