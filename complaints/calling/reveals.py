"""Showing a contact point in full: only with a reason, and only on the record."""

from datetime import datetime

from django.db.models import Q

from complaints.events import CUSTOMER, TICKET
from complaints.models import Ticket
from customers.models import ContactPoint, Customer
from servicecenter import trail
from servicecenter.actors import Actor
from servicecenter.models import Event
from servicecenter.requests import request_id

REVEALED = "contact.revealed"


def reveal(ticket: Ticket, point: ContactPoint, *, why: str, actor: Actor, at: datetime, source: str) -> Event:
    """Record that the actor is about to see it. Whether they may is queries.disclose's to say."""
    return _record((TICKET, ticket.pk), point, why, actor, at, source)


def reveal_of_customer(
    customer: Customer, point: ContactPoint, *, why: str, actor: Actor, at: datetime, source: str
) -> Event:
    """The same from the customer's own page. Whether they may is callers.customers_visible_to's to say."""
    return _record((CUSTOMER, customer.pk), point, why, actor, at, source)


def _record(subject: tuple[str, int], point: ContactPoint, why: str, actor: Actor, at: datetime, source: str) -> Event:
    return trail.record(
        REVEALED, subject=subject, at=at, actor=actor, source=source,
        payload={"contact_point": point.pk}, text={"why": why}, request_id=request_id.get(),
    )  # fmt: skip


def seen_in_full(customer: Customer, most: int) -> list[Event]:
    """Who saw a number or address of theirs in full, on their page or on a ticket, the newest first."""
    tickets = Ticket.objects.filter(customer=customer).values("pk")
    of_theirs = Q(subject_type=CUSTOMER, subject_id=customer.pk) | Q(subject_type=TICKET, subject_id__in=tickets)
    return list(Event.objects.filter(of_theirs, kind=REVEALED).select_related("words").order_by("-id")[:most])
