"""Bills and payments of accounts over REST, newest first, a page at a time by key. Who may ask is not decided here."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from complaints import about
from complaints.api.billing.adjustment_serializers import BillPageSerializer, PaymentPageSerializer


def bills(request: Request, accounts: Iterable[int], today: date) -> Response:
    found = about.bills_of(accounts, today, before=_before(request))
    return Response(BillPageSerializer(_page(request, found, [one.bill.pk for one in found])).data)


def payments(request: Request, accounts: Iterable[int]) -> Response:
    found = [one for one, _amount in about.payments_of(accounts, before=_before(request))]
    return Response(PaymentPageSerializer(_page(request, found, [one.pk for one in found])).data)


def _before(request: Request) -> int | None:
    return about.read_key(request.query_params.get("before", ""))


def _page(request: Request, rows: Sequence[Any], keys: Sequence[int]) -> dict[str, Any]:
    more = len(rows) > about.PAGE
    further = f"{request.path}?before={keys[about.PAGE - 1]}" if more else None
    return {"results": rows[: about.PAGE], "next": further}
