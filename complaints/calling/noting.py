"""A talk with the customer, or an attempt at one, noted from the ticket: a contact of the log like any other."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.calling import contacts
from complaints.events import TICKET
from complaints.messages import may_write
from complaints.models import Contact, Reason, Ticket
from complaints.refusals import Missing, NotNow, NotYours
from servicecenter import trail
from servicecenter.actors import Actor
from servicecenter.models import Event
from servicecenter.requests import request_id


def note_contact(
    ticket: Ticket,
    *,
    channel: str,
    direction: str,
    outcome: Reason,
    started_at: datetime,
    note: str = "",
    actor: Actor,
    at: datetime,
    source: str,
) -> Event:
    """Not a move: neither stage nor version changes. Raises Missing for a moment that cannot be."""
    if not may_write(actor):
        raise NotYours(_("Your role does not allow writing on a ticket."))
    if ticket.customer_id is None:
        raise NotNow(_("They chose to stay anonymous: the answer is on the follow page, there is nobody to reach."))
    # People write minutes: the one of the receipt is not before it.
    if not ticket.received_at.replace(second=0, microsecond=0) <= started_at <= at:
        raise Missing({"started_at": [_("The moment must lie between the receipt and now.")]})
    with transaction.atomic():
        locked = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
        contact = Contact.objects.create(
            channel=channel, direction=direction, agent=actor.user, region_id=locked.region_id,
            client_id=actor.id if actor.kind == "client" else None, customer_id=locked.customer_id,
            contact_point_id=locked.contact_point_id, started_at=started_at, source=source,
        )  # fmt: skip
        event = trail.record(
            "ticket.contact_noted", subject=(TICKET, locked.pk), at=at, actor=actor, source=source,
            payload={"contact": contact.pk, "channel": channel, "reason": outcome.code,
                     "direction": direction, "started_at": started_at.isoformat()},
            text={"note": note}, request_id=request_id.get(),
        )  # fmt: skip
        contacts.record_contact(
            contact, ended=outcome, tickets=[locked], note=note, actor=actor, at=started_at, source=source, noted_at=at
        )
    ticket.refresh_from_db(fields=["touched_at", "next_due_at", "waiting_for", "waiting_since"])
    return event
