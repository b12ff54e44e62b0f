"""The meters billing names with an account: new ones made, known ones handed to it. What it does not name stays.

Statements do not grow with the lines. Must be called inside the batch's transaction, once the accounts are written.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from customers.models import Account, Meter

Told = Sequence[tuple[Account, Sequence[Mapping[str, Any]]]]


def write(told: Told) -> set[int]:
    """At most two statements. Returns the customers who lose a meter to another account: they are found anew."""
    wanted: dict[tuple[str, str], Meter] = {}
    for account, meters in told:
        for one in meters:
            wanted[account.utility, one["number"]] = Meter(
                number=one["number"], utility=account.utility, premise=account.premise, account=account,
                installed_on=one["installed_on"], removed_on=one["removed_on"],
            )  # fmt: skip
    if not wanted:
        return set()
    utilities = {utility for utility, _number in wanted}
    named = Q(utility__in=utilities, number__in={number for _utility, number in wanted})
    held = Meter.objects.filter(named, account__isnull=False).values_list("utility", "number", "account__customer")
    losing = {customer for utility, number, customer in held if (utility, number) in wanted}
    Meter.objects.bulk_create(
        [wanted[key] for key in sorted(wanted)],  # in one order, so that two batches never cross
        update_conflicts=True,
        unique_fields=["utility", "number"],
        update_fields=["premise", "account", "installed_on", "removed_on"],
    )
    return losing
