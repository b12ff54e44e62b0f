"""What billing says of people beside their names: how they are reached and what they agreed to, noted with its source.

Must not take away: a number or address billing no longer names may be how a ticket reaches its customer.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from customers import contact_points
from customers.models import Account, Confirmation, Consent, ContactPoint, Customer

Told = Sequence[tuple[Customer, Mapping[str, Any]]]
PURPOSE = "handle_request"


def write(told: Told, *, source: str, at: datetime) -> None:
    """Contact points, consents and where each field comes from; at most six statements."""
    latest = {customer.pk: (customer, data) for customer, data in told}
    if not latest:
        return
    _reach(latest.values(), source, at)
    _agree(latest.values(), source, at)
    fields = (Confirmation.Field.NAME, Confirmation.Field.LANGUAGE)
    _confirm([(pk, one) for pk in latest for one in fields], source, at)


def confirm_addresses(accounts: Iterable[Account], *, source: str, at: datetime) -> None:
    owners = sorted({one.customer_id for one in accounts})
    if owners:
        _confirm([(pk, Confirmation.Field.ADDRESS) for pk in owners], source, at)


def _confirm(what: Iterable[tuple[int, str]], source: str, at: datetime) -> None:
    rows = [
        Confirmation(customer_id=pk, field=name, source=source, purpose=PURPOSE, confirmed_at=at) for pk, name in what
    ]
    Confirmation.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["customer", "field"],
        update_fields=["source", "purpose", "confirmed_at"],
    )


def _reach(told: Iterable[tuple[Customer, Mapping[str, Any]]], source: str, at: datetime) -> None:
    rows = [
        contact_points.make(customer, kind, value, created_at=at, source=source, confirmed_at=at)
        for customer, data in told
        for kind, value in dict.fromkeys(data["contacts"])
    ]
    if not rows:
        return
    reached = set(
        ContactPoint.objects.filter(customer__in={one.customer_id for one in rows}, preferred=True).values_list(
            "customer", flat=True
        )
    )
    for one in rows:  # the first named, of who had none
        one.preferred = one.customer_id not in reached
        reached.add(one.customer_id)
    ContactPoint.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["customer", "kind", "index_full"],
        update_fields=["source", "confirmed_at"],
    )


def _agree(told: Iterable[tuple[Customer, Mapping[str, Any]]], source: str, at: datetime) -> None:
    """What is named is agreed to from now on; what billing had told us and names no longer is withdrawn."""
    wanted = {customer.pk: set(data["consents"]) for customer, data in told if data["consents"] is not None}
    if not wanted:
        return
    living = list(Consent.objects.filter(customer__in=wanted, withdrawn_at=None))
    given = {(one.customer_id, one.purpose) for one in living}
    over = [one.pk for one in living if one.source == source and one.purpose not in wanted[one.customer_id]]
    if over:
        Consent.objects.filter(pk__in=over).update(withdrawn_at=at)
    Consent.objects.bulk_create(
        Consent(customer_id=pk, purpose=purpose, given_at=at, source=source)
        for pk, purposes in wanted.items()
        for purpose in sorted(purposes)
        if (pk, purpose) not in given
    )
