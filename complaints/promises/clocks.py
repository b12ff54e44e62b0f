"""Clocks: started, met, paused, recomputed. Pure decisions apart from the rows they stand in.

`settle` is called by moving.move with the ticket row locked; nothing else ends a clock of a move.
A clock that has ended is never judged again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from itertools import product
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from complaints.choices import Stage
from complaints.models import Clock, ClockPause, Target, Ticket
from complaints.promises import alarms
from complaints.promises.milestones import FROM_RECEIPT, FROM_REOPENING, OUTLASTING, OUTLIVING, Milestone
from complaints.promises.promising import begin, nobody_to_reach
from servicecenter import opening_hours, working_time
from servicecenter.actors import Actor

if TYPE_CHECKING:
    from complaints.lifecycle import Move

log = logging.getLogger(__name__)

CHANGING = ["state", "due_at", "original_due_at", "ended_at", "paused_at", "next_alarm_at", "alarm_step", "recomputed",
            "policy_version_id", "amount", "unit", "calendar_id", "sort", "ladder_id"]  # fmt: skip
WITH_CALENDAR = Prefetch("clocks", Clock.objects.select_related("calendar"))
# What point_at_nearest writes on the ticket.
NEAREST = ("next_due_at", "waiting_for", "waiting_since")
# What a clock may become, compiled into the database's guard: met and late are final.
FIRST = ("running", "paused", "met", "late")
CHANGES = frozenset(
    {
        *product(["running"], ["paused", "met", "late", "cancelled"]),
        *product(["paused"], ["running", "met", "late", "cancelled"]),
        *product(["cancelled"], ["running", "paused"]),  # promised again
    }
)


# Moves that say what it is: the clocks are counted anew from receipt.
JUDGING = {"classify", "confirm_emergency"}


def settle(ticket: Ticket, row: Move, *, actor: Actor, at: datetime) -> None:
    """Do to the locked ticket's clocks what the move says, and note the nearest due time on the ticket."""
    clocks = getattr(ticket, "settled_clocks", None)  # of the move before, while the ticket is in hand
    if clocks is None:
        clocks = list(ticket.clocks.select_related("calendar"))
    before = [_as_it_is(clock) for clock in clocks]
    for clock in clocks:
        if clock.is_alive and clock.milestone in row.ends:
            end(clock, at)
        elif clock.is_alive and row.closes and not _goes_on(clock, row):
            (end if _was_broken(clock, row, at) else cancel)(clock, at)
    fresh = _recompute(ticket, clocks, at) if row.name in JUDGING else _start(ticket, row, clocks, at)
    if fresh:
        Clock.objects.bulk_create(fresh)
        before += [_as_it_is(clock) for clock in fresh]
    clocks += fresh
    _keep_still(ticket, clocks, actor, at)
    _write(before, clocks, at)
    point_at_nearest(ticket, clocks)
    ticket.settled_clocks = clocks


def _goes_on(clock: Clock, row: Move) -> bool:
    """Promised whatever round it is in; of the cause put right, even when the file is closed."""
    return clock.milestone in OUTLIVING or (row.target != Stage.ARCHIVED and clock.milestone in OUTLASTING)


def _was_broken(clock: Clock, row: Move, at: datetime) -> bool:
    """Putting a file away hides no promise that was broken before."""
    return row.name == "archive" and (clock.paused_at or at) > clock.due_at


def reach(ticket: Ticket, milestone: str, at: datetime) -> None:
    """End the locked ticket's living clock of this milestone, if there is one: what no move ends."""
    clocks = list(Clock.objects.alive().filter(ticket=ticket).select_related("calendar"))
    before = [_as_it_is(clock) for clock in clocks]
    for clock in clocks:
        if clock.milestone == milestone and not clock.subject:
            end(clock, at)
    _write(before, clocks, at)
    point_at_nearest(ticket, clocks)


def end_running(ticket: Ticket, milestone: str, at: datetime) -> None:
    """End the locked ticket's living clocks of this milestone, whatever their subject."""
    _end_all(ticket, Clock.objects.alive().filter(ticket=ticket, milestone=milestone), at)


