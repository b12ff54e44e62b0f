"""Which tickets are followed by a callback, and how the customer is asked first."""

import hashlib

from django.db.models import Q

from complaints.models import CallbackRule, Ticket
from complaints.promises.policies import WEIGHTS

SELECTORS = ("priority", "customer_class", "region_id", "nature")


def choose(ticket: Ticket) -> CallbackRule | None:
    """The most particular rule that fits; None when nothing asks for a callback."""
    customer_class = ticket.customer.standing if ticket.customer_id else ""
    fitting = (
        Q(nature__in={"", ticket.nature})
        & Q(priority__in={"", ticket.priority})
        & Q(customer_class__in={"", customer_class})
        & (Q(region=None) | Q(region=ticket.region_id))
    )
    rules = CallbackRule.objects.filter(fitting, is_active=True)
    return max(rules, key=lambda rule: (_particularity(rule), -rule.pk), default=None)


def is_drawn(number: str, share: int) -> bool:
    """Whether this ticket is among `share` of a hundred: by its number alone, so that anybody can draw it again."""
    digest = hashlib.sha256(f"callback:{number}".encode()).digest()
    return int.from_bytes(digest[:4]) % 100 < share


def _particularity(rule: CallbackRule) -> int:
    return sum(WEIGHTS[name] for name in SELECTORS if getattr(rule, name))
