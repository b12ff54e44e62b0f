"""The OpenAPI description of the desk's own lists. For signed-in staff: no key's scope opens them."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view

from complaints.api import desk_serializers as shown
from complaints.api.caller_schema import CUSTOMER
from complaints.api.schema import CHANGING, IDEMPOTENCY_KEY, TOO_LARGE, form_schema, problems
from complaints.calling import drafts
from complaints.inputs.restrictions import LiftInput, RestrictionInput

NONE_SUCH = {404: "There is no such thing, or not for you."}
KEY = OpenApiParameter("key", OpenApiTypes.UUID, OpenApiParameter.PATH, description="Chosen by whoever begins it.")
SAID = {name: field for name, field in RestrictionInput.base_fields.items() if name != "evidence"}
EVIDENCE = {"type": "array", "items": {"type": "integer"}, "description": "Contacts that were ended as abusive."}
TYPED = {
    "type": "object",
    "description": "As the fields are named on the desk; answers to a category's questions may be sent too.",
    "properties": {name: {"type": "string"} for name in drafts.FIELDS},
}
DO = {
    "type": "object",
    "properties": {
        "do": {"type": "string", "enum": ["save", "answer", "join", "end", "discard", "restore"]},
        "ticket": {"type": "string", "description": "For join: the number of the ticket that is open already."},
    },
    "required": ["do"],
    "additionalProperties": False,
}

approvals = extend_schema_view(
    get=extend_schema(
        operation_id="list_approvals", tags=["moves"], summary="What waits for the caller's decision",
        responses={200: shown.WaitingDecisionSerializer(many=True), **problems()},
    )
)  # fmt: skip
alerts = extend_schema_view(
    get=extend_schema(
        operation_id="list_alerts", tags=["moves"], summary="Sensitive matters nobody has acknowledged",
        responses={200: shown.AlertSerializer(many=True), **problems()},
    )
)  # fmt: skip
restriction = extend_schema_view(
    get=extend_schema(
        operation_id="read_restriction", tags=["customers"], summary="Whether a customer is restricted to writing",
        parameters=[CUSTOMER], responses={200: shown.RestrictionSerializer, **problems(NONE_SUCH)},
    ),
    post=extend_schema(
        operation_id="impose_restriction", tags=["customers"], summary="Restrict an abusive customer to writing",
        parameters=[CUSTOMER, IDEMPOTENCY_KEY],
        request={"application/json": form_schema(SAID, evidence=EVIDENCE)},
        responses={201: shown.RestrictionSerializer, **problems(NONE_SUCH, CHANGING, TOO_LARGE)},
    ),
)  # fmt: skip
restriction_lifted = extend_schema_view(
    post=extend_schema(
        operation_id="lift_restriction", tags=["customers"], summary="End a restriction before its time",
        parameters=[CUSTOMER, IDEMPOTENCY_KEY], request={"application/json": form_schema(LiftInput.base_fields)},
        responses={200: shown.RestrictionSerializer, **problems(NONE_SUCH, CHANGING, TOO_LARGE)},
    )
)  # fmt: skip
calls = extend_schema_view(
    get=extend_schema(
        operation_id="list_calls", tags=["contacts"], summary="The caller's own calls that are half written",
        responses={200: shown.DraftSerializer(many=True), **problems()},
    )
)  # fmt: skip
call = extend_schema_view(
    get=extend_schema(
        operation_id="read_call", tags=["contacts"], summary="One call half written", parameters=[KEY],
        responses={200: shown.DraftSerializer, **problems(NONE_SUCH)},
    ),
    put=extend_schema(
        operation_id="keep_call", tags=["contacts"], summary="Keep what was typed; the first time begins the call",
        parameters=[KEY], request={"application/json": TYPED},
        responses={200: shown.DraftSerializer, **problems(NONE_SUCH, CHANGING, TOO_LARGE)},
    ),
    post=extend_schema(
        operation_id="end_call", tags=["contacts"],
        summary="A ticket, one with its answer, a chase of an open one, nothing, thrown away or taken back",
        parameters=[KEY, IDEMPOTENCY_KEY], request={"application/json": DO},
        responses={
            200: shown.CallSavedSerializer, 201: shown.CallSavedSerializer,
            **problems(NONE_SUCH, CHANGING, TOO_LARGE),
        },
    ),
)  # fmt: skip
