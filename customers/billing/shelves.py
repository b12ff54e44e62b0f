"""All that a batch speaks of, read at once and locked, kept at hand while its lines are taken in one by one."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from customers.billing.lines import Line, Sort
from customers.models import Account, Bill, Customer, Payment, Premise
from servicecenter.models import Region


class Shelf:
    """Records of one sort by their ids in the billing system, those yet unknown among them once they are put there."""

    def __init__(self, rows: Iterable[Any]):
        self.rows = {row.billing_id: row for row in rows if row.billing_id}
        self.changed: dict[int, Any] = {}  # by identity, in the order of the lines

    def get(self, billing_id: str | None) -> Any:
        return self.rows.get(billing_id) if billing_id else None

    def put(self, row: Any) -> None:
        self.rows[row.billing_id] = row
        self.changed.setdefault(id(row), row)

    def write(self, fields: Sequence[str]) -> None:
        """Two statements at most (more where the engine takes few values at once)."""
        new = [row for row in self.changed.values() if row.pk is None]
        old = [row for row in self.changed.values() if row.pk is not None]
        if new:
            type(new[0])._default_manager.bulk_create(new)
        if old:
            # An upsert by key: one plain statement, where an UPDATE with a case for every field is many times slower.
            type(old[0])._default_manager.bulk_create(
                old, update_conflicts=True, unique_fields=["id"], update_fields=list(fields)
            )


class Shelves:
    """Read in one order (customers, accounts, bills, payments) and locked by key, so that two batches never cross."""

    def __init__(self, lines: Sequence[Line], at: datetime):
        self.at = at
        named = _Named(lines)
        self.customers = Shelf(_locked(Customer, Q(billing_id__in=named.customers)) if named.customers else ())
        accounts = _accounts(named)
        self.accounts = Shelf(accounts)
        self.by_number: dict[str, Account] = {one.number: one for one in accounts}
        self.bills = Shelf(
            _locked(Bill, Q(billing_id__in=named.bills)).select_related("account") if named.bills else ()
        )
        self.payments = Shelf(_locked(Payment, Q(billing_id__in=named.payments)) if named.payments else ())
        self.regions = {one.code: one for one in Region.objects.filter(code__in=named.regions)} if named.regions else {}
        self.premises = _premises(named)
        if named.premises - self.premises.keys():
            # Nobody guards an address against being written twice: whoever adds some to a region waits for the other.
            list(Region.objects.select_for_update(no_key=True).filter(code__in=named.regions).order_by("pk"))
            self.premises = _premises(named)

    def shelf(self, sort: Sort) -> Shelf:
        return {
            Sort.CUSTOMER: self.customers,
            Sort.ACCOUNT: self.accounts,
            Sort.BILL: self.bills,
            Sort.PAYMENT: self.payments,
        }[sort]

    def premise(self, address: str, region: Region) -> Premise:
        """The place with this address in this region; a new one is written with the rest."""
        return self.premises.setdefault((address, region.code), Premise(address=address, region=region))


class _Named:
    """The ids, numbers and places the lines speak of."""

    def __init__(self, lines: Sequence[Line]):
        ids = {sort: {line.id for line in lines if line.sort == sort} for sort in Sort}
        accounts = [line.data for line in lines if line.sort == Sort.ACCOUNT]
        above = [line.data for line in lines if line.sort in {Sort.BILL, Sort.PAYMENT}]
        self.customers = ids[Sort.CUSTOMER] | {data["customer"] for data in accounts}
        self.accounts = ids[Sort.ACCOUNT] | {data["account"] for data in above}
        self.numbers = {data["number"] for data in accounts}
        self.bills = ids[Sort.BILL] | {data["bill"] for data in above if data.get("bill")}
        self.payments = ids[Sort.PAYMENT]
        self.regions = {data["region"] for data in accounts}
        self.premises = {(data["address"], data["region"]) for data in accounts}


def _locked(model: type[models.Model], wanted: Q) -> models.QuerySet:
    return model._default_manager.select_for_update(of=("self",)).filter(wanted).order_by("pk")


def _accounts(named: _Named) -> list[Account]:
    if not named.accounts and not named.numbers:
        return []
    wanted = Q(billing_id__in=named.accounts) | Q(number__in=named.numbers)
    return list(_locked(Account, wanted).select_related("customer", "premise__region"))


def _premises(named: _Named) -> dict[tuple[str, str], Premise]:
    if not named.premises:
        return {}
    rows = Premise.objects.filter(address__in={address for address, _region in named.premises}).order_by("-pk")
    return {(one.address, one.region.code): one for one in rows.select_related("region")}
