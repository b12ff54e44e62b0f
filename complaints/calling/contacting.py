"""Whether the customer was contacted: a talk with them, or three attempts by two channels, as the log has it.

The log alone decides: the clock ends by itself with the contact that completes it, whoever notes that one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from complaints.calling.contact_outcomes import ADDED, ANSWERED, CHASE, REACHED
from complaints.choices import Channel
from complaints.events import TICKET
from complaints.models import Clock, Contact, Ticket
from complaints.promises import clocks
from complaints.promises.milestones import Milestone
from servicecenter import trail
from servicecenter.actors import Actor
from servicecenter.models import Event
from servicecenter.requests import request_id

ATTEMPTS, CHANNELS = 3, 2
# Where people hear each other; what is written goes one way, and counts as an attempt.
SPOKEN = frozenset({Channel.PHONE, Channel.COUNTER, Channel.ON_SITE, Channel.CHAT, Channel.WECHAT})
TALKED = frozenset({ANSWERED, REACHED, CHASE, ADDED})


@dataclass(frozen=True)
class Standing:
    """What the log has of one ticket since the clock began. made_at: when it was enough; None: not yet."""

    attempts: int
    channels: int
    made_at: datetime | None

    def __str__(self) -> str:
        if self.made_at:
            return _("The customer was contacted.")
        return _("%(attempts)d of %(all)d attempts, %(channels)d of %(both)d channels") % {
            "attempts": min(self.attempts, ATTEMPTS), "all": ATTEMPTS,
            "channels": min(self.channels, CHANNELS), "both": CHANNELS,
        }  # fmt: skip


def clock_of(ticket: Ticket) -> Clock | None:
    """The promise to talk with the customer, while it is alive."""
    return Clock.objects.alive().filter(ticket=ticket, milestone=Milestone.CONTACT, subject="").first()


def logged(ticket: Ticket, since: datetime, at: datetime) -> QuerySet[Contact]:
    """Contacts with the customer, or with who may speak for them, that are over; the oldest first."""
    speaking = ticket.parties.hearing(at.date()).values("customer")
    theirs = Q(customer=ticket.customer_id) | Q(customer__in=speaking)
    # People write minutes: the one in which the clock began is not before it.
    begun = ticket.contacts.recorded().filter(theirs, started_at__gte=since.replace(second=0, microsecond=0))
    return begun.exclude(customer=None).select_related("outcome", "agent", "client").order_by("ended_at", "pk")


def is_talk(channel: str, code: str) -> bool:
    """Two-way: by a channel on which both speak, and somebody did."""
    return channel in SPOKEN and code in TALKED


def standing(ticket: Ticket, since: datetime, at: datetime) -> Standing:
    """How far the log is. The talk in which the matter was told is not one about it yet, unless it was answered."""
    tried: set[tuple[str, datetime]] = set()
    for one in logged(ticket, since, at):
        code = one.outcome.code if one.outcome else ""
        if is_talk(one.channel, code):
            return _told(tried, one.ended_at)
        if one.direction == Contact.Direction.OUT and code:
            # The same attempt noted twice is one.
            tried.add((one.channel, one.started_at.replace(second=0, microsecond=0)))
            if len(tried) >= ATTEMPTS and len({channel for channel, _at in tried}) >= CHANNELS:
                return _told(tried, one.ended_at)
    return _told(tried, None)


def _told(tried: set[tuple[str, datetime]], made_at: datetime | None) -> Standing:
    return Standing(len(tried), len({channel for channel, _at in tried}), made_at)


def lock_waiting(tickets: Iterable[Ticket]) -> list[Ticket]:
    """Of these tickets those that wait for a contact, locked: before any contact is, ascending by id."""
    waiting = Clock.objects.alive().filter(
        ticket__in=[one.pk for one in tickets], milestone=Milestone.CONTACT, subject=""
    )
    return list(Ticket.objects.select_for_update(of=("self",)).filter(pk__in=waiting.values("ticket")).order_by("pk"))


def end_if_made(locked: Ticket, *, actor: Actor, at: datetime, source: str, note: str = "") -> Event | None:
    """End the locked ticket's clock at the moment the log was enough; None while it is not, or none is running."""
    clock = clock_of(locked)
    made_at = standing(locked, clock.started_at, at).made_at if clock else None
    if clock is None or made_at is None:
        return None
    reached_at = max(made_at, clock.started_at)
    clocks.reach(locked, Milestone.CONTACT, reached_at)
    locked.touched_at = at
    locked.save(update_fields=["touched_at", *clocks.NEAREST])
    return trail.record(
        "milestone.reached", subject=(TICKET, locked.pk), at=at, actor=actor, source=source,
        payload={"milestone": Milestone.CONTACT, "reached_at": reached_at.isoformat(), "clock": clock.pk},
        text={"note": note}, request_id=request_id.get(),
    )  # fmt: skip
