"""Showing a contact point in full: only with a reason, and only on the record."""

from datetime import datetime

from complaints.events import TICKET
from complaints.models import Ticket
from customers.models import ContactPoint
from servicecenter import trail
from servicecenter.actors import Actor
from servicecenter.models import Event
from servicecenter.requests import request_id


def reveal(ticket: Ticket, point: ContactPoint, *, why: str, actor: Actor, at: datetime, source: str) -> Event:
    """Record that the actor is about to see it. Whether they may is queries.disclose's to say."""
    return trail.record(
        "contact.revealed", subject=(TICKET, ticket.pk), at=at, actor=actor, source=source,
        payload={"contact_point": point.pk}, text={"why": why}, request_id=request_id.get(),
    )  # fmt: skip
