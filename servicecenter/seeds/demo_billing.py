"""What the demo's billing system has told us, and what it was asked because of three complaints.

One is open, one was rejected, one paid and sent back twice. Must not reach anybody: its events carry
the source "demo", and billing's own program has no key here.
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

SENT_BACK = {"en": "The account was closed at the bank.", "zh-hans": "收款账户已销户，款项被退回。"}


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
    """Complaints about a bill name it; the handlers of three ask billing: one is told no, one is paid in vain."""
    tickets = Ticket.objects.filter(category__code__startswith="billing", customer__isnull=False)
    asked: list[Adjustment] = []
    for ticket in tickets.select_related("handler", "region").order_by("pk"):
        account = Account.objects.filter(customer=ticket.customer_id).order_by("pk").first()
        bill = account.bills.first() if account else None
        if account is None or bill is None:
            continue
        about.name_account(ticket, account=account.number, bill=bill.number, actor=SYSTEM, at=at, source=DEMO)
        if ticket.handler and ticket.stage in adjusting.STAGES and len(asked) < 3:
            asked.append(_ask(ticket, account, bill, at))
    if len(asked) == 3:
        answer = REJECTED["zh-hans" if asked[1].ticket.language == "zh-hans" else "en"]
        _billing_says(asked[1], Adjustment.State.REJECTED, "ADJ-1002", at, answer)
        _sent_back(asked[2], 1, at)
        _sent_back(_ask(asked[2].ticket, asked[2].account, asked[2].bill, at, instead_of=asked[2]), 2, at)


def _sent_back(paid: Adjustment, number: int, at: datetime) -> None:
    """Paid, and sent back by the bank."""
    answer = SENT_BACK["zh-hans" if paid.ticket.language == "zh-hans" else "en"]
    _billing_says(paid, Adjustment.State.ACKNOWLEDGED, f"ADJ-200{number}", at)
    _billing_says(paid, Adjustment.State.SETTLED, f"PAY-200{number}", at)
    _billing_says(paid, Adjustment.State.REVERSED, f"BACK-200{number}", at, answer)


def _billing_says(one: Adjustment, state: str, reference: str, at: datetime, words: str = "") -> None:
    adjusting.advance(one, state, actor=SYSTEM, at=at, source=DEMO, reference=reference, words=words)


def _ask(
    ticket: Ticket, account: Account, bill: Bill | None, at: datetime, instead_of: Adjustment | None = None
) -> Adjustment:
    assert ticket.handler is not None
    adjusting.request_adjustment(
        ticket, actor=staff(ticket.handler, at), at=at, source=DEMO, kind=Adjustment.Kind.REFUND, account=account,
        bill=bill, amount=Decimal("36.50"), reason=REASON["zh-hans" if ticket.language == "zh-hans" else "en"],
        instead_of=instead_of,
    )  # fmt: skip
    return Adjustment.objects.select_related("ticket__handler", "account", "bill").filter(ticket=ticket).latest("pk")
