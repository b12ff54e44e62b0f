"""Lines of billing taken in, in their order: each whole or not at all, in a number of statements that does not grow.

`store` must be called inside a transaction; what it cannot take it refuses by field and leaves the rest alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from customers import index
from customers.billing import meters, people
from customers.billing.lines import Line, Outcome, Result, Sort
from customers.billing.shelves import Shelves
from customers.models import Account, Bill, Customer, Payment, Premise
from servicecenter import money

SOURCE = "billing"
TRIES = 3
WRITTEN = {
    Sort.CUSTOMER: ("name", "kind", "language", "since", "source", "billing_id", "billing_version"),
    Sort.ACCOUNT: (
        "number", "utility", "customer", "premise", "tariff", "status", "opened_on", "closed_on", "arrears", "source",
        "confirmed_at", "billing_id", "billing_version",
    ),
    Sort.BILL: (
        "billing_version", "account", "number", "state", "period_from", "period_to", "issued_on", "due_on", "amount",
        "currency", "meter", "reading_from", "reading_to", "unit", "confirmed_at",
    ),
    Sort.PAYMENT: (
        "billing_version", "account", "bill", "state", "paid_on", "amount", "currency", "method", "confirmed_at",
    ),
}  # fmt: skip


class Refusal(Exception):
    """This line cannot be taken in. errors: field → messages."""

    def __init__(self, **errors: str):
        super().__init__(", ".join(errors))
        self.errors = {name: [words] for name, words in errors.items()}


def store(lines: Sequence[Line], *, at: datetime) -> list[Outcome]:
    """What became of each line. Of two batches with a record new to both, the later one takes it as known."""
    for _attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _Batch(lines, at).take()
        except IntegrityError:
            continue
    if len(lines) == 1:
        return [Outcome(Result.REFUSED, errors={"": [_("Someone else was first. Nothing was changed; try again.")]})]
    return [outcome for line in lines for outcome in store([line], at=at)]


class _Batch:
    def __init__(self, lines: Sequence[Line], at: datetime):
        self.lines, self.at = lines, at
        self.shelves = Shelves(lines, at)
        self.people: list[tuple[Customer, Mapping[str, Any]]] = []
        self.meters: list[tuple[Account, Sequence[Mapping[str, Any]]]] = []
        self.found_by: dict[int, Customer] = {}  # whose index entry changes
        self.apply: dict[Sort, Callable[[Any, Mapping[str, Any]], None]] = {
            Sort.CUSTOMER: self._customer,
            Sort.ACCOUNT: self._account,
            Sort.BILL: self._bill,
            Sort.PAYMENT: self._payment,
        }

    def take(self) -> list[Outcome]:
        outcomes = [self._one(line) for line in self.lines]
        self._write()
        return outcomes

    def _one(self, line: Line) -> Outcome:
        shelf = self.shelves.shelf(line.sort)
        row = shelf.get(line.id)
        if row and line.version <= row.billing_version:
            result = Result.UNCHANGED if line.version == row.billing_version else Result.IGNORED
            return Outcome(result, row.billing_version)
        result = Result.UPDATED if row else Result.CREATED
        try:
            if row is None and (row := self._known_otherwise(line)):
                result = Result.UPDATED
            row = row or _new(line.sort, self.at)
            self.apply[line.sort](row, line.data)
        except Refusal as refusal:
            return Outcome(Result.REFUSED, errors=refusal.errors)
        row.billing_id, row.billing_version = line.id, line.version
        shelf.put(row)
        return Outcome(result, line.version)

    def _known_otherwise(self, line: Line) -> Account | None:
        """An account we had from elsewhere under the same number becomes billing's."""
        if line.sort != Sort.ACCOUNT:
            return None
        known = self.shelves.by_number.get(line.data["number"])
        return known if known and not known.billing_id else None

    def _customer(self, row: Customer, data: Mapping[str, Any]) -> None:
        for name in ("name", "kind", "language", "since"):
            setattr(row, name, data[name])
        row.source = SOURCE
        self.people.append((row, data))
        self.found_by[id(row)] = row

    def _account(self, row: Account, data: Mapping[str, Any]) -> None:
        customer = self.shelves.customers.get(data["customer"])
        region = self.shelves.regions.get(data["region"])
        holder = self.shelves.by_number.get(data["number"])
        _must(customer, "customer", _("There is no such customer."))
        _must(region, "region", _("There is no such region."))
        _must(holder is None or holder is row, "number", _("Another account has this number."))
        if row.pk is not None:
            self.found_by[id(row.customer)] = row.customer
        self.found_by[id(customer)] = customer
        self.shelves.by_number.pop(row.number, None)
        self.shelves.by_number[data["number"]] = row
        assert region is not None  # said so above
        row.customer, row.premise = customer, self.shelves.premise(data["address"], region)
        for name in ("number", "utility", "tariff", "status", "opened_on", "closed_on"):
            setattr(row, name, data[name])
        row.arrears = money.major(data["arrears"], data["currency"])
        row.source, row.confirmed_at = SOURCE, self.at
        if named := data.get("meters"):
            self.meters.append((row, named))

    def _bill(self, row: Bill, data: Mapping[str, Any]) -> None:
        account = self.shelves.accounts.get(data["account"])
        _must(account, "account", _("There is no such account."))
        row.account, row.confirmed_at = account, self.at
        for name in WRITTEN[Sort.BILL][2:-1]:
            setattr(row, name, data[name])

    def _payment(self, row: Payment, data: Mapping[str, Any]) -> None:
        account = self.shelves.accounts.get(data["account"])
        _must(account, "account", _("There is no such account."))
        bill = self.shelves.bills.get(data["bill"])
        if data["bill"]:
            _must(bill, "bill", _("There is no such bill."))
            same = bill.account is account or (account.pk is not None and bill.account_id == account.pk)
            _must(same, "bill", _("It is another account's bill."))
            _must(bill.currency == data["currency"], "currency", _("The bill is in another currency."))
        row.account, row.bill, row.confirmed_at = account, bill, self.at
        for name in WRITTEN[Sort.PAYMENT][3:-1]:
            setattr(row, name, data[name])

    def _write(self) -> None:
        """Whoever is named by others comes first."""
        self.shelves.customers.write(WRITTEN[Sort.CUSTOMER])
        people.write(self.people, source=SOURCE, at=self.at)
        accounts = self.shelves.accounts.changed.values()
        Premise.objects.bulk_create(_unsaved(one.premise for one in accounts))
        for sort in (Sort.ACCOUNT, Sort.BILL, Sort.PAYMENT):
            self.shelves.shelf(sort).write(WRITTEN[sort])
        people.confirm_addresses(accounts, source=SOURCE, at=self.at)
        losing = meters.write(self.meters)
        if self.found_by:
            index.refresh({one.pk for one in self.found_by.values()} | losing)


def _new(sort: Sort, at: datetime) -> Customer | Account | Bill | Payment:
    if sort == Sort.CUSTOMER:
        return Customer(created_at=at)
    others: dict[Sort, type[Account | Bill | Payment]] = {
        Sort.ACCOUNT: Account, Sort.BILL: Bill, Sort.PAYMENT: Payment,
    }  # fmt: skip
    return others[sort]()


def _must(holds: Any, field: str, words: str) -> None:
    if not holds:
        raise Refusal(**{field: words})


def _unsaved(premises: Iterable[Premise]) -> list[Premise]:
    return list({id(one): one for one in premises if one.pk is None}.values())
