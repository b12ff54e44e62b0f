"""The OpenAPI description of customers, contacts and suggestions."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view

from complaints.api import caller_serializers as shown
from complaints.api.pagination import PAGED
from complaints.api.schema import (
    CHANGING,
    IDEMPOTENCY_KEY,
    NO_SUCH_PAGE,
    NOT_THERE,
    NUMBER,
    TOO_LARGE,
    form_schema,
    problems,
)
from complaints.calling.contact_log import FILTERS
from complaints.inputs.contacts import ContactInput, ContactNotedInput, LookupInput, SuggestionInput, VerificationInput

WHOLE = {"type": "integer"}
CUSTOMER = OpenApiParameter("pk", OpenApiTypes.INT, OpenApiParameter.PATH, description="The customer's id.")


def _asks(form, **more):
    return {"application/json": form_schema(form.base_fields, **more)}


lookup = extend_schema_view(
    post=extend_schema(
        operation_id="find_customers", tags=["customers"], request=_asks(LookupInput),
        summary="Customers by phone, account, meter, name or address",
        responses={200: shown.CallerSerializer(many=True), **problems(TOO_LARGE)},
    )
)  # fmt: skip
customer = extend_schema_view(
    get=extend_schema(
        operation_id="read_customer", tags=["customers"], summary="One customer", parameters=[CUSTOMER],
        responses={200: shown.CustomerDetailSerializer, **problems(NOT_THERE)},
    )
)  # fmt: skip
verification = extend_schema_view(
    post=extend_schema(
        operation_id="verify_caller", tags=["customers"], summary="Record how a caller was verified",
        parameters=[CUSTOMER], request=_asks(VerificationInput, contact=WHOLE),
        responses={201: shown.CustomerDetailSerializer, **problems(NOT_THERE, CHANGING, TOO_LARGE)},
    )
)  # fmt: skip
contacts = extend_schema_view(
    get=extend_schema(
        operation_id="list_contacts", tags=["contacts"], summary="Contacts, newest first",
        parameters=[*(OpenApiParameter(name, OpenApiTypes.STR) for name in FILTERS), *PAGED],
        responses={200: shown.ContactSerializer(many=True), **problems(NO_SUCH_PAGE)},
    ),
    post=extend_schema(
        operation_id="record_contact", tags=["contacts"], summary="A contact that is over",
        parameters=[IDEMPOTENCY_KEY],
        request=_asks(
            ContactInput, customer=WHOLE, waited_seconds=WHOLE, tickets={"type": "array", "items": {"type": "string"}}
        ),
        responses={201: shown.ContactSerializer, **problems(CHANGING, TOO_LARGE)},
    ),
)  # fmt: skip
attempts = extend_schema_view(
    post=extend_schema(
        operation_id="note_contact", tags=["contacts"], summary="A talk with a ticket's customer, or an attempt at one",
        parameters=[NUMBER, IDEMPOTENCY_KEY], request=_asks(ContactNotedInput),
        responses={201: shown.ContactNotedSerializer, **problems(NOT_THERE, CHANGING, TOO_LARGE)},
    )
)  # fmt: skip
suggestions = extend_schema_view(
    post=extend_schema(
        operation_id="suggest", tags=["codes"], summary="What words may be about, and what such a ticket promises",
        request=_asks(SuggestionInput), responses={200: shown.SuggestionsSerializer, **problems(TOO_LARGE)},
    )
)  # fmt: skip
