"""Billing tells us: one record by PUT, up to 500 in a batch, each an upsert that an older version cannot undo."""

from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api.billing import schema
from complaints.api.billing.reading import LinesParser, Read, read_line
from complaints.api.billing.records import SHOWN, shown
from complaints.api.billing.schema import BatchSerializer, StoredSerializer
from customers.billing import taking
from customers.billing.lines import Outcome, Result, Sort
from customers.models import Account, Bill, Customer, Payment
from servicecenter.api import ProgramsOnly
from servicecenter.api_views import ApiView, DoneOnce
from servicecenter.problems import Problem, WrongInput

MOST_RECORDS = 500
READ = ("billing:read",)
WRITE = ("billing:write",)


class BillingView(ApiView):
    permission_classes = [ProgramsOnly]


class RecordView(DoneOnce, BillingView):
    """One record under the billing system's own id."""

    scopes = {"GET": READ, "PUT": WRITE}
    http_method_names = ["get", "put", "head", "options"]
    sort: Sort
    put = DoneOnce.post

    def get(self, request: Request, id: str) -> Response:
        row = None if "\0" in id else self.rows().filter(billing_id=id).first()
        if row is None:
            raise Http404
        return Response(SHOWN[self.sort](shown(self.sort, row)).data)

    def act(self, request: Request, **kwargs: Any) -> Response:
        body = request.data
        if body.get("id", kwargs["id"]) != kwargs["id"]:
            raise WrongInput({"id": [_("It is not the id of the address.")]})
        read = read_line({**body, "id": kwargs["id"], "record": self.sort.value})
        outcome = taking.store([read.line], at=self.at)[0] if read.line else Outcome(Result.REFUSED, 0, read.errors)
        if outcome.result == Result.REFUSED:
            raise WrongInput(outcome.errors)
        told = StoredSerializer(told_of(read, outcome)).data
        return Response(told, status=201 if outcome.result == Result.CREATED else 200)

    def rows(self) -> Any:
        return {
            Sort.CUSTOMER: Customer.objects.prefetch_related("contact_points", "consents"),
            Sort.ACCOUNT: Account.objects.select_related("customer", "premise__region"),
            Sort.BILL: Bill.objects.select_related("account"),
            Sort.PAYMENT: Payment.objects.select_related("account", "bill"),
        }[self.sort]


@schema.record(Sort.CUSTOMER)
class CustomerView(RecordView):
    sort = Sort.CUSTOMER


@schema.record(Sort.ACCOUNT)
class AccountView(RecordView):
    sort = Sort.ACCOUNT


@schema.record(Sort.BILL)
class BillView(RecordView):
    sort = Sort.BILL


@schema.record(Sort.PAYMENT)
class PaymentView(RecordView):
    sort = Sort.PAYMENT


class _Undone(Exception):
    """All or nothing was asked for, and not all of it could be."""


@schema.bulk
class Bulk(DoneOnce, BillingView):
    """Lines in their order; a bad one is refused and the others stored, unless `?atomic=true`."""

    scopes = {"POST": WRITE}
    parser_classes = [LinesParser]

    def act(self, request: Request, **kwargs: Any) -> Response:
        reads = self._lines(request.data)
        outcomes: list[Outcome] = []
        try:
            with transaction.atomic():
                outcomes = take_all(reads, self.at)
                if self._all_or_nothing(request) and any(one.result == Result.REFUSED for one in outcomes):
                    raise _Undone
        except _Undone:
            told = batch(reads, outcomes)["errors"]
            raise Problem(400, "lines", _("Not every line could be stored, so none was."), lines=told)
        return Response(BatchSerializer(batch(reads, outcomes)).data)

    def _lines(self, body: dict[str, Any]) -> list[Read]:
        if unknown := set(body) - {"records"}:
            names = [one.encode("utf-8", "replace").decode()[:100] for one in sorted(unknown)]
            raise WrongInput({name: [_("There is no such field.")] for name in names})
        records = body.get("records")
        if not isinstance(records, list) or not records:
            raise WrongInput({"records": [_("Send a list of records.")]})
        if len(records) > MOST_RECORDS:
            most = ngettext("At most %(count)d record at once.", "At most %(count)d records at once.", MOST_RECORDS)
            raise WrongInput({"records": [most % {"count": MOST_RECORDS}]})
        return [read_line(one) for one in records]

    def _all_or_nothing(self, request: Request) -> bool:
        asked = request.query_params.get("atomic", "false")
        if asked not in {"true", "false"}:
            raise WrongInput({"atomic": [_("Must be true or false.")]})
        return asked == "true"


def take_all(reads: list[Read], at: Any) -> list[Outcome]:
    """What became of each line, those that could not be read among them."""
    taken = iter(taking.store([one.line for one in reads if one.line], at=at))
    return [next(taken) if one.line else Outcome(Result.REFUSED, errors=one.errors) for one in reads]


def told_of(read: Read, outcome: Outcome) -> dict[str, Any]:
    return {
        "record": read.sort,
        "id": read.id,
        "version": outcome.version,
        "result": outcome.result.value,
        "reason": outcome.reason,
    }


def batch(reads: list[Read], outcomes: list[Outcome]) -> dict[str, Any]:
    both = list(zip(reads, outcomes, strict=True))
    return {
        "counts": {one.value: sum(outcome.result == one for outcome in outcomes) for one in Result},
        "results": [{"line": place, **told_of(*pair)} for place, pair in enumerate(both, start=1)],
        "errors": [error for place, pair in enumerate(both) for error in wrong(place, *pair)],
    }


def wrong(place: int, read: Read, outcome: Outcome) -> list[dict[str, Any]]:
    """Each error of a line, with where it stands in the body."""
    return [
        {
            "line": place + 1,
            "pointer": f"/records/{place}" + (f"/{_escaped(name)}" if name else ""),
            "field": name,
            "message": words,
        }
        for name, messages in outcome.errors.items()
        for words in messages
    ]


def _escaped(name: str) -> str:
    """As a JSON pointer writes it (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
