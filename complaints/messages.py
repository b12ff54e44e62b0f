"""What is said on a ticket without moving it: notes among colleagues, messages to and from the customer.

Neither stage nor version changes, so a colleague's open form still fits.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.desk import mentions
from complaints.events import TICKET
from complaints.models import Attachment, Ticket
from complaints.promises import clocks
from complaints.promises.milestones import Milestone
from complaints.refusals import NotNow, NotYours
from complaints.stages import investigate
from servicecenter import trail
from servicecenter.actors import SYSTEM, Actor
from servicecenter.models import Event
from servicecenter.requests import request_id

# Whoever only looks (auditor, inspector …) leaves nothing on the ticket.
MAY_WRITE = frozenset(
    {
        "agent",
        "reviewer",
        "coordinator",
        "handler",
        "crew",
        "supervisor",
        "shift_leader",
        "complaint_manager",
        "integrity_officer",
    }
)

# Holds that wait for the customer: codes of the list "hold".
ON_THEIR_WORD = {"customer-papers", "no-access"}


def may_write(actor: Actor) -> bool:
    return actor.kind != "staff" or bool(actor.roles & MAY_WRITE)


def add_note(
    ticket: Ticket, *, words: str, files: Iterable[Attachment] = (), actor: Actor, at: datetime, source: str
) -> Event:
    """A note the customer never sees; its files are internal too. Raises Missing for an @name that cannot be told."""
    files = list(files)
    for file in files:
        file.internal = True
    people = mentions.find_people(words, ticket, at)
    with transaction.atomic():
        note = _say("note.added", ticket, {}, {"words": words}, files, actor, at, source)
        mentions.tell(note, ticket, people, actor=actor, at=at, source=source)
    return note


def send_message(
    ticket: Ticket,
    *,
    words: str,
    files: Iterable[Attachment] = (),
    actor: Actor,
    at: datetime,
    source: str,
    channel: str,
) -> Event:
    """Words to the customer. A person has answered: the first response is reached."""
    return _say("message.sent", ticket, {"channel": channel}, {"words": words}, files, actor, at, source)


def receive_message(
    ticket: Ticket,
    *,
    words: str,
    files: Iterable[Attachment] = (),
    actor: Actor,
    at: datetime,
    source: str,
    channel: str,
    name: str = "",
) -> Event:
    """Words from the customer, whoever brings them in."""
    text = {"words": words, "name": name}
    with transaction.atomic():
        event = _say("message.received", ticket, {"channel": channel}, text, files, actor, at, source)
        _go_on(ticket, at, source)
    return event


def _go_on(ticket: Ticket, at: datetime, source: str) -> None:
    """What stood still for the customer goes on when they are heard, whoever has it in hand."""
    if ticket.information_asked:  # they have answered; whether it is enough, people say
        Ticket.objects.filter(pk=ticket.pk).update(information_asked=0)
        ticket.information_asked = 0
    if ticket.held_at is None or ticket.hold_reason is None or ticket.hold_reason.code not in ON_THEIR_WORD:
        return
    with suppress(NotNow):  # somebody has taken it up again meanwhile
        investigate.resume(ticket, actor=SYSTEM, at=at, source=source)


def _say(
    kind: str,
    ticket: Ticket,
    payload: dict[str, Any],
    text: dict[str, Any],
    files: Iterable[Attachment],
    actor: Actor,
    at: datetime,
    source: str,
) -> Event:
    """`files` are unsaved attachments whose bytes are stored already."""
    if not may_write(actor):
        raise NotYours(_("Your role does not allow writing on a ticket."))
    files = list(files)
    with transaction.atomic():
        locked = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
        event = trail.record(
            kind, subject=(TICKET, locked.pk), at=at, actor=actor, source=source,
            payload={**payload, "files": len(files)}, text=text, request_id=request_id.get(),
        )  # fmt: skip
        attach(files, locked, event)
        if kind == "message.sent":
            clocks.reach(locked, Milestone.FIRST_RESPONSE, at)
        if actor.kind in {"staff", "client"}:
            locked.touched_at = at
        locked.save(update_fields=["touched_at", *clocks.NEAREST])
    for field in ("touched_at", *clocks.NEAREST):
        setattr(ticket, field, getattr(locked, field))
    return event


def attach(files: Iterable[Attachment], ticket: Ticket, event: Event) -> None:
    """Save attachments, whose bytes are stored already, as what came with this event."""
    files = list(files)
    for file in files:
        file.ticket, file.event = ticket, event
    Attachment.objects.bulk_create(files)
