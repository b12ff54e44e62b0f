"""Which promise applies: the most particular policy in force at receipt, and why it is that one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from complaints.models import PolicyVersion, Target, Ticket

# What a version may select by, the most telling first; a higher sum is more particular.
WEIGHTS: Mapping[str, int] = {
    "category_id": 32,
    "priority": 16,
    "customer_class": 8,
    "region_id": 4,
    "area_class": 2,
    "nature": 1,
}


@dataclass(frozen=True)
class Facts:
    """What a policy is chosen by."""

    nature: str
    priority: str
    category_id: int | None
    region_id: int
    area_class: str
    customer_class: str

    @classmethod
    def of(cls, ticket: Ticket) -> "Facts":
        return cls(
            nature=ticket.nature,
            priority=ticket.priority,
            category_id=ticket.category_id,
            region_id=ticket.region_id,
            area_class=ticket.region.area_class,
            customer_class=ticket.customer.standing if ticket.customer_id else "",
        )


def choose(facts: Facts, at: datetime) -> PolicyVersion | None:
    """The version in force at `at` that fits best, its targets loaded; None when nothing fits."""
    fitting = Q(policy__is_active=True, valid_from__lte=at) & (Q(valid_until=None) | Q(valid_until__gt=at))
    for field in WEIGHTS:
        value = getattr(facts, field)
        if field.endswith("_id"):
            fitting &= Q(**{f"{field}__isnull": True}) | Q(**{field: value})
        else:
            fitting &= Q(**{f"{field}__in": {"", value}})
    newest: dict[int, PolicyVersion] = {}
    for version in PolicyVersion.objects.filter(fitting).select_related("policy").order_by("number"):
        newest[version.policy_id] = version
    return max(newest.values(), key=lambda one: (particularity(one), one.valid_from, one.pk), default=None)


def particularity(version: PolicyVersion) -> int:
    return sum(weight for field, weight in WEIGHTS.items() if getattr(version, field))


def because(version: PolicyVersion) -> list[str]:
    """The selectors that made it this version, most telling first."""
    return [field.removesuffix("_id") for field in WEIGHTS if getattr(version, field)]


def unfilled_dangers(at: datetime) -> list[Target]:
    """Danger-to-life targets nobody has filled: the red banner."""
    still = Q(version__valid_until=None) | Q(version__valid_until__gt=at)
    return list(
        Target.objects.filter(still, version__policy__is_active=True, danger=True, amount=None)
        .select_related("version__policy")
        .order_by("pk")
    )
