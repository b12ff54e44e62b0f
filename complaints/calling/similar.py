"""Open tickets that may be about the same thing: same customer, premise or place. For asking, never for deciding."""

from dataclasses import dataclass

from django.db.models import QuerySet

from complaints.choices import OPEN
from complaints.desk.listed import LISTED, PLACED
from complaints.models import Ticket

MOST = 5


@dataclass(frozen=True)
class Similar:
    """why: "customer" or "place"."""

    ticket: Ticket
    why: str


def similar_to(ticket: Ticket, visible: QuerySet[Ticket], *, knows_customer: bool) -> list[Similar]:
    """The newest few among `visible`; by customer only for a reader who may know who that is.

    Three narrow questions, each answered by an index of its own, put together by key.
    """
    found = open_at(ticket.place, ticket.premise_id, ticket.customer_id if knows_customer else None)
    if not found:
        return []
    keys = found[0].union(*found[1:]) if len(found) > 1 else found[0]
    rows = visible.filter(pk__in=keys).exclude(pk=ticket.pk).order_by("-received_at", "-pk")[:MOST]
    return [Similar(one, _why(one, ticket, knows_customer)) for one in rows]


def open_at(place: str, premise_id: int | None, customer_id: int | None) -> list[QuerySet]:
    """The keys of open tickets at this place or premise, or of this customer; nothing for what is not known."""
    still = Ticket.objects.filter(stage__in=OPEN)
    asked = []
    if place:
        asked.append(still.filter(LISTED, PLACED, place=place).values("pk"))
    if premise_id:
        asked.append(still.filter(premise=premise_id).values("pk"))
    if customer_id:
        asked.append(still.filter(customer=customer_id).values("pk"))
    return asked


def _why(one: Ticket, ticket: Ticket, knows_customer: bool) -> str:
    same = knows_customer and ticket.customer_id is not None and one.customer_id == ticket.customer_id
    return "customer" if same else "place"
