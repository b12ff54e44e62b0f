"""The OpenAPI description of what follows the reply."""

from drf_spectacular.utils import extend_schema, extend_schema_view

from complaints.api import serializers
from complaints.api.after_serializers import CallbackSerializer
from complaints.api.schema import CHANGING, IDEMPOTENCY_KEY, NOT_THERE, NUMBER, TOO_LARGE, form_schema, problems
from complaints.inputs.rating import RatingInput

callbacks = extend_schema_view(
    get=extend_schema(
        operation_id="list_callbacks", tags=["tickets"], summary="Callbacks that wait for a person",
        responses={200: CallbackSerializer(many=True), **problems()},
    )
)  # fmt: skip
ratings = extend_schema_view(
    post=extend_schema(
        operation_id="rate_answer", tags=["words"], summary="Whether it is solved, and how it was",
        parameters=[NUMBER, IDEMPOTENCY_KEY], request={"application/json": form_schema(RatingInput.base_fields)},
        responses={200: serializers.MovedSerializer, **problems(NOT_THERE, CHANGING, TOO_LARGE)},
    )
)  # fmt: skip