def end_of_subject(ticket: Ticket, subject: str, at: datetime) -> None:
    """End the locked ticket's living clock of one follow-up, task or order."""
    _end_all(ticket, Clock.objects.alive().filter(ticket=ticket, subject=subject), at)


def _end_all(ticket: Ticket, found: Iterable[Clock], at: datetime) -> None:
    for clock in found:
        end(clock, at)
        clock.save(update_fields=CHANGING)
    ticket.__dict__.pop("settled_clocks", None)  # a ticket kept in hand must see it


def cancel_running(ticket: Ticket, milestone: str, at: datetime) -> None:
    """Cancel the locked ticket's living clocks of this milestone, whatever their subject."""
    for clock in Clock.objects.alive().filter(ticket=ticket, milestone=milestone):
        cancel(clock, at)
        clock.save(update_fields=CHANGING)
    ticket.__dict__.pop("settled_clocks", None)  # a ticket kept in hand must see it


def open_clocks(ticket: Ticket) -> list[Clock]:
    """The clocks a new ticket begins with, by the policy just chosen. The machine's acknowledgement is met at once."""
    targets = ticket.policy_version.promised if ticket.policy_version else []
    clocks = [
        clock
        for target in targets
        if target.milestone in FROM_RECEIPT and (clock := begin(ticket, target, ticket.received_at)) is not None
    ]
    for clock in clocks:
        if clock.milestone == Milestone.ACKNOWLEDGE:
            end(clock, ticket.received_at)  # whoever calls hears somebody as the call begins
    return clocks


def point_at_nearest(ticket: Ticket, clocks: Iterable[Clock]) -> None:
    """Note on the ticket what it waits for next: the running clock due first, or the paused one."""
    alive = [clock for clock in clocks if clock.is_alive]
    nearest = min(
        alive, key=lambda clock: (clock.state != Clock.State.RUNNING, clock.due_at, clock.pk or 0), default=None
    )
    running = nearest is not None and nearest.state == Clock.State.RUNNING
    ticket.next_due_at = nearest.due_at if nearest and running else None
    ticket.waiting_for = nearest.milestone if nearest else ""
    ticket.waiting_since = nearest.started_at if nearest else None


def end(clock: Clock, at: datetime) -> None:
    """Met when it ends by its due time, late otherwise; a paused one ended in time."""
    reference = clock.paused_at or at
    clock.state = Clock.State.MET if reference <= clock.due_at else Clock.State.LATE
    clock.ended_at, clock.next_alarm_at, clock.paused_at = at, None, None


def cancel(clock: Clock, at: datetime) -> None:
    clock.state, clock.ended_at, clock.next_alarm_at, clock.paused_at = Clock.State.CANCELLED, at, None, None


def shifted(clock: Clock, since: datetime, until: datetime) -> datetime:
    """The due time after a pause: as much time of the clock's own unit is left as there was."""
    try:
        return working_time.after_pause(
            clock.due_at,
            since,
            until,
            clock.unit,
            opening_hours.of(clock.calendar),
            shift_holidays=clock.sort == Target.Sort.PROMISE,
        )
    except working_time.CalendarRunsOut:
        return clock.due_at + (until - since)


def _targets(ticket: Ticket) -> list[Target]:
    return list(Target.objects.filter(version=ticket.policy_version_id).select_related("calendar"))


def _start(ticket: Ticket, row: Move, clocks: list[Clock], at: datetime) -> list[Clock]:
    """Clocks the move starts, once a round. A further round never restarts a statutory one."""
    if not row.starts:
        return []
    taken = {clock.milestone for clock in clocks if clock.round == ticket.round and not clock.subject}
    wanted = [
        target
        for target in _targets(ticket)
        if target.milestone in row.starts
        and target.milestone not in taken
        and (ticket.round == 1 or target.sort != Target.Sort.STATUTORY)
    ]
    return [clock for target in wanted if (clock := begin(ticket, target, at)) is not None]


