"""Sensitive matters nobody has acknowledged, for whoever must see them at once; acknowledging is a move."""

from datetime import datetime

from django.db.models import QuerySet

from complaints.choices import OPEN
from complaints.lifecycle import MOVES
from complaints.models import Ticket
from complaints.queries import visible_to
from servicecenter.models import User

ACKNOWLEDGED_BY = "see_sensitive"
MOST = 50
HEARERS = frozenset(MOVES[ACKNOWLEDGED_BY].who)


def unacknowledged(user: User, at: datetime) -> QuerySet[Ticket]:
    """The oldest first; none for whoever cannot acknowledge."""
    seen = visible_to(user, at)
    if not user.roles_at(at) & HEARERS:
        return seen.none()
    return seen.filter(sensitive_unseen=True, stage__in=OPEN).order_by("received_at", "pk")
