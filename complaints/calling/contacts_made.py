"""Contacts nobody logs: the web form, a program, a message, a callback, a call about danger. Each makes its row, once.

Whatever an agent logs as a call is contacts.py's. Of a ticket it ends nothing but the promise of a contact.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from complaints.calling import contact_outcomes, contacting, contacts, drafts
from complaints.calling.came_by import channel_of
from complaints.choices import Channel
from complaints.models import CallbackAttempt, Contact, Draft, EmergencyCall, Reason, Ticket, Triage
from servicecenter import trail
from servicecenter.actors import NOT_STAFF, SYSTEM
from servicecenter.models import ApiClient, Event, User

Outcome = CallbackAttempt.Outcome
# How the contact ended that an event tells of.
ENDED = {
    "ticket.received": contact_outcomes.REGISTERED,
    "ticket.chased": contact_outcomes.CHASE,
    "message.received": contact_outcomes.ADDED,
    "ticket.withdrawn": contact_outcomes.ADDED,
    "ticket.reopened": contact_outcomes.ADDED,
    "ticket.called_back": "",
}
CALLED_BACK = {
    Outcome.REACHED: contact_outcomes.REACHED,
    Outcome.DECLINED: contact_outcomes.REACHED,
    Outcome.LATER: contact_outcomes.REACHED,
    Outcome.NO_ANSWER: contact_outcomes.NOBODY,
    Outcome.ENGAGED: contact_outcomes.NOBODY,
    Outcome.WRONG_NUMBER: contact_outcomes.WRONG_NUMBER,
}
HEARD = tuple(ENDED)
STAFF_ALONE = {"ticket.reopened"}  # a colleague's own decision; by the customer it is a contact


def hear(event: Event) -> None:
    """Subscriber of what came from a customer, or went to one by phone. Heard twice it makes nothing more."""
    ticket = Ticket.objects.select_related("lead").filter(pk=event.subject_id).first()
    if ticket is None or event.source == trail.REPLAY or _is_none(event):
        return
    with transaction.atomic():
        # Under the ticket's lock two deliveries of one event make one row.
        locked = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
        if Contact.objects.filter(event=event).exists() or _is_logged(event, ticket):
            return
        if event.kind == "ticket.received" and _came_with_another(ticket):
            return
        contact = Contact.objects.create(**_facts(event, ticket))
        contact.tickets.add(ticket)
        contacting.end_if_made(locked, actor=SYSTEM, at=event.at, source=event.source)


def _is_none(event: Event) -> bool:
    """What looks like a contact and is none: decided by a colleague, or not rung at all."""
    if event.kind in STAFF_ALONE and event.actor_role != "customer":
        return True
    return event.kind == "ticket.called_back" and event.payload["outcome"] not in CALLED_BACK


def _is_logged(event: Event, ticket: Ticket) -> bool:
    """An agent's own call led to it: both ended at the same moment, or the ticket was made in that call."""
    logged = ticket.contacts.filter(event=None)
    if event.kind == "ticket.received":
        return logged.exists()
    return logged.filter(ended_at=event.at).exists()


def _came_with_another(ticket: Ticket) -> bool:
    """One of a petition, or born of another: it came with that one's contact."""
    born_of = Triage.objects.filter(new_ticket=ticket).select_related("ticket").first()
    origin = ticket.lead or (born_of.ticket if born_of else None)
    if origin is None:
        tie = ticket.ties.filter(kind="split").select_related("other").first()
        origin = tie.other if tie else None
    if origin is None:
        return False
    contact = origin.contacts.order_by("-started_at", "-pk" if born_of else "pk").first()
    if contact:
        contact.tickets.add(ticket)
    return True


