"""The letter owed to whoever waits too long (in UK energy eight weeks): ready after three quarters of the time, sent
the day before it is over, never reset by a further round. Only where a policy has such a statutory time.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from complaints import conflicts
from complaints.aftercare import recourses
from complaints.choices import Stage
from complaints.events import TICKET
from complaints.models import Clock, Recourse, Target, Ticket
from complaints.promises import clocks
from complaints.promises.milestones import Milestone
from servicecenter import trail
from servicecenter.actors import SYSTEM
from servicecenter.models import Event

READY_AT = 0.75  # of the time: day 42 of 56
DAY_BEFORE = timedelta(days=1)
LOOK_AHEAD = timedelta(days=60)
PREPARED, SENT = "ticket.letter_prepared", "ticket.letter_sent"


def write_letters(now: datetime) -> bool:
    """Round: make ready and send what is due. True when there was anything to do."""
    owed = list(_owed(now))
    prepared = _with(PREPARED, [clock.ticket_id for clock in owed])
    done = False
    for clock in owed:
        if clock.due_at - DAY_BEFORE <= now:
            done |= _send(clock, now)
        elif clock.ticket_id not in prepared:
            done |= _prepare(clock, now)
    return done


def _owed(now: datetime) -> Iterator[Clock]:
    """The statutory clocks of whole tickets, not those an outside body set for one review of it."""
    running = Clock.objects.alive().filter(
        milestone=Milestone.EXTERNAL,
        subject="",
        sort=Target.Sort.STATUTORY,
        due_at__lte=now + LOOK_AHEAD,
        replayed=False,
    )
    for clock in running.order_by("due_at", "pk"):
        if clock.started_at + READY_AT * (clock.due_at - clock.started_at) <= now:
            yield clock


def _with(kind: str, tickets: list[int]) -> set[int]:
    events = Event.objects.filter(subject_type=TICKET, subject_id__in=tickets, kind=kind)
    return set(events.values_list("subject_id", flat=True))


def _prepare(clock: Clock, now: datetime) -> bool:
    """Whoever has the last word hears that it goes out, and when: time left to settle the matter instead."""
    with transaction.atomic():
        ticket = _locked(clock)
        if ticket is None or ticket.pk in _with(PREPARED, [ticket.pk]):
            return False
        role, people = conflicts.reach("complaint_manager", ticket, now)
        trail.record(
            PREPARED, subject=(TICKET, ticket.pk), at=now, actor=SYSTEM, source="round",
            payload={"due_at": clock.due_at.isoformat(), "role": role, "people": people},
        )  # fmt: skip
    return True


def _send(clock: Clock, now: datetime) -> bool:
    """To the customer, naming the outside bodies; the clock has ended then."""
    with transaction.atomic():
        ticket = _locked(clock)
        if ticket is None or not Clock.objects.alive().filter(pk=clock.pk).exists():
            return False
        outside = [one.code for one in recourses.for_ticket(ticket) if one.kind == Recourse.Kind.OUTSIDE]
        clocks.reach(ticket, Milestone.EXTERNAL, now)
        ticket.save(update_fields=[*clocks.NEAREST])
        trail.record(
            SENT, subject=(TICKET, ticket.pk), at=now, actor=SYSTEM, source="round",
            payload={"due_at": clock.due_at.isoformat(), "recourses": outside},
        )  # fmt: skip
    return True


def _locked(clock: Clock) -> Ticket | None:
    """None when somebody is moving it, or it is archived: the next look finds it."""
    rows = Ticket.objects.select_for_update(of=("self",), skip_locked=True).exclude(stage=Stage.ARCHIVED)
    return rows.filter(pk=clock.ticket_id).first()
