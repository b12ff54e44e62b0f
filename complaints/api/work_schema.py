"""What the API tells of the list of work and of what was found, and its OpenAPI description."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers

from complaints.api.schema import TOO_LARGE, form_schema, problems
from complaints.api.serializers import TicketRowSerializer
from complaints.desk import worklist
from complaints.desk.search import MOST
from complaints.inputs.find import FindInput
from complaints.queries import disclose

FOR_PEOPLE = "For the staff; no key opens it."


class FoundRowSerializer(TicketRowSerializer):
    customer = serializers.SerializerMethodField(help_text="Empty when it is not known or may not be shown.")

    def get_customer(self, ticket) -> str:
        if ticket.anonymous or ticket.customer is None:
            return ""
        return ticket.customer.name if disclose(self.context["user"], ticket, self.context["at"]).name else ""


class WorkRowSerializer(FoundRowSerializer):
    group = serializers.SerializerMethodField(help_text="Where in the list it stands: a value of due.")
    waiting_for = serializers.CharField(help_text="The milestone due next; empty without one.")

    def get_group(self, ticket) -> str:
        return self.context["days"].group(ticket)


class WorkSerializer(serializers.Serializer):
    """Counts end at 1001: what is more is not counted."""

    view = serializers.ChoiceField(choices=[(one, one) for one in worklist.VIEWS])
    views = serializers.DictField(child=serializers.IntegerField(), help_text="How much is in each view.")
    all = serializers.IntegerField(help_text="How much is left of this view.")
    facets = serializers.DictField(
        child=serializers.DictField(child=serializers.IntegerField()),
        help_text="How much each value would leave, beside what is asked of the other facets.",
    )
    results = WorkRowSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Ask again with after=… for the following ones.")


class FoundTicketsSerializer(serializers.Serializer):
    number = serializers.CharField(help_text="The number of a ticket that was typed; empty for anything else.")
    mistyped = serializers.BooleanField(help_text="It looked like a number and is none; near ones are told.")
    too_short = serializers.BooleanField()
    more = serializers.BooleanField(help_text=f"There are more than {MOST}.")
    results = FoundRowSerializer(many=True, source="tickets")


def _facet(name: str, values: Any, words: str) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, enum=list(values), many=True, description=words)


work = extend_schema_view(
    get=extend_schema(
        operation_id="list_work", tags=["tickets"], summary="The caller's list of work, the nearest due first",
        description=FOR_PEOPLE,
        parameters=[
            OpenApiParameter("view", OpenApiTypes.STR, enum=worklist.VIEWS, description="mine when not given."),
            *(_facet(name, values, "Any of these.") for name, values in worklist.FACETS.items()),
            OpenApiParameter("handler", OpenApiTypes.STR, many=True, description="User names."),
            OpenApiParameter("after", OpenApiTypes.STR, description="The next of the page before."),
        ],
        responses={200: WorkSerializer, **problems()},
    )
)  # fmt: skip
find = extend_schema_view(
    post=extend_schema(
        operation_id="find_tickets", tags=["tickets"], description=FOR_PEOPLE,
        summary="Find tickets by a number, a phone or email, a name, the title's or the place's beginning",
        request={"application/json": form_schema(FindInput.base_fields)},
        responses={200: FoundTicketsSerializer, **problems(TOO_LARGE)},
    )
)  # fmt: skip
