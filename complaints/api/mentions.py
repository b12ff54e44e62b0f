"""Where a colleague was mentioned and has not looked yet, over REST. A program is never mentioned."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api.moves import Change
from complaints.api.schema import CHANGING, IDEMPOTENCY_KEY, NOT_THERE, NUMBER, TOO_LARGE, problems
from complaints.api.views import READ, TicketsView
from complaints.desk import mentions

MOST = 200


class MentionSerializer(serializers.Serializer):
    """One note in which the caller is named; its words are in the ticket's timeline under this event."""

    number = serializers.CharField(source="ticket.number")
    event = serializers.IntegerField(source="event_id")
    at = serializers.DateTimeField()


class SeenSerializer(serializers.Serializer):
    seen = serializers.IntegerField(help_text="How many mentions that were.")


@extend_schema_view(
    get=extend_schema(
        operation_id="list_mentions", tags=["tickets"], summary="Notes that name the caller, not seen yet",
        responses={200: MentionSerializer(many=True), **problems()},
    )
)  # fmt: skip
class Mentions(TicketsView):
    scopes = {"GET": READ}

    def get(self, request: Request) -> Response:
        if self.client:
            return Response([])
        rows = mentions.unseen(request.user).filter(ticket__in=self.visible())
        return Response(MentionSerializer(rows.select_related("ticket").order_by("-pk")[:MOST], many=True).data)


@extend_schema_view(
    post=extend_schema(
        operation_id="see_mentions", tags=["tickets"], summary="The caller has seen where they were named",
        request=None, parameters=[NUMBER, IDEMPOTENCY_KEY],
        responses={200: SeenSerializer, **problems(NOT_THERE, CHANGING, TOO_LARGE)},
    )
)  # fmt: skip
class SeeMentions(Change):
    def act(self, request: Request, **kwargs: Any) -> Response:
        ticket = self.find(kwargs["number"])
        return Response({"seen": 0 if self.client else mentions.note_seen(ticket, request.user, at=self.at)})
