"""Access codes nobody has seen yet, over REST: told once, like the one a new ticket answers with."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from complaints import access_codes
from complaints.api.moves import Change
from complaints.api.schema import CHANGING, IDEMPOTENCY_KEY, NOT_THERE, NUMBER, TOO_LARGE, problems


class CodeToldSerializer(serializers.Serializer):
    """One person's number and code, told this once."""

    number = serializers.CharField(source="ticket.number")
    access_code = serializers.CharField(source="code")


@extend_schema_view(
    post=extend_schema(
        operation_id="tell_access_codes", tags=["tickets"], request=None,
        summary="The codes nobody has seen yet, of this ticket and of its group's people whom no mail reaches",
        parameters=[NUMBER, IDEMPOTENCY_KEY],
        responses={201: CodeToldSerializer(many=True), **problems(NOT_THERE, CHANGING, TOO_LARGE)},
    )
)  # fmt: skip
class AccessCodes(Change):
    def act(self, request: Request, **kwargs: Any) -> Response:
        ticket = self.find(kwargs["number"], "region")
        told = access_codes.read_out(ticket, actor=self.actor, at=self.at, source="api")
        return Response(CodeToldSerializer(told, many=True).data, status=201)