def _recompute(ticket: Ticket, clocks: list[Clock], at: datetime) -> list[Clock]:
    """After a re-classification: what still runs is counted anew from where its round began, under the
    new policy. What that no longer promises is cancelled, and comes back should it be promised again.
    What it adds begins there too, so it may be past already and says so (`recomputed`).
    """
    promised = {target.milestone: target for target in _targets(ticket) if _counts_in_round(ticket, target)}
    mine = {clock.milestone: clock for clock in clocks if clock.round == ticket.round and not clock.subject}
    for milestone, clock in mine.items():
        target = promised.get(milestone)
        if clock.has_been_judged or milestone not in FROM_RECEIPT:
            continue
        if target is None:
            cancel(clock, at)
        elif target.version_id != clock.policy_version_id or not clock.is_alive:
            _retarget(clock, begin(ticket, target, clock.started_at), at)
    # A further round began when it was reopened, and reviewing is the stage since then.
    beginning = ticket.received_at if ticket.round == 1 else ticket.stage_since
    new = [target for milestone, target in promised.items() if milestone not in mine]
    fresh = [begun for target in new if (begun := begin(ticket, target, beginning)) is not None]
    for clock in fresh:
        clock.recomputed = True
        clock.next_alarm_at = alarms.first(clock, at)
        if clock.milestone == Milestone.ACKNOWLEDGE:
            end(clock, beginning)
    return fresh


def _counts_in_round(ticket: Ticket, target: Target) -> bool:
    """Promised by this round from its beginning: a further one restarts nothing statutory, and not everything."""
    if target.amount is None or nobody_to_reach(ticket, target):
        return False
    if ticket.round == 1:
        return target.milestone in FROM_RECEIPT
    return target.milestone in FROM_REOPENING and target.sort != Target.Sort.STATUTORY


def _retarget(clock: Clock, anew: Clock | None, at: datetime) -> None:
    """Give a clock the promise of another policy, keeping the pauses it had if the promise can be held."""
    assert anew is not None
    for field in ("sort", "policy_version_id", "amount", "unit", "calendar"):
        setattr(clock, field, getattr(anew, field))
    clock.original_due_at = clock.due_at = anew.due_at
    clock.recomputed = True
    if not clock.is_alive:
        clock.state, clock.ended_at = Clock.State.RUNNING, None
    if clock.sort == Target.Sort.PROMISE:
        for since, until in clock.pauses.filter(until__isnull=False).values_list("since", "until"):
            assert until is not None
            clock.due_at = shifted(clock, since, until)
    clock.alarm_step = 0
    clock.next_alarm_at = None if clock.paused_at else alarms.first(clock, at)


def _keep_still(ticket: Ticket, clocks: list[Clock], actor: Actor, at: datetime) -> None:
    """While a ticket is held its promise clocks stand still, and only those and only then.

    Statutory and upstream ones run on: a hold is ours, not theirs.
    """
    ledger = []
    for clock in clocks:
        still = ticket.held_at is not None and clock.sort == Target.Sort.PROMISE
        if clock.state == Clock.State.RUNNING and still:
            clock.state, clock.paused_at, clock.next_alarm_at = Clock.State.PAUSED, at, None
            ledger.append(
                ClockPause(clock=clock, since=at, reason=ticket.hold_reason, actor_id=actor.id, actor_role=actor.role)
            )
        elif clock.state == Clock.State.PAUSED and not still:
            _resume(clock, at)
    if ledger:
        ClockPause.objects.bulk_create(ledger)


def _resume(clock: Clock, at: datetime) -> None:
    assert clock.paused_at is not None
    if clock.sort == Target.Sort.PROMISE:
        clock.due_at = shifted(clock, clock.paused_at, at)
    clock.state, clock.paused_at = Clock.State.RUNNING, None
    clock.next_alarm_at = alarms.upcoming(clock, at)


def _as_it_is(clock: Clock) -> dict[str, Any]:
    return {field: getattr(clock, field) for field in CHANGING}


def _write(before: list[dict[str, Any]], clocks: list[Clock], at: datetime) -> None:
    """Write what changed and nothing else; close the ledger of what stands still no longer."""
    for old, clock in zip(before, clocks, strict=True):
        changed = {field: value for field, value in _as_it_is(clock).items() if value != old[field]}
        if changed:  # few at a time: a plain statement each costs less than one with a case for every field
            Clock.objects.filter(pk=clock.pk).update(**changed)
        if old["paused_at"] and not clock.paused_at:
            ClockPause.objects.filter(clock=clock, until=None).update(until=at)
