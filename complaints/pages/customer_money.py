"""A customer's bills and payments on the customer's page, a page at a time by key; each list keeps its own place."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from complaints import about

MOST = 12
PLACES = ("bills", "payments")


def of(request: HttpRequest, accounts: list[int], at: datetime) -> dict[str, Any]:
    """For whoever may know account facts. Two statements, one more for each list that is not at its beginning."""
    asked = {name: request.GET.get(name, "") for name in PLACES}
    bills = about.bills_of(accounts, timezone.localtime(at).date(), before=about.read_key(asked["bills"]), most=MOST)
    payments = about.payments_of(accounts, before=about.read_key(asked["payments"]), most=MOST)
    return {
        "account_facts": True,
        "bills": bills[:MOST],
        "payments": payments[:MOST],
        "older_bills": len(bills) > MOST and _link(asked, "bills", bills[MOST - 1].bill.pk),
        "older_payments": len(payments) > MOST and _link(asked, "payments", payments[MOST - 1][0].pk),
        "newest_bills": asked["bills"] and _link(asked, "bills", ""),
        "newest_payments": asked["payments"] and _link(asked, "payments", ""),
    }


def _link(asked: dict[str, str], name: str, key: int | str) -> str:
    kept = {one: value for one, value in {**asked, name: str(key)}.items() if value}
    return f"?{urlencode(kept)}#{name}"
