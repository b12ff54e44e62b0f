"""Open tickets that may be the matter a caller is telling: theirs, at their address, or of the kind just around it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from complaints.choices import OPEN
from complaints.models import Category, Ticket
from complaints.queries import visible_to
from customers.models import Customer, Premise
from servicecenter.models import Region, User

LATELY = timedelta(hours=24)
MOST = 5


@dataclass(frozen=True)
class Near:
    """because: what they have in common; joinable: it is the same household's, so the caller asks again."""

    ticket: Ticket
    because: str
    joinable: bool


def similar_open(
    user: User,
    at: datetime,
    *,
    customer: Customer | None,
    premise: Premise | None,
    place: str,
    region: Region,
    category: Category | None,
) -> list[Near]:
    """The nearest first, at most MOST, of those this person may see. One statement."""
    same = Q(pk__in=[])
    if customer:
        same |= Q(customer=customer)
    if premise:
        same |= Q(premise=premise)
    if place.strip():
        same |= Q(place__iexact=place.strip())
    if category:
        same |= Q(category=category, region=region, received_at__gte=at - LATELY)
    found = visible_to(user, at).filter(same, stage__in=OPEN).select_related("category", "customer")
    near = [_near(one, customer, premise, place) for one in found.order_by("-received_at", "-pk")[: MOST * 4]]
    return sorted(near, key=lambda one: not one.joinable)[:MOST]


def _near(ticket: Ticket, customer: Customer | None, premise: Premise | None, place: str) -> Near:
    if customer and ticket.customer_id == customer.pk:
        return Near(ticket, _("same customer"), joinable=True)
    at_home = premise is not None and ticket.premise_id == premise.pk
    if at_home or (place.strip() and ticket.place.casefold() == place.strip().casefold()):
        return Near(ticket, _("same address"), joinable=True)
    return Near(ticket, _("same kind in this region"), joinable=False)
