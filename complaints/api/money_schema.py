"""The OpenAPI description of money on a ticket."""

from typing import Any

from django.utils import translation
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view

from complaints.api import serializers
from complaints.api.billing.adjustment_serializers import AdjustmentRecord, BillPageSerializer, PaymentPageSerializer
from complaints.api.schema import CHANGING, IDEMPOTENCY_KEY, NOT_THERE, NUMBER, TOO_LARGE, form_schema, problems
from complaints.inputs.money import AdjustmentInput, NameAccountInput, RestInput

PK = OpenApiParameter("id", OpenApiTypes.INT, OpenApiParameter.PATH, description="The adjustment's id.")
BEFORE = OpenApiParameter("before", OpenApiTypes.INT, description="As in `next` of the page before.")
TAG = ["tickets"]


@translation.override("en")
def _told(form: Any) -> dict[str, Any]:
    return {"application/json": form_schema(form.base_fields)}


def _changes(operation: str, summary: str, form: Any, *more: OpenApiParameter) -> Any:
    return extend_schema(
        operation_id=operation, tags=TAG, summary=summary, parameters=[NUMBER, *more, IDEMPOTENCY_KEY],
        request=_told(form),
        responses={201: serializers.MovedSerializer, **problems(NOT_THERE, CHANGING, TOO_LARGE)},
    )  # fmt: skip


account = extend_schema_view(post=_changes("name_account", "Which account and bill it is about", NameAccountInput))
adjustments = extend_schema_view(
    get=extend_schema(
        operation_id="list_ticket_adjustments", tags=TAG, summary="What is asked of billing", parameters=[NUMBER],
        responses={200: AdjustmentRecord(many=True), **problems(NOT_THERE)},
    ),
    post=_changes("request_adjustment", "Ask billing for a refund, a correction or a credit", AdjustmentInput),
)  # fmt: skip
rest = extend_schema_view(post=_changes("let_adjustment_rest", "What billing turned down is let rest", RestInput))


def _lists(operation: str, summary: str, page: Any) -> Any:
    return extend_schema_view(
        get=extend_schema(
            operation_id=operation, tags=TAG, summary=summary, parameters=[NUMBER, BEFORE],
            responses={200: page, **problems(NOT_THERE)},
        )
    )  # fmt: skip


bills = _lists("list_ticket_bills", "Bills of the account it is about, newest first", BillPageSerializer)
payments = _lists("list_ticket_payments", "Payments of the account it is about, newest first", PaymentPageSerializer)
