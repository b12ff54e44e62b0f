"""What the demo's billing system has told us, and what it was asked because of two complaints: one open, one rejected.

Must not reach anybody: its events carry the source "demo", and billing's own program has no key here.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

from complaints import about, adjusting
from complaints.models import Adjustment, Ticket
from customers.models import Account, Bill, Payment
from servicecenter.actors import SYSTEM, staff
from servicecenter.trail import DEMO

PERIODS = 6  # months told of every account
PERIOD = timedelta(days=30)
UNITS = {"water": "m³", "gas": "m³", "power": "kWh", "heat": "GJ", "transit": ""}
CURRENCY = "CNY"
REASON = {"en": "Charged twice for one visit.", "zh-hans": "同一次上门重复收费。"}
REJECTED = {"en": "The charge was taken off the January bill already.", "zh-hans": "该费用已在一月账单中冲减。"}


def tell(now: datetime) -> None:
    """Bills of half a year for every account; the newest of some is paid in part or not at all."""
    accounts = list(Account.objects.prefetch_related("meters").order_by("pk"))
    for one in accounts:
        one.billing_id, one.billing_version = f"ACC-{one.number}", 1
    Account.objects.bulk_update(accounts, ["billing_id", "billing_version"])
    bills = [_bill(one, month, now) for one in accounts for month in range(PERIODS)]
    Bill.objects.bulk_create(bills)
    Payment.objects.bulk_create(filter(None, (_payment(number, bill, now) for number, bill in enumerate(bills))))


def _bill(account: Account, month: int, now: datetime) -> Bill:
    ends = now.date() - timedelta(days=12) - month * PERIOD
    meter = next(iter(account.meters.all()), None)
    used = 9 + (account.pk * 7 + month * 3) % 31
    begins = 1200 + (PERIODS - month) * 40
    return Bill(
        billing_id=f"BILL-{account.number}-{ends:%y%m%d}", billing_version=1, account=account,
        number=f"{account.number}-{ends:%y%m}{month}", period_from=ends - PERIOD + timedelta(days=1), period_to=ends,
        issued_on=ends + timedelta(days=3), due_on=_due(ends, month), amount=used * 385, currency=CURRENCY,
        meter=meter.number if meter else "", reading_from=Decimal(begins) if meter else None,
        reading_to=Decimal(begins + used) if meter else None, unit=UNITS[account.utility] if meter else "",
        confirmed_at=now,
    )  # fmt: skip


def _due(ends: date, month: int) -> date:
    return ends + timedelta(days=10 if month == 0 else 20)


def _payment(number: int, bill: Bill, now: datetime) -> Payment | None:
    newest = number % PERIODS == 0
    if newest and number % 4 == 0:
        return None
    paid = bill.amount // 2 if newest and number % 3 == 0 else bill.amount
    return Payment(
        billing_id=f"PAY-{bill.billing_id}", billing_version=1, account=bill.account, bill=bill, amount=paid,
        currency=CURRENCY, paid_on=min(bill.due_on, now.date()), method="transfer", confirmed_at=now,
    )  # fmt: skip


def ask_for_adjustments(at: datetime) -> None:
    """Complaints about a bill name it; the handlers of two of them ask billing, and one is told no."""
    tickets = Ticket.objects.filter(category__code__startswith="billing", customer__isnull=False)
    asked: list[Adjustment] = []
    for ticket in tickets.select_related("handler", "region").order_by("pk"):
        account = Account.objects.filter(customer=ticket.customer_id).order_by("pk").first()
        bill = account.bills.first() if account else None
        if account is None or bill is None:
            continue
        about.name_account(ticket, account=account.number, bill=bill.number, actor=SYSTEM, at=at, source=DEMO)
        if ticket.handler and ticket.stage in adjusting.STAGES and len(asked) < 2:
            asked.append(_ask(ticket, account, bill, at))
    if len(asked) == 2:
        answer = REJECTED["zh-hans" if asked[1].ticket.language == "zh-hans" else "en"]
        adjusting.advance(
            asked[1], Adjustment.State.REJECTED, actor=SYSTEM, at=at, source=DEMO, reference="ADJ-1002", words=answer
        )


def _ask(ticket: Ticket, account: Account, bill: Bill, at: datetime) -> Adjustment:
    assert ticket.handler is not None
    adjusting.request_adjustment(
        ticket, actor=staff(ticket.handler, at), at=at, source=DEMO, kind=Adjustment.Kind.REFUND, account=account,
        bill=bill, amount=Decimal("36.50"), reason=REASON["zh-hans" if ticket.language == "zh-hans" else "en"],
    )  # fmt: skip
    return Adjustment.objects.select_related("ticket").get(ticket=ticket)
