"""The OpenAPI description of the views, drawn from the same forms and the same table as the views themselves."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view

from complaints.api import filters, serializers
from complaints.api.deadline_serializers import DeadlineSerializer
from complaints.api.details_serializers import DETAILS
from complaints.api.problem_schema import CHANGING, NO_ACCOUNT, NO_SUCH_PAGE, NOT_THERE, TOO_LARGE, problems
from complaints.choices import Channel
from complaints.evidence_types import KEPT_AS
from complaints.fields import LONG, PersonChoice
from complaints.inputs import MOVE_INPUTS
from complaints.inputs.answers import MOST as MOST_PROMISES
from complaints.inputs.receive import MOST_REQUESTS, ReceiveInput
from complaints.inputs.tasks import MOST_CO_HANDLERS
from complaints.lifecycle import MOVES
from complaints.models import Category, FollowUp, Reason
from complaints.promises.milestones import RECORDED_BY_HAND
from servicecenter.idempotency import KEY
from servicecenter.models import Region, Team


class BearerKey(OpenApiAuthenticationExtension):
    target_class = "servicecenter.api.KeyAuthentication"
    name = "Bearer"

    def get_security_definition(self, auto_schema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A key made with `manage.py apikey create`."}


def described(field: forms.Field) -> dict[str, Any]:
    """JSON schema of one field of a form."""
    told: dict[str, Any] = {"type": "boolean" if isinstance(field, forms.BooleanField) else "string"}
    if field.label:
        told["description"] = field.label
    if isinstance(field, forms.ModelChoiceField):
        where = CODE_LISTS.get(field.queryset.model)  # type: ignore[union-attr]
        what = format_lazy(A_CODE, where=where) if where else _other_choice(field)
        told["description"] = format_lazy(_("{label}: {what}"), label=field.label, what=what)
    elif isinstance(field, forms.MultipleChoiceField):
        told |= {"type": "array", "items": {"type": "string"}}
    elif isinstance(field, forms.ChoiceField):
        choices: Iterable = field.choices  # type: ignore[assignment]  # the stubs miss that one can walk them
        told["enum"] = [value for value, _label in choices if value]
    elif isinstance(field, forms.DateTimeField):
        told["format"] = "date-time"
    elif isinstance(field, forms.CharField):
        told["maxLength"] = field.max_length or LONG
    if not field.required and told["type"] == "string":
        told["nullable"] = "enum" not in told
    return told


def _other_choice(field: forms.Field) -> str | Promise:
    return _("a user name") if isinstance(field, PersonChoice) else _("one of the choices offered with the move")


A_CODE = _("a code of {where}")
CODE_LISTS = {
    Category: "/api/v1/categories/",
    Reason: "/api/v1/reasons/",
    Region: "/api/v1/regions/",
    Team: "/api/v1/teams/",
}


def form_schema(fields: dict[str, forms.Field], **more: Any) -> dict[str, Any]:
    needed = [name for name, field in fields.items() if field.required]
    return {
        "type": "object",
        "properties": {**{name: described(field) for name, field in fields.items()}, **more},
        **({"required": needed} if needed else {}),
        "additionalProperties": False,
    }


ANSWERS = {
    "type": "array",
    "description": "One for each thing the customer asked for. `result_1`, `why_1` … may be sent instead.",
    "items": {
        "type": "object",
        "properties": {
            "request": {"type": "integer"},
            "result": {"type": "string", "enum": ["met", "partly", "not_met"]},
            "why": {"type": "string"},
            "measure": {"type": "string", "description": "What was or is being done about it."},
        },
        "required": ["request", "result"],
        "additionalProperties": False,
    },
}


PROMISES = {
    "type": "array",
    "maxItems": MOST_PROMISES,
    "description": "What the answer promises. `follow_up_1_kind`, `follow_up_1_what` … may be sent instead.",
    "items": {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "enum": FollowUp.Kind.values},
            "what": {"type": "string", "maxLength": LONG},
            "due_at": {"type": "string", "format": "date-time"},
            "owner": {"type": "string", "description": "A user name; empty: the handler."},
        },
        "required": ["kind", "what", "due_at"],
        "additionalProperties": False,
    },
}


CO_HANDLERS = {
    "type": "array",
    "maxItems": MOST_CO_HANDLERS,
    "description": "Co-handling departments. `co_team_1`, `question_1` … may be sent instead.",
    "items": {
        "type": "object",
        "properties": {"team": {"type": "string"}, "question": {"type": "string", "maxLength": LONG}},
        "required": ["team", "question"],
        "additionalProperties": False,
    },
}
# What a move takes as lists, beside the fields of its form.
LISTS: dict[str, dict[str, Any]] = {
    "answer": {"answers": ANSWERS, "follow_ups": PROMISES},
    "reply": {"answers": ANSWERS, "follow_ups": PROMISES},
    "dispatch": {"co_handlers": CO_HANDLERS},
}


def move_schema(name: str) -> dict[str, Any]:
    row = MOVES[name]
    extra = LISTS.get(name, {})
    told = form_schema(
        MOVE_INPUTS[name]().fields,
        move={"type": "string", "enum": [name]},
        version={"type": "integer", "minimum": 1, "description": "The version of the ticket you saw."},
        **extra,
    )
    told["title"] = row.label
    told["required"] = ["move", *(["version"] if row.counted else []), *told.get("required", [])]
    if "answers" in extra:
        told["additionalProperties"] = True  # result_1, why_1 …
    return told


@translation.override("en")
def moves_schema() -> dict[str, Any]:
    names = serializers.MOVE_NAMES
    return {
        "type": "object",
        "properties": {"move": {"type": "string", "enum": names}, "version": {"type": "integer"}},
        "required": ["move"],
        "oneOf": [move_schema(name) for name in names],
    }


@translation.override("en")
def receive_schema() -> dict[str, Any]:
    one = {"type": "string", "maxLength": LONG}
    requests = {
        "description": "What is asked of us: a text, or a list of them.",
        "oneOf": [one, {"type": "array", "items": one, "maxItems": MOST_REQUESTS}],
    }
    account = {"type": "string", "maxLength": 100, "description": "Number on the bill, or billing:ID. 422: unknown."}
    return form_schema(ReceiveInput.base_fields, requests=requests, details=DETAILS, account=account)


MILESTONE = {
    "type": "object",
    "properties": {
        "milestone": {"type": "string", "enum": [one.value for one in RECORDED_BY_HAND]},
        "reached_at": {"type": "string", "format": "date-time"},
        "note": {"type": "string", "maxLength": LONG},
    },
    "required": ["milestone", "reached_at"],
    "additionalProperties": False,
}
NUMBER = OpenApiParameter("number", OpenApiTypes.STR, OpenApiParameter.PATH, description="As printed: 2611-479065-8")
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, pattern=f"^{KEY.pattern}$",
    description="Sent again with the same key, the request is answered as the first time. Kept 7 days.",
)  # fmt: skip

tickets = extend_schema_view(
    get=extend_schema(
        operation_id="list_tickets", tags=["tickets"], summary="Tickets, newest first",
        parameters=filters.described(),
        responses={200: serializers.TicketRowSerializer(many=True), **problems(NO_SUCH_PAGE)},
    ),
    post=extend_schema(
        operation_id="create_ticket", tags=["tickets"], summary="A new ticket", parameters=[IDEMPOTENCY_KEY],
        request={"application/json": receive_schema()},
        responses={201: serializers.CreatedSerializer, **problems(CHANGING, TOO_LARGE, NO_ACCOUNT)},
    ),
)  # fmt: skip
ticket = extend_schema_view(
    get=extend_schema(
        operation_id="read_ticket", tags=["tickets"], summary="One ticket with all that belongs to it",
        parameters=[NUMBER], responses={200: serializers.TicketSerializer, **problems(NOT_THERE)},
    )
)  # fmt: skip
deadlines = extend_schema_view(
    get=extend_schema(
        operation_id="explain_deadlines", tags=["tickets"], summary="Why each deadline is when it is",
        parameters=[NUMBER], responses={200: DeadlineSerializer(many=True), **problems(NOT_THERE)},
    )
)  # fmt: skip
moves = extend_schema_view(
    post=extend_schema(
        operation_id="move_ticket", tags=["moves"], summary="Make a move", parameters=[NUMBER, IDEMPOTENCY_KEY],
        request={"application/json": moves_schema()},
        responses={200: serializers.MovedSerializer, **problems(NOT_THERE, CHANGING, TOO_LARGE)},
    )
)  # fmt: skip
milestones = extend_schema_view(
    post=extend_schema(
        operation_id="reach_milestone", tags=["moves"], summary="Record what was reached in the field or by phone",
        parameters=[NUMBER, IDEMPOTENCY_KEY], request={"application/json": MILESTONE},
        responses={200: serializers.MovedSerializer, **problems(NOT_THERE, CHANGING, TOO_LARGE)},
    )
)  # fmt: skip


def _said(operation: str, summary: str, content: dict[str, Any]):
    return extend_schema_view(
        post=extend_schema(
            operation_id=operation, tags=["words"], summary=summary, parameters=[NUMBER, IDEMPOTENCY_KEY],
            request=content,
            responses={201: serializers.MovedSerializer, **problems(NOT_THERE, CHANGING, TOO_LARGE)},
        )
    )  # fmt: skip


details = _said(
    "add_details", "Answers to the category's own questions",
    {"application/json": {
        "type": "object", "properties": {"details": DETAILS}, "required": ["details"], "additionalProperties": False,
    }},
)  # fmt: skip
WORDS = {"type": "string", "maxLength": LONG}
notes = _said(
    "add_note", "A note among colleagues",
    {"application/json": {"type": "object", "properties": {"words": WORDS}, "required": ["words"]}},
)  # fmt: skip
MESSAGE = {
    "type": "object",
    "properties": {
        "direction": {"type": "string", "enum": ["in", "out"], "description": "From the customer, or to them."},
        "words": WORDS,
        "channel": {"type": "string", "enum": Channel.values},
    },
    "required": ["direction", "words"],
    "additionalProperties": False,
}
messages = _said("add_message", "Words from the customer, or to them", {"application/json": MESSAGE})
FILES = {"type": "array", "items": {"type": "string", "format": "binary"}}
evidence = _said(
    "add_evidence", "Files as evidence",
    {"multipart/form-data": {
        "type": "object", "properties": {"file": FILES, "internal": {"type": "boolean"}}, "required": ["file"],
    }},
)  # fmt: skip
download = extend_schema_view(
    get=extend_schema(
        operation_id="download_evidence", tags=["tickets"], summary="One file", parameters=[NUMBER],
        responses={**{(200, kind): OpenApiTypes.BINARY for kind in KEPT_AS}, **problems(NOT_THERE)},
    )
)  # fmt: skip


def codes(serializer, summary: str):
    return extend_schema_view(
        get=extend_schema(tags=["codes"], summary=summary, responses={200: serializer(many=True), **problems()})
    )


hidden = extend_schema(exclude=True)
