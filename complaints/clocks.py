"""Clocks: started, met, paused, recomputed. Pure decisions apart from the rows they stand in.

`settle` is called by lifecycle.move with the ticket row locked; nothing else ends a clock of a move.
A clock that has ended is never judged again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from complaints import alarms
from complaints.milestones import FROM_RECEIPT, Milestone
from complaints.models import Clock, ClockPause, Target, Ticket
from servicecenter import opening_hours, working_time
from servicecenter.actors import Actor

if TYPE_CHECKING:
    from complaints.lifecycle import Move

CHANGING = ["state", "due_at", "original_due_at", "ended_at", "paused_at", "next_alarm_at", "alarm_step", "recomputed",
            "policy_version", "amount", "unit", "calendar", "sort"]  # fmt: skip
HOUR = 60


def settle(ticket: Ticket, row: Move, *, actor: Actor, at: datetime) -> None:
    """Do to the locked ticket's clocks what the move says, and note the nearest due time on the ticket."""
    clocks = list(ticket.clocks.select_related("calendar"))
    alive = [clock for clock in clocks if clock.state in {Clock.State.RUNNING, Clock.State.PAUSED}]
    for clock in alive:
        if clock.milestone in row.ends:
            end(clock, at)
        elif row.closes:
            cancel(clock, at)
    if row.pauses:
        _pause(ticket, alive, actor, at)
    elif row.resumes or row.target:
        _resume(alive, at)
    fresh = _recompute(ticket, clocks, at) if row.name == "classify" else _start(ticket, row, clocks, at)
    if alive:
        Clock.objects.bulk_update(alive, CHANGING)
    if fresh:
        Clock.objects.bulk_create(fresh)
    ticket.next_due_at = nearest_due([*alive, *fresh])


def open_clocks(ticket: Ticket, at: datetime) -> list[Clock]:
    """The clocks a new ticket begins with. The machine's acknowledgement is met as it starts."""
    clocks = [
        clock
        for target in _targets(ticket)
        if target.milestone in FROM_RECEIPT and (clock := begin(ticket, target, ticket.received_at)) is not None
    ]
    for clock in clocks:
        if clock.milestone == Milestone.ACKNOWLEDGE:
            end(clock, at)
    return clocks


def nearest_due(clocks: Iterable[Clock]) -> datetime | None:
    return min((clock.due_at for clock in clocks if clock.state == Clock.State.RUNNING), default=None)


def begin(ticket: Ticket, target: Target, start: datetime) -> Clock | None:
    """An unsaved clock for this target, or None when nobody has filled its amount (danger, empty)."""
    if target.amount is None:
        return None
    amount = target.amount if ticket.round == 1 else second_time(target)
    calendar = target.calendar or ticket.region.calendar
    due = due_time(start, amount, target, calendar)
    clock = Clock(
        ticket=ticket,
        milestone=target.milestone,
        round=ticket.round,
        sort=target.sort,
        started_at=start,
        original_due_at=due,
        due_at=due,
        replayed=ticket.replayed,
        policy_version_id=target.version_id,
        amount=amount,
        unit=target.unit,
        calendar=calendar,
    )
    clock.next_alarm_at = alarms.first(clock)
    return clock


def due_time(start: datetime, amount: int, target: Target, calendar) -> datetime:
    """A promise whose last calendar day is a public holiday moves on (China: Civil Code arts 201-203)."""
    return working_time.add(
        start,
        amount,
        target.unit,
        opening_hours.of(calendar),
        shift_holidays=target.sort == Target.Sort.PROMISE,
    )


