"""Making a move: the only code that writes a ticket's stage, in one transaction with its event and clocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from complaints import barred, conflicts, decisions, open_ends
from complaints.barred.facts import Facts
from complaints.choices import Nature
from complaints.conditions import CONDITIONS
from complaints.desk.in_hand import held
from complaints.lifecycle import MOVES, NOT_HELD, TABLE, Move
from complaints.models import Ticket
from complaints.promises import clocks
from complaints.refusals import Conflict, NotNow, NotThisRole, Refused
from servicecenter import trail
from servicecenter.actors import Actor
from servicecenter.models import Event
from servicecenter.requests import request_id
from servicecenter.roles import ROLES

# Roles held for what a department was given, not for a region.
OF_A_DEPARTMENT = frozenset({"coordinator", "handler"})
# Done to a ticket by a move made on another; its version is raised too.
ALSO_COUNTED = ("ticket.joined", "ticket.parted")


def why_not(row: Move, ticket: Ticket, actor: Actor, at: datetime, facts: Facts | None = None) -> Refused | None:
    """The reason this actor cannot make this move now, or None. facts: where several moves are looked at together."""
    if ticket.stage not in row.sources:
        return NotNow(
            _("“%(move)s” is not possible at the stage “%(stage)s”.")
            % {"move": row.label, "stage": ticket.get_stage_display()}
        )
    for condition in row.needed:
        if not getattr(ticket, condition):
            return NotNow(CONDITIONS[condition][0])
    for condition in row.forbidden:
        if getattr(ticket, condition):
            # Put into words when somebody reads it: naming what is open asks the database.
            return NotNow(lazy(_in_the_way, str)(condition, ticket))
    if not _may(row, ticket, actor):
        return NotThisRole(_("Your role does not allow “%(move)s”.") % {"move": row.label})
    return barred.reason(row.name, facts or Facts(ticket, actor, at))


def _in_the_way(condition: str, ticket: Ticket) -> str:
    """The word for who tried, with what is open by name; of a group's member, where the group is handled."""
    words = str(CONDITIONS[condition][1])
    if names := open_ends.named(condition, ticket):
        return _("%(why)s Open: %(what)s.") % {"why": words, "what": _("; ").join(names)}
    return words % {"lead": ticket.lead.number} if condition == "follows_lead" and ticket.lead else words


def _may(row: Move, ticket: Ticket, actor: Actor) -> bool:
    """By role; with a report of wrongdoing only the integrity role does what others do elsewhere."""
    roles = actor.within(ticket.region_id).roles
    if row.by_lead and not _is_theirs(ticket, actor):
        roles -= OF_A_DEPARTMENT
    if ticket.nature == Nature.REPORT and actor.kind == "staff":
        return "integrity_officer" in roles and not ROLES.keys().isdisjoint(row.open_to(ticket.stage))
    return not roles.isdisjoint(row.open_to(ticket.stage))


def _is_theirs(ticket: Ticket, actor: Actor) -> bool:
    """It is given to them or their team leads it. Who was only asked something answers that and nothing else."""
    person = actor.user
    if person is None or ticket.team_id is None or person.team_id is None or person.pk == ticket.handler_id:
        return True
    return ticket.team_id == person.team_id or ticket.team_id in person.teams_led()


def looked_at(
    ticket: Ticket, actor: Actor, at: datetime, events: Iterable[Event] | None = None
) -> list[tuple[Move, Refused | None]]:
    """Each move with the reason why this actor cannot make it now, in the table's order.

    events: the ticket's own, where they are read already.
    """
    facts = Facts(ticket, actor, at, events)
    return [(row, why_not(row, ticket, actor, at, facts)) for row in TABLE if row.sources]


def allowed(ticket: Ticket, actor: Actor, at: datetime, events: Iterable[Event] | None = None) -> list[Move]:
    """The moves this actor may make now, in the table's order."""
    return [row for row, refusal in looked_at(ticket, actor, at, events) if refusal is None]


def move(
    ticket: Ticket,
    name: str,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    apply: Callable[[Ticket], Mapping[str, Any]] | None = None,
    payload: Mapping[str, Any] | None = None,
    text: Mapping[str, Any] | None = None,
) -> Event:
    """Make one move in one transaction: ticket row first, then event, clocks and outbox.

    `version` is what the actor saw; None means they saw none (rounds, the customer's own page).
    `apply` gets the locked ticket, checks what only the locked row can tell and returns the fields
    to change. Raises NotNow, NotYours, Conflict or whatever `apply` raises; nothing is changed then.
    The caller's `ticket` is brought up to date.
    """
    row, hand = MOVES[name], held()
    with transaction.atomic(savepoint=hand is None):
        locked = (hand or {}).get(ticket.pk) or _lock(ticket.pk)
        if version is not None and version != locked.version:
            raise Conflict(locked, last_move(locked))
        if refusal := why_not(row, locked, actor, at):
            raise refusal
        before = locked.stage
        named_before = locked.names_staff
        fields = dict(apply(locked)) if apply else {}
        if named_before:
            conflicts.check(locked, fields, actor)
        event = _write(row, locked, before, fields, actor.within(locked.region_id), at, source, payload, text)
        if hand is not None:
            hand[locked.pk] = locked
    ticket.__dict__.update(locked.__dict__)
    for one in (ticket, locked):
        one.__dict__.pop("_prefetched_objects_cache", None)  # rows under it as they stood before
    return event


def _lock(ticket_id: int) -> Ticket:
    return Ticket.objects.select_for_update(of=("self",)).select_related("region").get(pk=ticket_id)


def _write(row, locked, before, fields, actor, at, source, payload, text) -> Event:
    old_version = locked.version
    if row.restores:
        fields |= fields.pop("restored", {})
        assert fields.get("stage", before) in {before, *row.restores}
    if row.target:
        fields |= {"stage": row.target, "stage_since": at}
    if row.target or row.resumes:
        fields |= NOT_HELD
    if row.target:
        fields |= decisions.lapse(locked, row.target, at)
    if row.counted:
        fields["version"] = old_version + 1
    if actor.kind in {"staff", "client"}:
        fields["touched_at"] = at
    for field, value in fields.items():
        setattr(locked, field, value)
    clocks.settle(locked, row, actor=actor, at=at)
    fields |= {field: getattr(locked, field) for field in clocks.NEAREST}
    # Stage and version in the WHERE: exactly one row changes, even if a lock was not what it seemed.
    changed = Ticket.objects.filter(pk=locked.pk, stage=before, version=old_version).update(**fields)
    if changed != 1:
        raise Conflict(locked, last_move(locked))
    return trail.record(
        row.event,
        subject=("ticket", locked.pk),
        at=at,
        actor=actor,
        source=source,
        payload={
            "move": row.name,
            "from": before,
            "to": locked.stage,
            "version": locked.version,
            **(payload or {}),
        },
        text=text,
        request_id=request_id.get(),
    )


def last_move(ticket: Ticket) -> Event | None:
    """The newest move that raised the ticket's version: whom a conflict names."""
    kinds = [*(row.event for row in TABLE if row.counted), *ALSO_COUNTED]
    return Event.objects.filter(subject_type="ticket", subject_id=ticket.pk, kind__in=kinds).order_by("-id").first()
