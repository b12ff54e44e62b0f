"""The OpenAPI description of shifts."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view

from complaints.api import shift_serializers as shown
from complaints.api.pagination import PAGED
from complaints.api.problem_schema import NO_SUCH_PAGE
from complaints.api.schema import CHANGING, IDEMPOTENCY_KEY, TOO_LARGE, form_schema, problems
from complaints.desk.handing_on import MOST
from complaints.fields import LONG
from complaints.inputs.handovers import HandoverInput, ReadInput

NONE_SUCH = {404: "There is no such thing, or not for you."}
ID = OpenApiParameter("pk", OpenApiTypes.INT, OpenApiParameter.PATH, description="The hand-over's id.")


def _asks(form):
    return {"application/json": form_schema(form.base_fields)}


handovers = extend_schema_view(
    get=extend_schema(
        operation_id="list_handovers", tags=["shifts"], summary="Hand-overs between shifts, newest first",
        parameters=PAGED, responses={200: shown.HandoverRowSerializer(many=True), **problems(NO_SUCH_PAGE)},
    ),
    post=extend_schema(
        operation_id="write_handover", tags=["shifts"], summary="Hand over, with the facts of now; for people only",
        parameters=[IDEMPOTENCY_KEY], request=_asks(HandoverInput),
        responses={201: shown.HandoverSerializer, **problems(CHANGING, TOO_LARGE)},
    ),
)  # fmt: skip
handover_facts = extend_schema_view(
    get=extend_schema(
        operation_id="gather_handover_facts", tags=["shifts"], summary="What a hand-over written now would keep",
        responses={200: shown.FactsSerializer, **problems()},
    )
)  # fmt: skip
handover = extend_schema_view(
    get=extend_schema(
        operation_id="read_handover", tags=["shifts"], summary="One hand-over with the facts it kept",
        parameters=[ID], responses={200: shown.HandoverSerializer, **problems(NONE_SUCH)},
    )
)  # fmt: skip
handover_signature = extend_schema_view(
    post=extend_schema(
        operation_id="sign_handover", tags=["shifts"], summary="Sign for having read it; for people only",
        parameters=[ID, IDEMPOTENCY_KEY], request=_asks(ReadInput),
        responses={200: shown.HandoverSerializer, **problems(NONE_SUCH, CHANGING, TOO_LARGE)},
    )
)  # fmt: skip
people = extend_schema_view(
    get=extend_schema(
        operation_id="list_people_now", tags=["shifts"], summary="Who is on duty, and what each has in hand",
        responses={200: shown.PersonSerializer(many=True), **problems()},
    )
)  # fmt: skip
NOBODY = {404: "There is nobody of this user name."}
USERNAME = OpenApiParameter("username", OpenApiTypes.STR, OpenApiParameter.PATH, description="As signed in with.")
colleague = extend_schema_view(
    get=extend_schema(
        operation_id="read_colleague", tags=["shifts"], summary="A colleague, and what they have in hand",
        parameters=[USERNAME], responses={200: shown.ColleagueSerializer, **problems(NOBODY)},
    )
)  # fmt: skip
SEEN = {
    "type": "object",
    "properties": {
        "number": {"type": "string"},
        "version": {"type": "integer", "minimum": 1, "description": "The version of the ticket you saw."},
    },
    "required": ["number", "version"],
    "additionalProperties": False,
}
HAND_ON = {
    "type": "object",
    "properties": {
        "tickets": {"type": "array", "items": SEEN, "minItems": 1, "maxItems": MOST},
        "handler": {
            "type": "string", "nullable": True,
            "description": "A user name; null or empty: back into the department's queue.",
        },
        "why": {"type": "string", "maxLength": LONG},
    },
    "required": ["tickets", "why"],
    "additionalProperties": False,
}  # fmt: skip
reassignments = extend_schema_view(
    post=extend_schema(
        operation_id="reassign_tickets", tags=["moves"],
        summary="Give several tickets to somebody else, each by a move of its own",
        parameters=[IDEMPOTENCY_KEY], request={"application/json": HAND_ON},
        responses={200: shown.ReassignedSerializer, **problems(CHANGING, TOO_LARGE)},
    )
)  # fmt: skip
