"""What we ask of billing, polled by it, and its answers: acknowledged, settled, rejected, taken back."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from complaints import adjusting
from complaints.api.billing import schema
from complaints.api.billing.adjustment_serializers import AdjustmentRecord, AnswerInput, ReasonInput, SettleInput
from complaints.api.billing.strict import StrictSerializer
from complaints.api.billing.views import READ, WRITE, BillingView
from complaints.api.pagination import PAGING, NewestFirst
from complaints.models import Adjustment
from complaints.refusals import Refused
from servicecenter.api_views import DoneOnce
from servicecenter.problems import Problem, WrongInput

State = Adjustment.State


class OldestFirst(NewestFirst):
    """In the order they were asked, so that nothing that comes meanwhile is passed over."""

    ordering = ("pk",)


def rows() -> Any:
    return Adjustment.objects.select_related("ticket", "account", "bill")


@schema.adjustments
class Adjustments(BillingView):
    scopes = {"GET": READ}
    pagination_class = OldestFirst

    def get(self, request: Request) -> Response:
        if unknown := set(request.query_params) - {"state", *PAGING}:
            raise WrongInput({name[:100]: [_("There is no such filter.")] for name in sorted(unknown)})
        found, states = rows(), request.query_params.getlist("state")
        if wrong := set(states) - set(State.values):
            known = ", ".join(State.values)
            raise WrongInput({"state": [_("One of: %(known)s.") % {"known": known} for _one in wrong]})
        paginator = self.pagination_class()
        page = paginator.paginate_queryset(found.filter(state__in=states) if states else found, request, view=self)
        return paginator.get_paginated_response(AdjustmentRecord(page, many=True).data)


@schema.adjustment
class AdjustmentDetail(BillingView):
    scopes = {"GET": READ}

    def get(self, request: Request, pk: int) -> Response:
        return Response(AdjustmentRecord(_find(pk)).data)


class _Answer(DoneOnce, BillingView):
    """Billing's word on one adjustment; the same word twice changes nothing."""

    scopes = {"POST": WRITE}
    state: State
    asks: type[StrictSerializer]

    def act(self, request: Request, **kwargs: Any) -> Response:
        mine = _find(kwargs["pk"])
        said = self.asks(data=request.data)
        said.is_valid(raise_exception=True)
        words = {"reference": said.validated_data["reference"], "words": said.validated_data.get("reason", "")}
        try:
            adjusting.advance(mine, self.state, **words, actor=self.actor, at=self.at, source="api")
        except Refused as refused:
            raise Problem(409, "state", str(refused), state=_find(mine.pk).state)
        return Response(AdjustmentRecord(_find(mine.pk)).data)


@schema.answer("acknowledge", "Billing has taken it on", AnswerInput)
class Acknowledge(_Answer):
    state, asks = State.ACKNOWLEDGED, AnswerInput


@schema.answer("settle", "The money is where it belongs", SettleInput)
class Settle(_Answer):
    state, asks = State.SETTLED, SettleInput


@schema.answer("reject", "Billing will not do it, and why", ReasonInput)
class Reject(_Answer):
    state, asks = State.REJECTED, ReasonInput


@schema.answer("reverse", "What was settled was taken back, and why", ReasonInput)
class Reverse(_Answer):
    state, asks = State.REVERSED, ReasonInput


def _find(pk: int) -> Adjustment:
    found = rows().filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found
