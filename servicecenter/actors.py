"""Who did it: a member of staff, a customer, an API client or the system itself.

Every action takes an actor; nothing reads a "current user" from the air.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from servicecenter import roles

if TYPE_CHECKING:
    from servicecenter.models import ApiClient, User

# The roles of an event's actor whose id is no colleague's.
NOT_STAFF = frozenset({"customer", "client", "system"})


@dataclass(frozen=True)
class Actor:
    """kind: "staff", "customer", "client" or "system"; roles: what they hold now (roles.py).

    held: the same roles of staff, each with its region (None = every region).
    """

    kind: str
    id: int | None = None
    roles: frozenset[str] = frozenset()
    name: str = ""
    user: Any = field(default=None, compare=False, repr=False)
    held: frozenset[tuple[str, int | None]] = frozenset()

    def within(self, region_id: int | None) -> Actor:
        """The same actor with the roles that count in this region.

        Who watches over a region (roles.REGION_WIDE) does so there only; departments work wherever
        they are given something.
        """
        if self.kind != "staff":
            return self
        return replace(self, roles=frozenset(role for role, where in self.held if counts(role, where, region_id)))

    @property
    def role(self) -> str:
        """The one word the trail keeps: the most telling of the roles held."""
        if self.kind != "staff":
            return self.kind
        return next((code for code in roles.BY_WEIGHT if code in self.roles), "staff")


def counts(role: str, where: int | None, region_id: int | None) -> bool:
    """Whether a role held for `where` counts in this region."""
    return role not in roles.REGION_WIDE or role in roles.EVERY_REGION or where is None or where == region_id


SYSTEM = Actor("system", roles=frozenset({"system"}))


def staff(user: User, at: datetime) -> Actor:
    held = frozenset((one.role, one.region_id) for one in user.held_at(at))
    return Actor("staff", user.pk, user.roles_at(at), user.get_full_name() or user.username, user, held)


def customer() -> Actor:
    """The customer of a ticket, known by number and code; never by a row of their own."""
    return Actor("customer", roles=frozenset({"customer"}))


def client(api_client: ApiClient) -> Actor:
    return Actor("client", api_client.pk, frozenset({"client"}), api_client.name)
