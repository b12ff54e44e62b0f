"""Contact points over REST: masked in lists, and one in full in one answer, against a reason that is kept.

A program reads a customer's masked and none in full: whoever sees one is named on the record. No answer is stored to
be given again.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import bodies
from complaints.api.bodies import valid
from complaints.api.caller_schema import CUSTOMER
from complaints.api.callers import CustomersView
from complaints.api.schema import NOT_THERE, NUMBER, TOO_LARGE, form_schema, problems
from complaints.api.views import READ, TicketsView
from complaints.calling import reveals
from complaints.inputs.reveals import RevealInput
from complaints.models import Ticket
from customers import contact_points
from customers.models import ContactPoint

POINT = OpenApiParameter("point", OpenApiTypes.INT, OpenApiParameter.PATH, description="The contact point's id.")


class MaskedPointSerializer(serializers.Serializer):
    """A phone number or address as it is told without a reason."""

    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    masked = serializers.SerializerMethodField()

    def get_masked(self, point: ContactPoint) -> str:
        return contact_points.mask(point.kind, str(point.value))


class RevealedPointSerializer(serializers.Serializer):
    """In full, in this one answer."""

    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    value = serializers.CharField()


def _lists(operation: str, summary: str, where: OpenApiParameter) -> Any:
    return extend_schema_view(
        get=extend_schema(
            operation_id=operation, tags=["customers"], summary=summary, parameters=[where],
            responses={200: MaskedPointSerializer(many=True), **problems(NOT_THERE)},
        )
    )  # fmt: skip


def _reveals(operation: str, summary: str, *where: OpenApiParameter) -> Any:
    return extend_schema_view(
        post=extend_schema(
            operation_id=operation, tags=["customers"], summary=summary, parameters=[*where],
            description="The reason, the name and the time are kept on the record, each time it is asked.",
            request={"application/json": form_schema(RevealInput.base_fields)},
            responses={200: RevealedPointSerializer, **problems(NOT_THERE, TOO_LARGE)},
        )
    )  # fmt: skip


def reason_given(request: Request) -> str:
    """Raises WrongInput without one."""
    return valid(RevealInput(bodies.read(request.data, RevealInput.base_fields)))["why"]


class _OfTicket(TicketsView):
    def points(self, ticket: Ticket) -> QuerySet[ContactPoint]:
        """Those of the ticket's customer, none for whoever may not reach them."""
        known = self.shown(ticket).contact and ticket.customer_id is not None
        points = ContactPoint.objects.filter(customer=ticket.customer_id) if known else ContactPoint.objects.none()
        return points.order_by("pk")


@_lists("list_ticket_contacts", "How the customer of a ticket can be reached, masked", NUMBER)
class TicketPoints(_OfTicket):
    scopes = {"GET": READ}

    def get(self, request: Request, number: str) -> Response:
        return Response(MaskedPointSerializer(self.points(self.find(number)), many=True).data)


@_reveals("reveal_ticket_contact", "Show a contact point of a ticket's customer in full", NUMBER, POINT)
class TicketPoint(_OfTicket):
    scopes = {"POST": ("tickets:move",)}

    def post(self, request: Request, number: str, point: int) -> Response:
        ticket = self.find(number)
        row = self.points(ticket).filter(pk=point).first()
        if row is None:
            raise Http404
        reveals.reveal(ticket, row, why=reason_given(request), actor=self.actor, at=self.at, source="api")
        return Response(RevealedPointSerializer(row).data)


@_lists("list_customer_contacts", "How a customer can be reached, masked", CUSTOMER)
class CustomerPoints(CustomersView):
    scopes = {"GET": ("customers:read",)}

    def get(self, request: Request, pk: int) -> Response:
        return Response(MaskedPointSerializer(self.find(pk).contact_points.order_by("pk"), many=True).data)


@_reveals("reveal_customer_contact", "Show a contact point of a customer in full", CUSTOMER, POINT)
class CustomerPoint(CustomersView):
    scopes: dict[str, Any] = {"POST": ()}

    def post(self, request: Request, pk: int, point: int) -> Response:
        customer = self.find(pk)
        row = customer.contact_points.filter(pk=point).first()
        if row is None:
            raise Http404
        reveals.reveal_of_customer(customer, row, why=reason_given(request), actor=self.actor, at=self.at, source="api")
        return Response(RevealedPointSerializer(row).data)