def _facts(event: Event, ticket: Ticket) -> dict[str, Any]:
    by_staff = event.actor_id if event.actor_role not in NOT_STAFF else None
    by_client = event.actor_id if event.actor_role == "client" else None
    out = event.kind == "ticket.called_back"
    begun = ticket.received_at if event.kind == "ticket.received" else event.at
    code = CALLED_BACK[event.payload["outcome"]] if out else ENDED[event.kind]
    return {
        "channel": _channel(event, ticket),
        "direction": Contact.Direction.OUT if out else Contact.Direction.IN,
        "agent": User.objects.filter(pk=by_staff).first() if by_staff else None,
        "client": ApiClient.objects.filter(pk=by_client).first() if by_client else None,
        "region_id": ticket.region_id,
        "customer_id": ticket.customer_id,
        "contact_point_id": ticket.contact_point_id,
        "started_at": min(begun, event.at),
        "ended_at": event.at,
        "outcome": contacts.outcome(code),
        "source": event.source,
        "event": event,
    }


def _channel(event: Event, ticket: Ticket) -> str:
    if event.kind == "ticket.called_back":
        return Channel.PHONE
    return channel_of(event)


def of_emergency(call: EmergencyCall, ended: str, *, at: datetime, source: str) -> None:
    """The call about danger stands in the log from its dispatch, or from when the line dropped or it was left."""
    sent = ended == contact_outcomes.REGISTERED
    if written := _being_written(call):
        if not sent:
            return  # the talk is that call's; it ends with it, or with the crew
        _end_written(call, written, at)
    if call.contact is None:
        call.contact = _phone(call, Contact.Direction.IN, call.started_at, contacts.outcome(ended), at, source)
    elif sent:
        call.contact.outcome = contacts.outcome(ended)
        call.contact.save(update_fields=["outcome"])
    call.save(update_fields=["contact"])
    if call.ticket:
        call.contact.tickets.add(call.ticket)
        if call.contact.customer_id is None:
            _name(call.contact, call.ticket)


def _being_written(call: EmergencyCall) -> Draft | None:
    """The call in which the danger was heard, while it is neither over nor thrown away."""
    draft = call.draft
    return draft if draft and draft.discarded_at is None and draft.contact.ended_at is None else None


def _end_written(call: EmergencyCall, draft: Draft, at: datetime) -> None:
    """It is over with the crew's going: one talk stands in the log once."""
    talk = draft.contact
    if call.contact_id in (None, talk.pk):
        talk.ended_at = max(talk.started_at, at)
        talk.save(update_fields=["ended_at"])
        call.contact = talk
        drafts.forget(draft)
    else:  # logged already, as left: who was verified in it goes along
        talk.verifications.update(contact=call.contact_id)
        talk.delete()
    call.draft = None


def of_emergency_over(call: EmergencyCall, ended: Reason | None, *, at: datetime, source: str) -> None:
    """It ended without a crew: what was noted goes into the log with it. Said again, the outcome is put right."""
    if call.contact is None:
        call.contact = _phone(call, Contact.Direction.IN, call.started_at, ended, at, source)
        call.save(update_fields=["contact"])
    call.contact.outcome = ended
    call.contact.note = "\n".join(filter(None, (call.place, call.hazard)))
    call.contact.save(update_fields=["outcome", "note"])


def of_ringing_back(call: EmergencyCall, *, reached: bool, at: datetime, source: str) -> None:
    """A dropped call is rung back at once: each time is a contact of its own."""
    ended = contacts.outcome(contact_outcomes.REACHED if reached else contact_outcomes.NOBODY)
    contact = _phone(call, Contact.Direction.OUT, at, ended, at, source)
    if call.ticket:
        contact.tickets.add(call.ticket)
        _name(contact, call.ticket)


def _phone(
    call: EmergencyCall, direction: str, begun: datetime, ended: Reason | None, at: datetime, source: str
) -> Contact:
    return Contact.objects.create(
        channel=Channel.PHONE, direction=direction, agent_id=call.agent_id, started_at=begun, ended_at=max(begun, at),
        outcome=ended, source=source, region_id=call.ticket.region_id if call.ticket else None,
    )  # fmt: skip


def _name(contact: Contact, ticket: Ticket) -> None:
    contact.customer_id, contact.contact_point_id = ticket.customer_id, ticket.contact_point_id
    contact.region_id = ticket.region_id
    contact.save(update_fields=["customer", "contact_point", "region"])
