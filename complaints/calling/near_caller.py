"""Open tickets that may be the matter a caller is telling: theirs, at their address, or of the kind just around it.

What is the same (customer, premise, place) is similar.py's to find; here the caller may have no ticket yet.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from complaints.calling import similar
from complaints.choices import OPEN
from complaints.models import Category, Ticket
from complaints.queries import visible_to
from customers.models import Customer, Premise
from servicecenter.models import Region, User

LATELY = timedelta(hours=24)
MOST = similar.MOST


@dataclass(frozen=True)
class Near:
    """because: what they have in common; joinable: it is the same household's, so the caller asks again."""

    ticket: Ticket
    because: str
    joinable: bool


def near_caller(
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
    narrow = similar.open_at(place.strip(), premise.pk if premise else None, customer.pk if customer else None)
    if category:
        of_kind = Ticket.objects.filter(category=category, region=region, stage__in=OPEN)
        narrow.append(of_kind.filter(received_at__gte=at - LATELY).values("pk"))
    if not narrow:
        return []
    keys = narrow[0].union(*narrow[1:]) if len(narrow) > 1 else narrow[0]
    found = visible_to(user, at).filter(pk__in=keys).select_related("category", "customer")
    near = [_near(one, customer, premise, place) for one in found.order_by("-received_at", "-pk")[: MOST * 4]]
    return sorted(near, key=lambda one: not one.joinable)[:MOST]


def _near(ticket: Ticket, customer: Customer | None, premise: Premise | None, place: str) -> Near:
    if customer and ticket.customer_id == customer.pk:
        return Near(ticket, _("same customer"), joinable=True)
    at_home = premise is not None and ticket.premise_id == premise.pk
    if at_home or (place.strip() and ticket.place.casefold() == place.strip().casefold()):
        return Near(ticket, _("same address"), joinable=True)
    return Near(ticket, _("same kind in this region"), joinable=False)
