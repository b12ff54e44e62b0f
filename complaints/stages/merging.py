"""Tickets tied to each other: linked, merged when one person wrote twice about one matter, and undone again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from complaints import secrecy, ties
from complaints.choices import OPEN, Stage
from complaints.conditions import CONDITIONS
from complaints.desk import asked
from complaints.models import Ticket, Tie
from complaints.moving import move
from complaints.promises import clocks_kept
from complaints.refusals import Missing, NotNow
from complaints.stages import lapsing
from servicecenter.actors import Actor
from servicecenter.models import Event

AS_IT_WAS = (
    "stage", "stage_since", "held_at", "held_until", "hold_reason_id", "archived_at", "extension_asked",
    "co_handling_open", "questions_open",
)  # fmt: skip


def link(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, other: str, why: str = ""
) -> Event:
    """Say that they belong together; each goes its own way."""
    there = ties.find_other(other, ticket, actor, at, "other")
    with transaction.atomic():
        ties.lock_in_order(ticket.pk, there.pk)
        if any(
            tie.kind == Tie.Kind.LINK and there.pk in {tie.ticket_id, tie.other_id} for tie in ties.standing_of(ticket)
        ):
            raise Missing({"other": [_("They are linked already.")]})

        def apply(_locked: Ticket) -> Mapping[str, Any]:
            Tie.objects.create(ticket=ticket, other=there, kind=Tie.Kind.LINK, made_at=at)
            ties.tell("ticket.joined", there, Tie.Kind.LINK, ticket, actor=actor, at=at, source=source)
            return {"can_undo": True}

        return move(
            ticket, "link", actor=actor, at=at, source=source, version=version, apply=apply,
            payload={"other": there.pk, "number": there.number}, text={"why": why},
        )  # fmt: skip


def merge(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, into: str, why: str
) -> Event:
    """End this one; its requests, words and files go on under the earlier ticket of the same person."""
    survivor = ties.find_other(into, ticket, actor, at, "into")
    with transaction.atomic():
        survivor = ties.lock_in_order(ticket.pk, survivor.pk)[survivor.pk]

        def apply(locked: Ticket) -> Mapping[str, Any]:
            _check_same(locked, survivor)
            _keep_how_it_stood(locked, survivor, at)
            asked.hand_over(locked.requests.to_answer(), survivor)
            ties.tell("ticket.joined", survivor, Tie.Kind.MERGE, locked, actor=actor, at=at, source=source)
            Ticket.objects.filter(pk=survivor.pk).update(
                version=F("version") + 1,
                chases=F("chases") + locked.chases,
                **secrecy.joined(locked, survivor, at),
            )
            return {"archived_at": at, "merged_into": survivor, "can_undo": True, **lapsing.lapse(locked, at)}

        return move(
            ticket, "merge", actor=actor, at=at, source=source, version=version, apply=apply,
            payload={"other": survivor.pk, "number": survivor.number}, text={"why": why},
        )  # fmt: skip


def _check_same(ticket: Ticket, survivor: Ticket) -> None:
    """Same complainant and same matter. Different customers are linked, never merged."""
    if survivor.stage not in OPEN:
        raise Missing({"into": [_("That ticket is answered already. Link them instead.")]})
    if ticket.customer_id is None or ticket.customer_id != survivor.customer_id:
        raise Missing({"into": [_("That is another customer. Different customers are linked, never merged.")]})
    if ticket.category_id and survivor.category_id and ticket.category_id != survivor.category_id:
        raise Missing({"into": [_("Their categories differ. Classify them alike if it is one matter.")]})
    if survivor.received_at > ticket.received_at:
        raise Missing({"into": [_("That one came later. Merge the later into the earlier: its promise counts.")]})


def _keep_how_it_stood(ticket: Ticket, survivor: Ticket, at: datetime) -> None:
    stood = {name: _plain(getattr(ticket, name)) for name in AS_IT_WAS}
    stood["clocks"] = clocks_kept.photograph(ticket)
    stood["other"] = {**secrecy.marks_of(survivor), "chases": ticket.chases}
    if ticket.extension_asked:
        stood["extension"] = ticket.extensions.get(granted=None).pk
    if ticket.tasks_open:
        stood["tasks"] = list(ticket.tasks.open().values_list("pk", flat=True))
    Tie.objects.create(ticket=ticket, other=survivor, kind=Tie.Kind.MERGE, made_at=at, before=stood)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def undo(ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, why: str) -> Event:
    """Take back the newest link, merge or split of this ticket. What happened since stays."""
    tie = ties.newest_to_undo(ticket)
    if tie is None:
        raise NotNow(CONDITIONS["can_undo"][0])
    with transaction.atomic():
        other = ties.lock_in_order(ticket.pk, tie.other_id)[tie.other_id]

        def apply(locked: Ticket) -> Mapping[str, Any]:
            fields = UNDOING[Tie.Kind(tie.kind)](locked, other, tie, at)
            Tie.objects.filter(pk=tie.pk).update(undone_at=at)
            ties.tell("ticket.parted", other, tie.kind, locked, actor=actor, at=at, source=source)
            return {"can_undo": ties.may_still_undo(locked, tie), **fields}

        return move(
            ticket, "undo", actor=actor, at=at, source=source, version=version, apply=apply,
            payload={"what": tie.kind, "other": other.pk, "number": other.number}, text={"why": why},
        )  # fmt: skip


def _undo_link(_ticket: Ticket, _other: Ticket, _tie: Tie, _at: datetime) -> Mapping[str, Any]:
    return {}


def _undo_merge(ticket: Ticket, other: Ticket, tie: Tie, _at: datetime) -> Mapping[str, Any]:
    """Stage, hold and clocks stand as they stood."""
    asked.take_back(ticket)
    stood = dict(tie.before)
    clocks_kept.put_back(stood.pop("clocks"))
    there = stood.pop("other")
    if extension := stood.pop("extension", None):
        ticket.extensions.filter(pk=extension).update(granted=None, decided_at=None)
    ticket.tasks.filter(pk__in=stood.pop("tasks", ())).update(waived_at=None)
    Ticket.objects.filter(pk=other.pk).update(
        version=F("version") + 1, chases=F("chases") - there["chases"],
        **secrecy.parted(other, ticket, tie.made_at, there),
    )  # fmt: skip
    return {"merged_into": None, "restored": {name: _read(name, value) for name, value in stood.items()}}


def _read(name: str, value: Any) -> Any:
    is_moment = isinstance(value, str) and name != "stage"
    return datetime.fromisoformat(value) if is_moment else value


def _undo_split(ticket: Ticket, other: Ticket, _tie: Tie, at: datetime) -> Mapping[str, Any]:
    """The part goes back to the whole, and its own number ends there."""
    asked.take_back(other, given_to=ticket)
    clocks_kept.cancel_all(ticket, at)
    Ticket.objects.filter(pk=other.pk).update(version=F("version") + 1)
    return {
        "merged_into": other,
        "archived_at": at,
        **lapsing.lapse(ticket, at),
        "restored": {"stage": Stage.ARCHIVED, "stage_since": at, "held_at": None, "held_until": None},
    }


UNDOING = {Tie.Kind.LINK: _undo_link, Tie.Kind.MERGE: _undo_merge, Tie.Kind.SPLIT: _undo_split}
