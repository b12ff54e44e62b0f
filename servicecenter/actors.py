"""Who did it: a member of staff, a customer, an API client or the system itself.

Every action takes an actor; nothing reads a "current user" from the air.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from servicecenter import roles

if TYPE_CHECKING:
    from servicecenter.models import ApiClient, User


@dataclass(frozen=True)
class Actor:
    """kind: "staff", "customer", "client" or "system"; roles: what they hold now (roles.py)."""

    kind: str
    id: int | None = None
    roles: frozenset[str] = frozenset()
    name: str = ""
    user: Any = field(default=None, compare=False, repr=False)

    @property
    def role(self) -> str:
        """The one word the trail keeps: the most telling of the roles held."""
        if self.kind != "staff":
            return self.kind
        return next((code for code in roles.BY_WEIGHT if code in self.roles), "staff")


SYSTEM = Actor("system", roles=frozenset({"system"}))


def staff(user: User, at: datetime) -> Actor:
    return Actor("staff", user.pk, user.roles_at(at), user.get_full_name() or user.username, user)


def customer() -> Actor:
    """The customer of a ticket, known by number and code; never by a row of their own."""
    return Actor("customer", roles=frozenset({"customer"}))


def client(api_client: ApiClient) -> Actor:
    return Actor("client", api_client.pk, frozenset({"client"}), api_client.name)
