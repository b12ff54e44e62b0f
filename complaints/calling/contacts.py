"""Contacts: begun, verified, warned in, recorded with how they ended. What becomes a ticket is another matter."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.calling import contacting
from complaints.calling.contact_outcomes import ABUSIVE
from complaints.events import CONTACT
from complaints.models import Contact, Reason, Ticket, Verification
from complaints.refusals import Missing, NotNow
from customers.models import Customer
from servicecenter import trail
from servicecenter.actors import Actor
from servicecenter.models import Event
from servicecenter.requests import request_id

WARNINGS = 2  # scripted, before a contact may be ended as abusive


def outcome(code: str) -> Reason | None:
    """The outcome of this code, if the house still has it."""
    return Reason.objects.filter(list=Reason.List.CONTACT_OUTCOME, code=code).first()


def verify_caller(
    contact: Contact, customer: Customer, method: Reason, *, actor: Actor, at: datetime, source: str
) -> Verification:
    """Note how the agent made sure of who is calling; from now on account facts may be told."""
    with transaction.atomic():
        row = Verification.objects.create(contact=contact, customer=customer, method=method, by=actor.user, at=at)
        _record("contact.verified", contact, actor, at, source, customer=customer.pk, reason=method.code)
    return row


def warn_caller(contact: Contact, *, actor: Actor, at: datetime, source: str) -> Contact:
    """Note that the next scripted warning was read out; the recording of this contact is kept from now on."""
    with transaction.atomic():
        locked = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
        if locked.warnings >= WARNINGS:
            raise NotNow(_("Both warnings were given: the call may be ended now."))
        locked.warnings, locked.keep_recording = locked.warnings + 1, True
        locked.save(update_fields=["warnings", "keep_recording"])
        _record("contact.warned", locked, actor, at, source, count=locked.warnings)
    contact.warnings, contact.keep_recording = locked.warnings, True
    return contact


def record_contact(
    contact: Contact,
    *,
    ended: Reason | None,
    tickets: Iterable[Ticket] = (),
    note: str = "",
    actor: Actor,
    at: datetime,
    source: str,
    noted_at: datetime | None = None,
) -> Contact:
    """The contact is over at `at`, noted then or at `noted_at`. A promise to talk with the customer may end with it.

    Raises Missing for an abusive one that was not warned, NotNow when it is over already.
    """
    made = list(tickets)
    with transaction.atomic():
        waiting = contacting.lock_waiting(made)
        locked = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
        if locked.ended_at:
            raise NotNow(_("This contact is recorded already."))
        if ended and ended.code == ABUSIVE and locked.warnings < WARNINGS:
            raise Missing({"outcome": [_("Read both warnings out first; danger and repairs are taken all the same.")]})
        contact.ended_at, contact.outcome, contact.note = max(at, contact.started_at), ended, note
        contact.warnings, contact.keep_recording = locked.warnings, locked.keep_recording
        contact.save()
        contact.tickets.add(*made)
        waited = contact.waited_seconds
        written = noted_at or at
        _record(
            "contact.recorded", contact, actor, written, source, {"note": note}, channel=contact.channel,
            outcome=ended.code if ended else "", tickets=[one.pk for one in made], customer=contact.customer_id,
            seconds=int((contact.ended_at - contact.started_at) / timedelta(seconds=1)), waited=waited,
        )  # fmt: skip
        for ticket in waiting:
            contacting.end_if_made(ticket, actor=actor, at=max(written, contact.ended_at), source=source)
    return contact


def wrap_up(contact: Contact, *, at: datetime) -> Contact:
    """The agent is free again: the after-call time ends. A second time it changes nothing."""
    if contact.ended_at and not contact.wrapped_at:
        contact.wrapped_at = max(at, contact.ended_at)
        contact.save(update_fields=["wrapped_at"])
    return contact


def _record(
    kind: str, contact: Contact, actor: Actor, at: datetime, source: str, text: dict[str, Any] | None = None, **payload
) -> Event:
    return trail.record(
        kind, subject=(CONTACT, contact.pk), at=at, actor=actor, source=source, payload=payload, text=text,
        request_id=request_id.get(),
    )  # fmt: skip
