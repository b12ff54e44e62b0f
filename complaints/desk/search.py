"""Finding a ticket or a customer by what an agent has in hand: a number, a phone or email, a name, a line, a place.

Only what the reader may see is ever found, and a confidential customer is not found by name or number by
those who may not know them.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from complaints import numbers
from complaints.calling import callers
from complaints.models import Ticket
from complaints.queries import disclose_identity, visible_to
from customers import lookup
from customers.contact_points import found_by
from customers.models import ContactPoint, Customer
from servicecenter.models import User

MOST = 50
# Words are looked for in the newest tickets only: bounded work, whatever the size of the house.
SCANNED = 20_000
SHORTEST = 2


@dataclass(frozen=True)
class Found:
    """number: the ticket number that was typed, if it was one; mistyped: it looked like one and cannot be."""

    tickets: list[Ticket]
    number: str = ""
    mistyped: bool = False
    more: bool = False
    too_short: bool = False
    customers: list[Customer] = field(default_factory=list)


def find(typed: str, user: User, at: datetime) -> Found:
    """What fits, newest first, at most MOST."""
    typed = " ".join(typed.replace("\0", " ").split())
    visible = visible_to(user, at).select_related("customer", "team", "handler", "hold_reason")
    if number := numbers.read_number(typed):
        return Found(list(visible.filter(number=number)), number=number)
    if len(typed) < SHORTEST:
        return Found([], too_short=True)
    by_contact = _by_contact(typed, visible, user, at)
    if by_contact is not None and (rows := _newest(by_contact)):
        return Found(rows[:MOST], more=len(rows) > MOST)
    if numbers.looks_like_number(typed):
        return Found(list(visible.filter(number__in=numbers.near(typed)).order_by("-pk")[:MOST]), mistyped=True)
    if rows := _newest(_by_words(typed, visible, user, at)):
        return Found(rows[:MOST], more=len(rows) > MOST)
    customers = _customers(typed, user, at)
    rows = _newest(visible.filter(_nameable(user, at), customer__in=customers)) if customers else []
    return Found(rows[:MOST], more=len(rows) > MOST, customers=customers)


def _customers(typed: str, user: User, at: datetime) -> list[Customer]:
    """By name, address, account or meter, for those who look customers up on a call, too."""
    if not callers.may_look_up(user, at):
        return []
    return lookup.find_customers(typed, regions=callers.regions_of(user, at)).customers


def _newest(tickets: QuerySet[Ticket]) -> list[Ticket]:
    return list(tickets.order_by("-received_at", "-pk")[: MOST + 1])


def _nameable(user: User, at: datetime) -> Q:
    """Tickets whose customer this reader may know."""
    return Q() if disclose_identity(user, at) else Q(confidential=False)


def _by_contact(typed: str, visible: QuerySet[Ticket], user: User, at: datetime) -> QuerySet[Ticket] | None:
    condition = found_by(typed)
    if condition is None:
        return None
    customers = ContactPoint.objects.filter(condition).values("customer")
    return visible.filter(_nameable(user, at), customer__in=customers)


def _by_words(typed: str, visible: QuerySet[Ticket], user: User, at: datetime) -> QuerySet[Ticket]:
    """The beginning of a name, of the line or of the place; of a name also the beginning of a later part."""
    name = Q(customer__name__istartswith=typed) | Q(customer__name__icontains=f" {typed}")
    return visible.filter(
        (name & _nameable(user, at)) | Q(title__istartswith=typed) | Q(place__istartswith=typed), _among_the_newest()
    )


def _among_the_newest() -> Q:
    """The last SCANNED tickets of the house, told as a moment: a list of keys the database would join to all others."""
    received = Ticket.objects.order_by("-received_at", "-pk").values_list("received_at", flat=True)
    first = received[SCANNED - 1 : SCANNED].first()
    return Q(received_at__gte=first) if first else Q()
