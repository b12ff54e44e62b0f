"""Whom an alarm reaches at this hour."""

from datetime import datetime

from django.db.models import Q, QuerySet

from servicecenter.models import User

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
    """The role reached and its people's ids: on duty, else holding the role, else the same one level up."""
    while True:
        for find in (on_duty, holding):
            if ids := list(find(role, region_id, at).order_by("pk").values_list("pk", flat=True)):
                return role, ids
        if role not in ONE_UP:
            return role, []
        role = ONE_UP[role]
