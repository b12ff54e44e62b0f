"""Bills and payments of accounts on a page, newest first, by key; each of the two lists keeps its own place."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from complaints import about

BESIDE = 12
"""Of each list, where it is one part of a page among others."""
PLACES = ("bills", "payments")


def of(request: HttpRequest, accounts: list[int], at: datetime, *, most: int = BESIDE) -> dict[str, Any]:
    """For whoever may know account facts. Two statements, one more for each list that is not at its beginning."""
    asked = {name: request.GET.get(name, "") for name in PLACES}
    bills = about.bills_of(accounts, timezone.localtime(at).date(), before=about.read_key(asked["bills"]), most=most)
    payments = about.payments_of(accounts, before=about.read_key(asked["payments"]), most=most)
    return {
        "account_facts": True,
        "bills": bills[:most],
        "payments": payments[:most],
        "older_bills": len(bills) > most and _link(asked, "bills", bills[most - 1].bill.pk),
        "older_payments": len(payments) > most and _link(asked, "payments", payments[most - 1][0].pk),
        "newest_bills": asked["bills"] and _link(asked, "bills", ""),
        "newest_payments": asked["payments"] and _link(asked, "payments", ""),
    }


def _link(asked: dict[str, str], name: str, key: int | str) -> str:
    kept = {one: value for one, value in {**asked, name: str(key)}.items() if value}
    return f"?{urlencode(kept)}#{name}"
