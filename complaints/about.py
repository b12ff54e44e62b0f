"""Which account and which bill a ticket is about, and the bills and payments its reader may see for that."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from complaints.events import TICKET
from complaints.models import Ticket
from complaints.queries import Disclosure
from complaints.refusals import Missing
from customers.models import Account, Bill, Payment
from servicecenter import money, trail
from servicecenter.actors import Actor
from servicecenter.models import Event
from servicecenter.requests import request_id

PAGE = 20


@dataclass(frozen=True)
class BillLine:
    """A bill and what became of it; amounts in minor units."""

    bill: Bill
    paid: int
    outstanding: int
    in_arrears: bool

    @property
    def amount_words(self) -> str:
        return money.say_minor(self.bill.amount, self.bill.currency)

    @property
    def paid_words(self) -> str:
        return money.say_minor(self.paid, self.bill.currency)

    @property
    def outstanding_words(self) -> str:
        return money.say_minor(self.outstanding, self.bill.currency)


def accounts_shown(ticket: Ticket, shown: Disclosure) -> QuerySet[Account]:
    """The account the ticket names, else those of its customer; none for who may not know account facts."""
    if not shown.account:
        return Account.objects.none()
    if ticket.account_id:
        return Account.objects.filter(pk=ticket.account_id)
    if ticket.customer_id is None or not shown.name:
        return Account.objects.none()
    return Account.objects.filter(customer=ticket.customer_id)


def bills_of(accounts: Iterable[int] | QuerySet, today: date, *, before: int | None = None, most: int = PAGE) -> list:
    """The newest first, at most one more than `most`: then there are further ones. One statement."""
    paid = (
        Payment.objects.filter(bill=OuterRef("pk"), state=Payment.State.RECEIVED)
        .order_by()
        .values("bill")
        .annotate(sum=Sum("amount"))
        .values("sum")
    )
    bills = Bill.objects.filter(account__in=accounts).select_related("account")
    if before and (last := Bill.objects.filter(account__in=accounts, pk=before).first()):
        bills = bills.filter(Q(period_to__lt=last.period_to) | Q(period_to=last.period_to, pk__lt=last.pk))
    rows = bills.annotate(paid=Coalesce(Subquery(paid), 0)).order_by("-period_to", "-pk")[: most + 1]
    return [_line(bill, today) for bill in rows]


def _line(bill: Any, today: date) -> BillLine:
    standing = bill.state == Bill.State.ISSUED
    outstanding = bill.amount - bill.paid if standing else 0
    return BillLine(bill, bill.paid, outstanding, outstanding > 0 and bill.due_on < today)


def payments_of(
    accounts: Iterable[int] | QuerySet, *, before: int | None = None, most: int = PAGE
) -> list[tuple[Payment, str]]:
    """The newest first, each with its amount in words; at most one more than `most`: then there are further ones."""
    rows = Payment.objects.filter(account__in=accounts).select_related("bill", "account").order_by("-paid_on", "-pk")
    if before and (last := Payment.objects.filter(account__in=accounts, pk=before).first()):
        rows = rows.filter(Q(paid_on__lt=last.paid_on) | Q(paid_on=last.paid_on, pk__lt=last.pk))
    return [(one, money.say_minor(one.amount, one.currency)) for one in rows[: most + 1]]


def read_key(text: str) -> int | None:
    """The key a page begins after; what is none begins at the beginning."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def name_account(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, account: str = "", bill: str = ""
) -> Event:
    """Say which account, and which bill of it, the matter is about; nothing takes it back. Numbers as on the bill.

    Raises Missing by field for what is not there. The premise of the ticket is left as it is.
    """
    found = Account.objects.filter(number=account).first() if account else None
    if account and found is None:
        raise Missing({"account": [_("There is no account with this number.")]})
    asked = None
    if bill:
        asked = Bill.objects.filter(account=found, number=bill).first() if found else None
        if asked is None:
            raise Missing({"bill": [_("This account has no bill with this number.")]})
    with transaction.atomic():
        locked = Ticket.objects.select_for_update().get(pk=ticket.pk)
        locked.account, locked.bill = found, asked
        if actor.kind in {"staff", "client"}:
            locked.touched_at = at
        locked.save(update_fields=["account", "bill", "touched_at"])
        ticket.account, ticket.bill = found, asked
        return trail.record(
            "ticket.account_named", subject=(TICKET, ticket.pk), at=at, actor=actor, source=source,
            payload={"account": found.pk if found else None, "bill": asked.pk if asked else None},
            request_id=request_id.get(),
        )  # fmt: skip
