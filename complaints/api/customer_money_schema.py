"""The OpenAPI description of a customer's bills and payments."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view

from complaints.api.billing.adjustment_serializers import BillPageSerializer, PaymentPageSerializer
from complaints.api.caller_schema import CUSTOMER
from complaints.api.money_schema import BEFORE
from complaints.api.schema import NOT_THERE, problems


def _reads(operation: str, summary: str, answer: Any) -> Any:
    return extend_schema_view(
        get=extend_schema(
            operation_id=operation, tags=["customers"], summary=summary, parameters=[CUSTOMER, BEFORE],
            description="For people who recorded how they verified the caller; no key opens it.",
            responses={200: answer, **problems(NOT_THERE)},
        )
    )  # fmt: skip


bills = _reads("list_customer_bills", "Bills of a customer, newest first", BillPageSerializer)
payments = _reads("list_customer_payments", "Payments of a customer, newest first", PaymentPageSerializer)
