"""The demo's contacts: the calls behind tickets that came by phone, and calls that made none. One is half written."""

import random
import uuid
from datetime import datetime, timedelta

from complaints import restrictions
from complaints.calling import contact_outcomes, contacts, drafts
from complaints.models import Contact, Reason, Ticket
from customers.models import Customer
from servicecenter import actors
from servicecenter.models import User
from servicecenter.trail import DEMO

TALK = (95, 420)  # seconds
ABUSER = 2  # which of the customers shouts; nobody in that household needs particular care
# How calls without a ticket ended, and how many minutes before now.
WITHOUT = [("answered", 55), ("wrong-number", 130), ("silent", 160), ("transferred", 210), ("abusive", 300),
           ("answered", 1500), ("dropped", 1620), ("answered", 2900)]  # fmt: skip


def ring(now: datetime, chance: random.Random) -> None:
    """Make them, in the order of time."""
    agents = list(User.objects.filter(username__in=["agent", "agent2"]).order_by("pk"))
    known = list(Customer.objects.exclude(accounts=None).order_by("pk"))
    rings: list[tuple[datetime, Ticket | None, str]] = [
        (one.received_at, one, "registered")
        for one in Ticket.objects.filter(channel="phone", emergency_calls=None).order_by("pk")
    ]
    rings += [(now - timedelta(minutes=minutes), None, code) for code, minutes in WITHOUT]
    for number, (at, ticket, code) in enumerate(sorted(rings, key=lambda one: one[0])):
        agent = ticket.first_owner if ticket and ticket.first_owner else agents[number % len(agents)]
        caller = ticket.customer if ticket else _caller(code, known, number)
        _ring(agent, at, ticket, caller, code, now, chance)
    _half_written(agents[0], known[1], now)
    _restrict(known[ABUSER], now)


def _caller(code: str, known: list[Customer], number: int) -> Customer | None:
    if code == contact_outcomes.ABUSIVE:
        return known[ABUSER]
    return known[number % len(known)] if code == "answered" else None


def _restrict(customer: Customer, now: datetime) -> None:
    restrictions.impose(
        customer, evidence=restrictions.evidence_for(customer), until=now + timedelta(days=90),
        why="Insulted and threatened two of us after both warnings.",
        letter="Please write to us until the date above. If you are in danger, call us at any hour.",
        actor=actors.staff(User.objects.get(username="supervisor"), now), at=now - timedelta(minutes=240), source=DEMO,
    )  # fmt: skip


def _ring(
    agent: User, at: datetime, ticket: Ticket | None, caller: Customer | None, code: str, now: datetime, chance
) -> None:
    ended = min(at + timedelta(seconds=chance.randint(*TALK)), now)
    actor = actors.staff(agent, now)
    contact = Contact.objects.create(
        channel="phone", agent=agent, region=ticket.region if ticket else None, customer=caller,
        contact_point=ticket.contact_point if ticket else None, started_at=at, source=DEMO,
        waited_seconds=chance.randint(3, 48),
    )  # fmt: skip
    if code == contact_outcomes.ABUSIVE:
        for _time in range(contacts.WARNINGS):
            contacts.warn_caller(contact, actor=actor, at=ended, source=DEMO)
    elif caller and code == "answered":
        method = Reason.objects.get(list=Reason.List.VERIFICATION, code="two-answers")
        contacts.verify_caller(contact, caller, method, actor=actor, at=at, source=DEMO)
    contacts.record_contact(
        contact, ended=contacts.outcome(code), tickets=[ticket] if ticket else [], actor=actor, at=ended, source=DEMO
    )
    contacts.wrap_up(contact, at=min(ended + timedelta(seconds=chance.randint(15, 90)), now))


def _half_written(agent: User, caller: Customer, now: datetime) -> None:
    said = {
        "customer": str(caller.pk), "caller": caller.name, "q": caller.name,
        "words": "The radiator in the bedroom is cold while the others are warm.",
    }  # fmt: skip
    drafts.keep(agent, uuid.UUID(int=20260311), said, began=now - timedelta(minutes=6), at=now - timedelta(minutes=4))
