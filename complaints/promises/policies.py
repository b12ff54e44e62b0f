"""Which promise applies: the most particular policy in force at receipt, and why it is that one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, prefetch_related_objects

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

TARGET = ("id", "milestone", "amount", "unit", "calendar_id", "sort", "danger")


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
    """The version in force at `at` that fits best, its targets in `promised`; None when nothing fits."""
    fitting = Q(policy__is_active=True, valid_from__lte=at) & (Q(valid_until=None) | Q(valid_until__gt=at))
    for field in WEIGHTS:
        value = getattr(facts, field)
        if field.endswith("_id"):
            fitting &= Q(**{f"{field}__isnull": True}) | Q(**{field: value})
        else:
            fitting &= Q(**{f"{field}__in": {"", value}})
    chosen = best(_with_targets(fitting))
    if chosen:
        prefetch_related_objects(chosen.promised, "calendar")  # asks nothing where each is the region's
    return chosen


def fits(version: PolicyVersion, facts: Facts) -> bool:
    """Whether each selector of the version is empty or as the facts are: what `choose` asks the database."""
    return all(getattr(version, field) in {None, "", getattr(facts, field)} for field in WEIGHTS)


def in_force(version: PolicyVersion, at: datetime) -> bool:
    return version.valid_from <= at and (version.valid_until is None or at < version.valid_until)


def best(fitting: Iterable[PolicyVersion]) -> PolicyVersion | None:
    """Of versions that fit and are in force, by number: the newest of each policy, of those the most particular."""
    newest = {version.policy_id: version for version in fitting}
    return max(newest.values(), key=lambda one: (particularity(one), one.valid_from, one.pk), default=None)


def _with_targets(fitting: Q) -> list[PolicyVersion]:
    """The versions by number, each with its targets in `promised`: one statement, as every ticket asks it."""
    joined = {f"target_{name}": F(f"targets__{name}") for name in TARGET}
    rows = PolicyVersion.objects.filter(fitting).annotate(**joined).select_related("policy")
    versions: dict[int, PolicyVersion] = {}
    for row in rows.order_by("number", "targets__pk"):
        version = versions.setdefault(row.pk, row)
        if version is row:
            version.promised = []
        known = {name: getattr(row, f"target_{name}") for name in TARGET}
        if known["id"] is not None:
            version.promised.append(Target(version=version, **known))
    return list(versions.values())


def particularity(version: PolicyVersion) -> int:
    return sum(weight for field, weight in WEIGHTS.items() if getattr(version, field))


def because(version: PolicyVersion) -> list[str]:
    """The selectors that made it this version, most telling first."""
    return [field.removesuffix("_id") for field in WEIGHTS if getattr(version, field)]


def unfilled_dangers(at: datetime) -> list[Target]:
    """Danger-to-life targets nobody has filled: the red banner. What a newer version has replaced counts no more."""
    still = Q(version__valid_until=None) | Q(version__valid_until__gt=at)
    empty = list(
        Target.objects.filter(still, version__policy__is_active=True, danger=True, amount=None)
        .select_related("version__policy")
        .order_by("pk")
    )
    newer = _in_force_of({one.version.policy_id for one in empty}, at) if empty else []
    return [one for one in empty if not any(_replaces(version, one.version) for version in newer)]


def _in_force_of(policies: set[int], at: datetime) -> list[PolicyVersion]:
    return [one for one in PolicyVersion.objects.filter(policy__in=policies) if in_force(one, at)]


def _replaces(newer: PolicyVersion, older: PolicyVersion) -> bool:
    """Chosen in its place for every matter the older one fits."""
    if newer.policy_id != older.policy_id or newer.number <= older.number:
        return False
    return all(getattr(newer, field) in ("", None, getattr(older, field)) for field in WEIGHTS)
