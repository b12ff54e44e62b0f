"""Whom an alarm reaches at this hour."""

from datetime import datetime

from django.db.models import Q, QuerySet

from servicecenter.models import Duty, RoleHeld, User

# Nobody holds the role just now: one level up, never nobody.
ONE_UP = {
    "handler": "coordinator",
    "agent": "shift_leader",
    "reviewer": "supervisor",
    "coordinator": "supervisor",
    "shift_leader": "supervisor",
    "supervisor": "complaint_manager",
    "complaint_manager": "administrator",
}


def on_duty(role: str, region_id: int | None, at: datetime) -> QuerySet[User]:
    """People of this role whose duty covers this region (or every region) now."""
    here = Q(duties__region=None) | Q(duties__region=region_id)
    return User.objects.filter(
        here, is_active=True, duties__role=role, duties__since__lte=at, duties__until__gt=at
    ).distinct()


def holding(role: str, region_id: int | None, at: datetime) -> QuerySet[User]:
    """People holding this role for this region, on duty or not."""
    here = Q(roles_held__region=None) | Q(roles_held__region=region_id)
    still = Q(roles_held__until=None) | Q(roles_held__until__gt=at)
    return User.objects.filter(here, still, is_active=True, roles_held__role=role, roles_held__since__lte=at).distinct()


def reach(role: str, region_id: int | None, at: datetime) -> tuple[str, list[int]]:
    """The role reached and its people's ids: on duty, else holding the role, else the same one level up.

    Asks the database once when somebody is on duty, else twice, however many levels it goes up.
    """
    levels = [role]
    while levels[-1] in ONE_UP:
        levels.append(ONE_UP[levels[-1]])
    watching = _people(Duty.objects.filter(until__gt=at), levels, region_id, at)
    if role in watching:
        return role, watching[role]
    holders = _people(RoleHeld.objects.filter(Q(until=None) | Q(until__gt=at)), levels, region_id, at)
    return next(
        ((level, found[level]) for level in levels for found in (watching, holders) if level in found),
        (levels[-1], []),
    )


def _people(rows: QuerySet, levels: list[str], region_id: int | None, at: datetime) -> dict[str, list[int]]:
    """By role, the ids of active people with such a row for this region or for every one."""
    here = rows.filter(Q(region=None) | Q(region=region_id), role__in=levels, since__lte=at, user__is_active=True)
    found: dict[str, list[int]] = {}
    for role, person in here.order_by("user_id").values_list("role", "user_id").distinct():
        found.setdefault(role, []).append(person)
    return found
