"""The rest of a customer's page over REST: history, what is known and from what, consent, who saw a contact in full.

For people only, as the page is: it tells what colleagues wrote.
"""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api.caller_schema import CUSTOMER
from complaints.api.callers import CustomersView
from complaints.api.catalogue_serializers import CodeSerializer
from complaints.api.schema import NOT_THERE, problems
from complaints.calling import customer_history
from complaints.calling.customer_history import LOOKS, NEWEST
from customers.models import Care


class PastTicketSerializer(serializers.Serializer):
    number = serializers.CharField()
    title = serializers.CharField()
    nature = serializers.CharField()
    category = serializers.CharField(source="category.code", allow_null=True, default=None)
    stage = serializers.CharField()
    next_due_at = serializers.DateTimeField(allow_null=True)


class PastContactSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    channel = serializers.CharField()
    agent = serializers.CharField(source="agent.username", allow_null=True, default=None)
    outcome = serializers.CharField(source="outcome.code", allow_null=True, default=None)
    note = serializers.CharField()


class PastLineSerializer(serializers.Serializer):
    """A ticket or a contact."""

    at = serializers.DateTimeField()
    ticket = PastTicketSerializer(allow_null=True)
    contact = PastContactSerializer(allow_null=True)


class CareSerializer(serializers.Serializer):
    kind = serializers.CharField(source="kind.code")
    label = serializers.CharField(source="kind.label")
    source = serializers.CharField()
    confirmed_at = serializers.DateTimeField()
    confirm_by = serializers.DateField(allow_null=True)


class ConfirmedSerializer(serializers.Serializer):
    field = serializers.CharField()
    source = serializers.CharField()
    confirmed_at = serializers.DateTimeField()


class ConsentSerializer(serializers.Serializer):
    purpose = serializers.CharField()
    given_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    source = serializers.CharField()


class SeenInFullSerializer(serializers.Serializer):
    at = serializers.DateTimeField()
    who = serializers.CharField()
    why = serializers.CharField()


class CustomerPastSerializer(serializers.Serializer):
    since = serializers.DateField(allow_null=True)
    source = serializers.CharField(help_text="Where the record comes from.")
    created_at = serializers.DateTimeField()
    tags = CodeSerializer(many=True, source="tags.all")
    cares = CareSerializer(many=True, source="cares.all")
    confirmed = ConfirmedSerializer(many=True, source="confirmations.all")
    consents = ConsentSerializer(many=True, source="consents.all")
    seen_in_full = serializers.SerializerMethodField(help_text=f"The newest {LOOKS}.")
    history = serializers.SerializerMethodField(help_text=f"The newest {NEWEST}, of what the caller may see.")

    def get_seen_in_full(self, customer) -> SeenInFullSerializer(many=True):  # type: ignore[valid-type]
        return SeenInFullSerializer(self.context["looks"], many=True).data

    def get_history(self, customer) -> PastLineSerializer(many=True):  # type: ignore[valid-type]
        return PastLineSerializer(self.context["lines"], many=True).data


@extend_schema_view(
    get=extend_schema(
        operation_id="read_customer_record", tags=["customers"], summary="A customer's history, care and consent",
        description="For the staff; no key opens it.", parameters=[CUSTOMER],
        responses={200: CustomerPastSerializer, **problems(NOT_THERE)},
    )
)  # fmt: skip
class CustomerRecord(CustomersView):
    scopes: dict[str, Any] = {"GET": ()}

    def get(self, request: Request, pk: int) -> Response:
        found = self.find(pk)
        standing = Prefetch("cares", Care.objects.filter(ended_at=None).select_related("kind"))
        prefetch_related_objects([found], "tags", "confirmations", "consents", standing)
        context = {
            "looks": customer_history.looks(found),
            "lines": customer_history.lines(found, self.actor.user, self.at),
        }
        return Response(CustomerPastSerializer(found, context=context).data)
