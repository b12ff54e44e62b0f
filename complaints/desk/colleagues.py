"""A colleague as others see them: who it is, their roles now, and what of their work the reader may see."""

from datetime import datetime

from django.db.models import QuerySet

from complaints.choices import OPEN
from complaints.models import Ticket
from servicecenter.models import User
from servicecenter.roles import ROLES

MOST = 50


def find(username: str) -> User | None:
    """By user name; None for nobody, and for who left."""
    return None if "\0" in username else staff().filter(username=username).first()


def staff() -> QuerySet[User]:
    return User.objects.filter(is_active=True).select_related("team")


def roles_now(person: User, at: datetime) -> dict[str, str]:
    """Label by code, in the order of the labels."""
    held = {one.role: str(ROLES[one.role]) for one in person.held_at(at) if one.role in ROLES}
    return dict(sorted(held.items(), key=lambda one: one[1]))


def in_hand(person: User, reach: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Open tickets in the reader's reach, the nearest due first; at most MOST."""
    return reach.filter(stage__in=OPEN, handler=person).order_by("next_due_at", "pk")[:MOST]
