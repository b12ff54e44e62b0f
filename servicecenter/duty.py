"""Whom an alarm reaches at this hour."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cached_property

from django.db.models import Q, QuerySet

from servicecenter.models import Duty, RoleHeld, User
from servicecenter.roles import EVERY_REGION

# Nobody holds the role just now: one level up, never nobody.
ONE_UP = {
    "handler": "coordinator",
    "agent": "shift_leader",
    "reviewer": "supervisor",
    "coordinator": "supervisor",
    "shift_leader": "supervisor",
    "supervisor": "complaint_manager",
    "complaint_manager": "administrator",
    "finance_approver": "complaint_manager",
}


class Roster:
    """Who is to be reached in a region at a moment, whatever their role. Asked of the database at most twice."""

    def __init__(self, region_id: int | None, at: datetime):
        self.region_id, self.at = region_id, at

    def _left(self, ids: Sequence[int], without: Collection[int]) -> list[int]:
        return [one for one in ids if one not in without]

    @cached_property
    def watching(self) -> dict[str, list[int]]:
        return self._people(Duty.objects.filter(until__gt=self.at))

    @cached_property
    def holding(self) -> dict[str, list[int]]:
        return self._people(RoleHeld.objects.filter(Q(until=None) | Q(until__gt=self.at)))

    def reach(self, role: str, without: Collection[int] = ()) -> tuple[str, list[int]]:
        """The role reached and its people's ids: on duty, else holding the role, else the same one level up.

        `without`: people who must not be told.
        """
        while True:
            for known in (self.watching, self.holding):
                if ids := self._left(known.get(role, ()), without):
                    return role, ids
            if role not in ONE_UP:
                return role, []
            role = ONE_UP[role]

    def reach_first(self, roles: Sequence[str], without: Collection[int] = ()) -> tuple[str, list[int]]:
        """Of several roles that may do it the first with somebody on duty, else the first somebody holds."""
        for known in (self.watching, self.holding):
            for role in roles:
                if ids := self._left(known.get(role, ()), without):
                    return role, ids
        return self.reach(roles[-1], without) if roles else ("", [])

    def _people(self, rows: QuerySet) -> dict[str, list[int]]:
        """By role, the ids of active people with such a row for this region or for every one."""
        here = rows.filter(Q(region=None) | Q(region=self.region_id), since__lte=self.at, user__is_active=True)
        found: dict[str, list[int]] = {}
        for role, person in here.order_by("user_id").values_list("role", "user_id").distinct():
            found.setdefault(role, []).append(person)
        return found


def reach(role: str, region_id: int | None, at: datetime, without: Collection[int] = ()) -> tuple[str, list[int]]:
    """The role reached and its people's ids: on duty, else holding the role, else the same one level up."""
    return Roster(region_id, at).reach(role, without)


def reach_first(
    roles: Sequence[str], region_id: int | None, at: datetime, without: Collection[int] = ()
) -> tuple[str, list[int]]:
    """Of several roles that may do it the first with somebody on duty, else the first somebody holds."""
    return Roster(region_id, at).reach_first(roles, without)


def on_duty(now: datetime, regions: Collection[int] | None) -> list[Duty]:
    """Who is on duty now, in these regions or in all (None)."""
    rows = Duty.objects.filter(since__lte=now, until__gt=now, user__is_active=True).select_related("user", "region")
    if regions is not None:
        rows = rows.filter(Q(region=None) | Q(region__in=regions))
    return list(rows.order_by("role", "user__last_name", "pk"))


def regions_of(user: User, now: datetime, roles: Collection[str]) -> list[int] | None:
    """The regions this person watches over in one of these roles; None: all."""
    held = [one for one in user.held_at(now) if one.role in roles]
    if any(one.region_id is None or one.role in EVERY_REGION for one in held):
        return None
    return sorted({one.region_id for one in held if one.region_id})
