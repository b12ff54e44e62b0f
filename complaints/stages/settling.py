"""A callback's end and what it means for the ticket: verified, not satisfied, not verified or waived.

Works on the locked ticket; what changes on its row is returned, for the move or for `keep` to write.
"""

from datetime import datetime
from typing import Any

from complaints.aftercare import after_policy
from complaints.models import Callback, Clock, Target, Ticket
from complaints.promises import clocks
from complaints.promises.milestones import Milestone
from complaints.promises.promising import aim, begin_within, due_time

LOOK_DAYS = 1  # working days in which people file what the system could not
TRIAGE_DAYS = 1
DAYS = Target.Unit.WORKING_DAYS


def answered(ticket: Ticket, callback: Callback, at: datetime) -> dict[str, Any]:
    """They said how it was."""
    if callback.satisfied:
        return closed(ticket, callback, Callback.State.VERIFIED, at)
    return unsatisfied(ticket, callback, at)


def unsatisfied(ticket: Ticket, callback: Callback, at: datetime) -> dict[str, Any]:
    """With the result or with the service: somebody else decides what follows, within a working day."""
    changed = closed(ticket, callback, Callback.State.UNSATISFIED, at)
    _cancel(ticket, at, milestone=Milestone.ARCHIVE)
    subject = _triage_of(callback)
    if clock := Clock.objects.filter(ticket=ticket, round=ticket.round, subject=subject).first():
        clock.ticket, clock.state, clock.ended_at = ticket, Clock.State.RUNNING, None
        aim(clock, at, TRIAGE_DAYS, DAYS)
    else:
        begin_within(ticket, Milestone.REVIEW, subject, at, TRIAGE_DAYS, DAYS)
    return changed | {"triage_due": True}


def closed(ticket: Ticket, callback: Callback, state: str, at: datetime) -> dict[str, Any]:
    """Ask no more: save how it ended, end its clock, say when the ticket may be filed."""
    callback.state, callback.settled_at = state, at
    callback.file_from = _to_be_filed(ticket, at, _days_to_wait(ticket, state))
    callback.save()
    clocks.end_running(ticket, Milestone.CALLBACK, at)
    _cancel(ticket, at, subject=_triage_of(callback))
    return {"callback_open": False, "triage_due": False}


def _days_to_wait(ticket: Ticket, state: str) -> int | None:
    """Working days until it may be filed; None: not before somebody has looked."""
    if state == Callback.State.UNSATISFIED:
        return None
    told = after_policy.of(ticket)
    return told.file_verified_days if state == Callback.State.VERIFIED else told.file_unverified_days


def keep(ticket: Ticket, changed: dict[str, Any]) -> None:
    """Write what changed on a ticket that was locked but makes no move."""
    for field, value in changed.items():
        setattr(ticket, field, value)
    clocks.point_at_nearest(ticket, list(ticket.clocks.alive()))
    ticket.save(update_fields=[*changed, *clocks.NEAREST])


def file_from(ticket: Ticket, at: datetime, days: int) -> datetime:
    """When so many working days are over."""
    promise = Target(milestone=Milestone.ARCHIVE, amount=days, unit=DAYS, sort=Target.Sort.PROMISE)
    return due_time(at, days, promise, ticket.region.calendar)


def dropped(ticket: Ticket) -> dict[str, Any]:
    """The ticket is taken up again: what was to be asked about this round is asked no more."""
    if ticket.callback_open:
        ticket.callbacks.filter(state=Callback.State.PLANNED).update(state=Callback.State.DROPPED)
    ticket.callbacks.filter(file_from__isnull=False).update(file_from=None)
    return {"callback_open": False, "triage_due": False, "second_due": False}


def _to_be_filed(ticket: Ticket, at: datetime, days: int | None) -> datetime | None:
    """From when the system may file it; the clock of the archive then leaves people a day for what it could not."""
    if days is None:
        return None
    for clock in Clock.objects.alive().filter(ticket=ticket, milestone=Milestone.ARCHIVE).select_related("calendar"):
        clock.ticket = ticket
        aim(clock, at, days + LOOK_DAYS, DAYS)
    ticket.__dict__.pop("settled_clocks", None)  # a ticket kept in hand must see it
    return file_from(ticket, at, days)


def _triage_of(callback: Callback) -> str:
    return f"triage:{callback.pk}"


def _cancel(ticket: Ticket, at: datetime, **which: str) -> None:
    for clock in Clock.objects.alive().filter(ticket=ticket, **which):
        clocks.cancel(clock, at)
        clock.save(update_fields=clocks.CHANGING)
    ticket.__dict__.pop("settled_clocks", None)
