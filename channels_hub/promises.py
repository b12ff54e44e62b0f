"""What the customer was promised, in their words and with a date: the clocks that concern them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise as LazyText
from django.utils.translation import pgettext_lazy

from complaints.models import Clock, FollowUp, Ticket
from complaints.promises.milestones import Milestone
from servicecenter.moments import say_deadline, say_moment

# The others (review, dispatch, accept …) are promises among ourselves.
WORDS = {
    Milestone.FIRST_RESPONSE: pgettext_lazy("promise", "A first word from one of us"),
    Milestone.CONTACT: pgettext_lazy("promise", "We talk with you"),
    Milestone.ON_SITE: pgettext_lazy("promise", "Somebody is on the spot"),
    Milestone.MAKE_SAFE: pgettext_lazy("promise", "The place is safe"),
    Milestone.RESTORE: pgettext_lazy("promise", "Supply is back"),
    Milestone.REPLY: pgettext_lazy("promise", "Our answer"),
}
HEARD = {Milestone.FIRST_RESPONSE, Milestone.CONTACT, Milestone.REPLY}


@dataclass(frozen=True)
class Promise:
    milestone: str
    words: str | LazyText
    due_at: datetime
    by: str
    kept: bool
    broken: bool
    paused: bool


def zone_of(ticket: Ticket) -> ZoneInfo:
    return ZoneInfo(ticket.region.calendar.zone)


def of(ticket: Ticket, now: datetime) -> list[Promise]:
    """Every promise of the present round that concerns the customer, the nearest first. One statement."""
    clocks = ticket.clocks.filter(round=ticket.round, subject="", milestone__in=WORDS)
    return [_promise(ticket, clock, now) for clock in clocks.exclude(state=Clock.State.CANCELLED)]


def _promise(ticket: Ticket, clock: Clock, now: datetime) -> Promise:
    running = clock.state == Clock.State.RUNNING
    return Promise(
        milestone=clock.milestone,
        words=WORDS[Milestone(clock.milestone)],
        due_at=clock.due_at,
        by=say_deadline(clock.due_at, zone_of(ticket), now=now),
        kept=clock.state == Clock.State.MET,
        broken=clock.state == Clock.State.LATE or (running and clock.due_at < now),
        paused=clock.state == Clock.State.PAUSED,
    )


@dataclass(frozen=True)
class KeptLater:
    """Something an answer promised: what, until when, and when it was done."""

    kind: str
    what: str
    by: str
    done: str
    late: bool


def kept_later(ticket: Ticket, follow_ups: Iterable[FollowUp], now: datetime) -> list[KeptLater]:
    zone = zone_of(ticket)
    return [
        KeptLater(
            kind=str(one.get_kind_display()),
            what=one.what,
            by=say_deadline(one.due_at, zone, now=now),
            done=say_moment(one.done_at, zone, now=now) if one.done_at else "",
            late=one.done_at is None and one.due_at < now,
        )
        for one in follow_ups
    ]


def next_word(promises: Iterable[Promise]) -> Promise | None:
    """When the customer hears from us next: the nearest such promise still to be kept."""
    return next((one for one in promises if one.milestone in HEARD and _to_come(one)), None)


def answer(promises: Iterable[Promise]) -> Promise | None:
    return next((one for one in promises if one.milestone == Milestone.REPLY), None)


def last_broken(promises: Iterable[Promise]) -> Promise | None:
    return max((one for one in promises if one.broken), key=lambda one: one.due_at, default=None)


def _to_come(promise: Promise) -> bool:
    return not (promise.kept or promise.broken or promise.paused)
