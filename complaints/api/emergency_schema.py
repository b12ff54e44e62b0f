"""The OpenAPI description of calls about danger. For signed-in staff: no key's scope opens them."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view

from complaints.api import emergency_serializers as shown
from complaints.api.schema import CHANGING, TOO_LARGE, form_schema, problems
from complaints.inputs.emergency import READ_BACK, CallInput

NONE_SUCH = {404: "There is no such call, or it is not yours, or it began more than twelve hours ago."}
NO_CARD = {404: "There is no safety card in use."}
ID = OpenApiParameter("id", OpenApiTypes.INT, OpenApiParameter.PATH, description="The call's id.")
SAID = {
    "type": "array",
    "items": {"type": "integer", "minimum": 1},
    "description": "Every step said so far. A step left out was a slip.",
}
BACK = {"type": "array", "items": {"type": "string", "enum": [name for name, _label in READ_BACK]}}
FACTS = "A field left out stays as it was. What cannot be read does, too, and is told in `not_kept`."
CARD = {
    "type": "object",
    "properties": {"card": {"type": "string", "description": "A code of the cards; none: the first of them."}},
    "additionalProperties": False,
}


def _facts(*needed: str, **more: Any) -> dict[str, Any]:
    told = form_schema(CallInput.base_fields, **{"said": SAID, "read_back": BACK, **more})
    return {"application/json": told | ({"required": list(needed)} if needed else {})}


def _does(operation: str, summary: str, request: Any, answers: dict[int, Any], method: str = "post") -> Any:
    told = extend_schema(
        operation_id=operation, tags=["emergency"], summary=summary, description=FACTS, parameters=[ID],
        request=request, responses={**answers, **problems(NONE_SUCH, CHANGING, TOO_LARGE)},
    )  # fmt: skip
    return extend_schema_view(**{method: told})


cards = extend_schema_view(
    get=extend_schema(
        operation_id="list_safety_cards", tags=["emergency"], summary="What is said to someone in danger, step by step",
        responses={200: shown.SafetyCardSerializer(many=True), **problems()},
    )
)  # fmt: skip
calls = extend_schema_view(
    get=extend_schema(
        operation_id="list_emergency_calls", tags=["emergency"], summary="One's own calls about danger that are open",
        responses={200: shown.EmergencyCallSerializer(many=True), **problems()},
    ),
    post=extend_schema(
        operation_id="begin_emergency_call", tags=["emergency"],
        summary="A call about danger begins; one just begun and still empty is the same call",
        request={"application/json": CARD},
        responses={201: shown.EmergencyCallSerializer, **problems(NO_CARD, CHANGING, TOO_LARGE)},
    ),
)  # fmt: skip
_read = extend_schema_view(
    get=extend_schema(
        operation_id="read_emergency_call", tags=["emergency"], summary="One call with all that is known so far",
        parameters=[ID], responses={200: shown.EmergencyCallSerializer, **problems(NONE_SUCH)},
    )
)  # fmt: skip
_kept = _does(
    "keep_emergency_call", "Keep what is known so far", _facts(), {200: shown.EmergencyCallSerializer}, method="put"
)
dispatch = _does(
    "dispatch_emergency_call", "Send the crew with what is known; asked twice it is one ticket", _facts(),
    {200: shown.CrewSentSerializer, 201: shown.CrewSentSerializer},
)  # fmt: skip
lost = _does(
    "ring_back_emergency_call", "The line dropped and was rung back; three times at most",
    _facts("reached", reached={"type": "boolean"}), {200: shown.EmergencyCallSerializer},
)  # fmt: skip
OUTCOME = {"type": "string", "description": "How it ended: a code of /api/v1/reasons/, list contact_outcome."}
over = _does(
    "end_emergency_call", "It is over and nobody needs to go", _facts("outcome", outcome=OUTCOME),
    {200: shown.EmergencyCallSerializer},
)  # fmt: skip


def call(view: Any) -> Any:
    """Read and kept under one address."""
    return _read(_kept(view))
