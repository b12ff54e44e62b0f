"""What billing is answered, and the OpenAPI description of its door."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers

from complaints.api.billing.adjustment_serializers import AdjustmentRecord
from complaints.api.billing.records import RECORDS, SHOWN
from complaints.api.billing.strict import ID
from complaints.api.rules_schema import a
from complaints.api.schema import CHANGING, IDEMPOTENCY_KEY, NO_SUCH_PAGE, TOO_LARGE, problems
from customers.billing.lines import Result, Sort

TAG = ["billing"]
NONE_SUCH = {404: "There is no such record."}
RECORD_ID = OpenApiParameter(
    "id", OpenApiTypes.STR, OpenApiParameter.PATH, pattern=ID, description="The billing system's own id."
)
ATOMIC = OpenApiParameter(
    "atomic", OpenApiTypes.BOOL, description="Store all lines or none; otherwise each good line is stored."
)


class StoredSerializer(serializers.Serializer):
    """What became of one record."""

    record = serializers.CharField(help_text="customer, account, bill or payment.")
    id = serializers.CharField()
    version = serializers.IntegerField(help_text="The one that is here now.")
    result = serializers.CharField(help_text=f"One of: {', '.join(Result)}.")
    reason = serializers.CharField(help_text="`older`: a newer version is here, this one was ignored.")


class LineSerializer(StoredSerializer):
    line = serializers.IntegerField(help_text="From 1.")


class WrongLineSerializer(serializers.Serializer):
    line = serializers.IntegerField(help_text="From 1.")
    pointer = serializers.CharField(help_text="Where it stands in the body: /records/3/amount.")
    field = serializers.CharField()
    message = serializers.CharField(help_text="In the language asked for.")


class BatchSerializer(serializers.Serializer):
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="How many lines had which result.")
    results = LineSerializer(many=True)
    errors = WrongLineSerializer(many=True)


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="BillingRecord", serializers=list(RECORDS.values()), resource_type_field_name=None, many=True
    )
)
class _Records(serializers.ListField):
    pass


class BulkSerializer(serializers.Serializer):
    records = _Records(
        max_length=500,
        help_text="In their order: a customer before their account. Each also names `record`: customer, account …",
    )


def record(sort: Sort) -> Callable[[Any], Any]:
    told = RECORDS[sort]
    return extend_schema_view(
        get=extend_schema(
            operation_id=f"read_billing_{sort}", tags=TAG, summary=f"The {sort} as it stands here",
            parameters=[RECORD_ID], responses={200: SHOWN[sort], **problems(NONE_SUCH)},
        ),
        put=extend_schema(
            operation_id=f"store_billing_{sort}", tags=TAG,
            summary=f"{a(sort).capitalize()}, new or in a newer version",
            parameters=[RECORD_ID, IDEMPOTENCY_KEY], request=told,
            responses={200: StoredSerializer, 201: StoredSerializer, **problems(CHANGING, TOO_LARGE)},
        ),
    )  # fmt: skip


bulk = extend_schema_view(
    post=extend_schema(
        operation_id="store_billing_records", tags=TAG, summary="Up to 500 records, errors by line",
        parameters=[ATOMIC, IDEMPOTENCY_KEY], request=BulkSerializer,
        responses={200: BatchSerializer, **problems(CHANGING, TOO_LARGE)},
    )
)  # fmt: skip
STATE = OpenApiParameter("state", OpenApiTypes.STR, many=True, description="requested, acknowledged, settled …")
adjustments = extend_schema_view(
    get=extend_schema(
        operation_id="list_adjustments", tags=TAG, summary="What is asked of billing, oldest first",
        parameters=[STATE], responses={200: AdjustmentRecord(many=True), **problems(NO_SUCH_PAGE)},
    )
)  # fmt: skip
adjustment = extend_schema_view(
    get=extend_schema(
        operation_id="read_adjustment", tags=TAG, summary="One of them",
        responses={200: AdjustmentRecord, **problems(NONE_SUCH)},
    )
)  # fmt: skip


def answer(verb: str, summary: str, asks: Any) -> Callable[[Any], Any]:
    return extend_schema_view(
        post=extend_schema(
            operation_id=f"{verb}_adjustment", tags=TAG, summary=summary, parameters=[IDEMPOTENCY_KEY], request=asks,
            responses={200: AdjustmentRecord, **problems(NONE_SUCH, CHANGING, TOO_LARGE)},
        )
    )  # fmt: skip
