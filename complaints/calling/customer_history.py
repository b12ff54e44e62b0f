"""What a customer's page tells of the past: tickets and contacts its reader may see, and who saw a contact in full."""

from dataclasses import dataclass
from datetime import datetime

from complaints import names
from complaints.calling import callers, reveals
from complaints.models import Contact, Ticket
from complaints.queries import visible_to
from customers.models import Customer
from servicecenter.models import User

NEWEST = 40
LOOKS = 5


@dataclass(frozen=True)
class Line:
    """One thing of the customer's history: a ticket or a contact."""

    at: datetime
    ticket: Ticket | None = None
    contact: Contact | None = None


@dataclass(frozen=True)
class Look:
    """Somebody saw a number or an address in full."""

    at: datetime
    who: str
    why: str


def lines(found: Customer, reader: User, at: datetime) -> list[Line]:
    """The newest first, at most NEWEST."""
    tickets = visible_to(reader, at).filter(customer=found).select_related("category", "hold_reason")
    contacts = callers.contacts_visible_to(reader, at).recorded().filter(customer=found)
    told = [Line(one.received_at, ticket=one) for one in tickets.order_by("-received_at")[:NEWEST]]
    rows = contacts.select_related("agent", "outcome").order_by("-started_at")[:NEWEST]
    told += [Line(one.started_at, contact=one) for one in rows]
    return sorted(told, key=lambda one: one.at, reverse=True)[:NEWEST]


def looks(found: Customer) -> list[Look]:
    """The newest first, at most LOOKS."""
    events = reveals.seen_in_full(found, LOOKS)
    known = names.of_events(events)
    return [Look(one.at, known.person(one.actor_id), _why(one)) for one in events]


def _why(event) -> str:
    return event.words.text.get("why", "") if hasattr(event, "words") else ""
