"""Whom an alarm reaches at this hour."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

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
    """Who is to be reached in these regions from `first` to `last`, whatever the role.

    Asked of the database at most twice, however often and for whatever moment it is looked at.
    """

    def __init__(self, regions: Iterable[int | None], first: datetime, last: datetime):
        self.regions, self.first, self.last = set(regions) - {None}, first, last

    @cached_property
    def watching(self) -> dict[str, list[_Row]]:
        return self._rows(Duty.objects.filter(until__gt=self.first))

    @cached_property
    def holding(self) -> dict[str, list[_Row]]:
        return self._rows(RoleHeld.objects.filter(Q(until=None) | Q(until__gt=self.first)))

    def reach(
        self, role: str, region_id: int | None, at: datetime, without: Collection[int] = ()
    ) -> tuple[str, list[int]]:
        """The role reached and its people's ids: on duty, else holding the role, else the same one level up.

        `without`: people who must not be told.
        """
        while True:
            if ids := self._on_duty(role, region_id, at, without) or self._holders(role, region_id, at, without):
                return role, ids
            if role not in ONE_UP:
                return role, []
            role = ONE_UP[role]

    def reach_first(
        self, roles: Sequence[str], region_id: int | None, at: datetime, without: Collection[int] = ()
    ) -> tuple[str, list[int]]:
        """Of several roles that may do it the first with somebody on duty, else the first somebody holds."""
        for ask in (self._on_duty, self._holders):
            for role in roles:
                if ids := ask(role, region_id, at, without):
                    return role, ids
        return self.reach(roles[-1], region_id, at, without) if roles else ("", [])

    def _on_duty(self, role: str, *where: Any) -> list[int]:
        return _people(self.watching.get(role, []), *where)

    def _holders(self, role: str, *where: Any) -> list[int]:
        return _people(self.holding.get(role, []), *where)

    def _rows(self, rows: QuerySet) -> dict[str, list[_Row]]:
        """By role, of active people only, for one of the regions or for every one."""
        here = rows.filter(Q(region=None) | Q(region__in=self.regions), since__lte=self.last, user__is_active=True)
        found: dict[str, list[_Row]] = {}
        for role, *row in here.order_by("user_id").values_list("role", "user_id", "region_id", "since", "until"):
            found.setdefault(role, []).append(_Row(*row))
        return found


class _Row(NamedTuple):
    person: int
    region_id: int | None
    since: datetime
    until: datetime | None

    def holds(self, region_id: int | None, at: datetime) -> bool:
        return self.region_id in (None, region_id) and self.since <= at and (self.until is None or self.until > at)


def _people(rows: Iterable[_Row], region_id: int | None, at: datetime, without: Collection[int]) -> list[int]:
    found = dict.fromkeys(row.person for row in rows if row.holds(region_id, at))
    return [one for one in found if one not in without]


def reach(role: str, region_id: int | None, at: datetime, without: Collection[int] = ()) -> tuple[str, list[int]]:
    """As `Roster.reach`, asked once."""
    return Roster([region_id], at, at).reach(role, region_id, at, without)


def reach_first(
    roles: Sequence[str], region_id: int | None, at: datetime, without: Collection[int] = ()
) -> tuple[str, list[int]]:
    """As `Roster.reach_first`, asked once."""
    return Roster([region_id], at, at).reach_first(roles, region_id, at, without)


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