def second_time(target: Target) -> int:
    """Half the time in a further round: at least an hour, for the reply at least one working day."""
    assert target.amount is not None
    half = -(-target.amount // 2)
    if target.unit in {Target.Unit.WORKING_DAYS, Target.Unit.CALENDAR_DAYS}:
        return max(1, half)
    least = 8 * HOUR if target.milestone == Milestone.REPLY else HOUR
    return min(target.amount, max(least, half))


def end(clock: Clock, at: datetime) -> None:
    """Met when it ends by its due time, late otherwise; a paused one ended in time."""
    reference = clock.paused_at or at
    clock.state = Clock.State.MET if reference <= clock.due_at else Clock.State.LATE
    clock.ended_at, clock.next_alarm_at, clock.paused_at = at, None, None


def cancel(clock: Clock, at: datetime) -> None:
    clock.state, clock.ended_at, clock.next_alarm_at, clock.paused_at = Clock.State.CANCELLED, at, None, None


def shifted(clock: Clock, since: datetime, until: datetime) -> datetime:
    """The due time after a pause: as much time of the clock's own unit is left as there was."""
    if until <= since or clock.due_at <= since:
        return clock.due_at  # past due when it was paused: a pause heals nothing
    calendar = opening_hours.of(clock.calendar)
    if clock.unit == Target.Unit.MINUTES:
        return clock.due_at + (until - since)
    if clock.unit == Target.Unit.WORKING_MINUTES:
        left = working_time.between(since, clock.due_at, Target.Unit.WORKING_MINUTES, calendar)
        return working_time.add(until, 0, clock.unit, calendar) if left <= 0 else _add_seconds(until, left, calendar)
    # Days whose end fell into the pause, also that of the day it began on.
    ended = [working_time.between(since - working_time.LOOK_BACK, end, clock.unit, calendar) for end in (since, until)]
    days = ended[1] - ended[0]
    return working_time.add(clock.due_at - timedelta(seconds=1), days, clock.unit, calendar) if days else clock.due_at


def _add_seconds(start: datetime, seconds: float, calendar) -> datetime:
    minutes, rest = divmod(seconds, 60)
    due = working_time.add(start, int(minutes), Target.Unit.WORKING_MINUTES, calendar)
    return due + timedelta(seconds=rest)


def _targets(ticket: Ticket) -> list[Target]:
    version = ticket.policy_version
    return list(version.targets.select_related("calendar")) if version else []


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
    """After a re-classification: what still runs is counted anew from receipt, under the new policy.

    What the new policy no longer promises is cancelled; what it adds begins at receipt too, so it may
    be past already and says so (`recomputed`).
    """
    targets = {target.milestone: target for target in _targets(ticket) if target.milestone in FROM_RECEIPT}
    mine = {clock.milestone: clock for clock in clocks if clock.round == ticket.round and not clock.subject}
    for milestone, clock in mine.items():
        if clock.state not in {Clock.State.RUNNING, Clock.State.PAUSED} or milestone not in FROM_RECEIPT:
            continue
        target = targets.get(milestone)
        if target is None or target.amount is None:
            cancel(clock, at)
        elif target.version_id != clock.policy_version_id:
            _retarget(clock, begin(ticket, target, clock.started_at), at)
    fresh = []
    for milestone, target in targets.items():
        if milestone not in mine and (begun := begin(ticket, target, ticket.received_at)) is not None:
            begun.recomputed = True
            fresh.append(begun)
    return fresh


def _retarget(clock: Clock, anew: Clock | None, at: datetime) -> None:
    """Give a clock the promise of another policy, keeping the pauses it had."""
    assert anew is not None
    for field in ("sort", "policy_version_id", "amount", "unit", "calendar"):
        setattr(clock, field, getattr(anew, field))
    clock.original_due_at = clock.due_at = anew.due_at
    clock.recomputed = True
    for since, until in clock.pauses.filter(until__isnull=False).values_list("since", "until"):
        assert until is not None
        clock.due_at = shifted(clock, since, until)
    clock.alarm_step = 0
    clock.next_alarm_at = None if clock.paused_at else alarms.first(clock, at)


def _pause(ticket: Ticket, alive: list[Clock], actor: Actor, at: datetime) -> None:
    """Stop the promise clocks. Statutory and upstream ones run on: a hold is ours, not theirs."""
    ledger = []
    for clock in alive:
        if clock.state == Clock.State.RUNNING and clock.sort == Target.Sort.PROMISE:
            clock.state, clock.paused_at, clock.next_alarm_at = Clock.State.PAUSED, at, None
            ledger.append(
                ClockPause(clock=clock, since=at, reason=ticket.hold_reason, actor_id=actor.id, actor_role=actor.role)
            )
    ClockPause.objects.bulk_create(ledger)


def _resume(alive: list[Clock], at: datetime) -> None:
    paused = [clock for clock in alive if clock.state == Clock.State.PAUSED]
    for clock in paused:
        assert clock.paused_at is not None
        clock.due_at = shifted(clock, clock.paused_at, at)
        clock.state, clock.paused_at = Clock.State.RUNNING, None
        clock.next_alarm_at = alarms.upcoming(clock)
    if paused:
        ClockPause.objects.filter(clock__in=paused, until=None).update(until=at)
