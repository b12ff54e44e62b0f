"""Who is written to when something happened: a subscriber of the trail that queues messages, each once."""

from django.contrib.auth import get_user_model
from django.db import transaction

from channels_hub.models import Outbound
from complaints.models import Ticket
from customers.models import ContactPoint
from servicecenter.models import Event

# Kinds the customer hears of, and the template that says it.
TO_CUSTOMER = {
    "ticket.received": "received",
    "ticket.answered": "replied",
    "ticket.replied": "replied",
    "message.sent": "message",
    "ticket.interim_reply": "message",
    "ticket.extension_decided": "message",
    "ticket.reopened": "reopened",
}
# Kinds colleagues hear of, by the people named in the payload.
TO_COLLEAGUES = {
    "clock.warned": "alarm",
    "clock.broken": "alarm",
    "clock.escalated": "alarm",
    "ticket.escalated": "escalated",
    "ticket.chased": "chased",
    "ticket.returned": "ruling",
}
HEARD = (*TO_CUSTOMER, *TO_COLLEAGUES)


def hear(event: Event) -> None:
    """Queue what the event asks for. Heard twice it queues nothing more."""
    ticket = Ticket.objects.select_related("contact_point", "customer").filter(pk=event.subject_id).first()
    if ticket is None or event.payload.get("granted") is False:
        return  # of time that was refused the customer hears nothing: the promise stands
    rows = _for_customer(event, ticket) if event.kind in TO_CUSTOMER else _for_colleagues(event, ticket)
    with transaction.atomic():
        Outbound.objects.bulk_create(rows, ignore_conflicts=True)


def _for_customer(event: Event, ticket: Ticket) -> list[Outbound]:
    point = ticket.contact_point
    if point is None or point.kind != ContactPoint.Kind.EMAIL:
        return []  # the follow page has it; other channels come with their adapters
    return [
        Outbound(
            event=event, ticket=ticket, channel="email", contact_point=point,
            template=TO_CUSTOMER[event.kind], language=ticket.language, queued_at=event.at,
        )
    ]  # fmt: skip


def _for_colleagues(event: Event, ticket: Ticket) -> list[Outbound]:
    people = get_user_model().objects.filter(pk__in=event.payload.get("people", []), is_active=True).exclude(email="")
    return [
        Outbound(
            event=event, ticket=ticket, channel="email", user=person,
            template=TO_COLLEAGUES[event.kind], language=person.language or "en", queued_at=event.at,
        )
        for person in people
    ]  # fmt: skip
