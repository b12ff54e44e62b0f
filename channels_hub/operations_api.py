"""What an administrator looks after over REST: versions of texts, messages that failed, and work that got stuck.

Addresses and words of customers are not told here.
"""

from collections.abc import Callable
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.http import Http404
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from channels_hub.delivery import send_again
from channels_hub.models import MessageText, Outbound
from complaints.api import bodies
from complaints.api.policies import AdministratorView
from complaints.api.problem_schema import TOO_LARGE, problems
from complaints.api.rules_schema import does, key
from servicecenter import administration, change_log, outbox
from servicecenter.models import Outbox
from servicecenter.problems import refuse_unknown

MOST = 200
NONE_SUCH = {404: "There is nothing here under this id."}


class TextVersionSerializer(serializers.ModelSerializer):
    made_by = serializers.SlugRelatedField(slug_field="username", read_only=True, allow_null=True)

    class Meta:
        model = MessageText
        fields = (
            "id", "code", "number", "subject_en", "body_en", "subject_zh", "body_zh", "why", "is_active", "made_at",
            "made_by",
        )  # fmt: skip
        extra_kwargs = {"is_active": {"help_text": "The newest version in use is sent."}}


class SentSerializer(serializers.ModelSerializer):
    ticket = serializers.SlugRelatedField(slug_field="number", read_only=True, allow_null=True)

    class Meta:
        model = Outbound
        fields = (
            "id", "ticket", "channel", "template", "language", "state", "queued_at", "attempts", "next_attempt_at",
            "settled_at", "error",
        )  # fmt: skip


class StuckSerializer(serializers.ModelSerializer):
    """An event somebody has not heard of yet; with poisoned_at it was tried too often and waits for a person."""

    kind = serializers.CharField(source="event.kind")

    class Meta:
        model = Outbox
        fields = ("id", "subscriber", "kind", "attempts", "next_attempt_at", "poisoned_at", "last_error")


class OperationsView(AdministratorView):
    def held(self, rows: QuerySet, pk: int) -> Any:
        """Raises Http404."""
        row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    def note(self, row: models.Model, column: str, before: Any, after: Any) -> None:
        told, field = change_log.Change("changed", [column]), row._meta.get_field(column)
        told.tell("before", field, before)  # type: ignore[arg-type]  # columns only
        told.tell("after", field, after)  # type: ignore[arg-type]
        administration.keep_change(row, told, actor=self.actor, at=self.at, source="api")

    def again(self, rows: QuerySet, pk: int, column: str, do: Callable[[Any], bool]) -> Any:
        """The row after what is done to it; nothing is done, and nothing noted, where it need not be."""
        with transaction.atomic():
            row = self.held(rows, pk)
            before = getattr(row, column)
            if do(row):
                row.refresh_from_db()
                self.note(row, column, before, getattr(row, column))
        return row


PK = key("pk", "id")
CODE = OpenApiParameter("code", OpenApiTypes.STR, description="Of one message only, such as received.")
STATE = OpenApiParameter("state", OpenApiTypes.STR, enum=Outbound.State.values, description="Those in one state only.")


@extend_schema_view(
    get=does(
        "list_text_versions", "Every version of what customers are written",
        {200: TextVersionSerializer(many=True), **problems()}, parameters=[CODE], tags=["policies"],
    )
)  # fmt: skip
class TextVersions(OperationsView):
    def get(self, request: Request) -> Response:
        rows = MessageText.objects.select_related("made_by").order_by("code", "-number")
        if code := request.query_params.get("code", ""):
            refuse_unknown("code", code, sorted(set(rows.values_list("code", flat=True))))
            rows = rows.filter(code=code)
        return Response(TextVersionSerializer(rows, many=True).data)


class UseSerializer(serializers.Serializer):
    is_active = serializers.BooleanField()


@extend_schema_view(
    patch=does(
        "use_text_version", "Put a version of a text out of use, or into it",
        {200: TextVersionSerializer, **problems(NONE_SUCH, TOO_LARGE)}, request=UseSerializer, parameters=[PK],
        tags=["policies"],
    )
)  # fmt: skip
class TextVersion(OperationsView):
    def patch(self, request: Request, pk: int) -> Response:
        """Its words stay as they were sent."""
        said = bodies.read(request.data, {}, is_active=bodies.yes_or_no)
        row = self.again(
            MessageText.objects.select_related("made_by"), pk, "is_active", lambda row: self._use(row, said)
        )
        return Response(TextVersionSerializer(row).data)

    def _use(self, row: MessageText, said: dict[str, bool]) -> bool:
        if said.get("is_active", row.is_active) == row.is_active:
            return False
        row.is_active = said["is_active"]
        row.save(update_fields=["is_active"])
        return True


@extend_schema_view(
    get=does(
        "list_outgoing_messages", f"The latest {MOST} messages that went out or shall",
        {200: SentSerializer(many=True), **problems()}, parameters=[STATE], tags=["settings"],
    )
)  # fmt: skip
class Sent(OperationsView):
    def get(self, request: Request) -> Response:
        rows, state = Outbound.objects.select_related("ticket").order_by("-pk"), request.query_params.get("state", "")
        refuse_unknown("state", state, ("", *Outbound.State.values))
        rows = rows.filter(state=state) if state else rows
        return Response(SentSerializer(rows[:MOST], many=True).data)


@extend_schema_view(
    post=does(
        "send_message_again", "Send a message once more that failed or may have arrived",
        {200: SentSerializer, **problems(NONE_SUCH, TOO_LARGE)}, request=None, parameters=[PK], tags=["settings"],
    )
)  # fmt: skip
class SentAgain(OperationsView):
    def post(self, request: Request, pk: int) -> Response:
        """It may arrive twice. One that is queued or sent stays as it is."""
        bodies.read(request.data, {})
        row = self.again(
            Outbound.objects.select_related("ticket"), pk, "state", lambda row: send_again(row, self.at)
        )  # fmt: skip
        return Response(SentSerializer(row).data)


@extend_schema_view(
    get=does(
        "list_outbox", f"What somebody has not heard of yet, what got stuck first: at most {MOST}",
        {200: StuckSerializer(many=True), **problems()}, tags=["settings"],
    )
)  # fmt: skip
class Stuck(OperationsView):
    def get(self, request: Request) -> Response:
        rows = Outbox.objects.select_related("event").order_by(models.F("poisoned_at").asc(nulls_last=True), "pk")
        return Response(StuckSerializer(rows[:MOST], many=True).data)


@extend_schema_view(
    post=does(
        "try_outbox_again", "Try again what got stuck", {200: StuckSerializer, **problems(NONE_SUCH, TOO_LARGE)},
        request=None, parameters=[PK], tags=["settings"],
    )
)  # fmt: skip
class StuckAgain(OperationsView):
    def post(self, request: Request, pk: int) -> Response:
        bodies.read(request.data, {})
        row = self.again(Outbox.objects.select_related("event"), pk, "attempts", self._retry)
        return Response(StuckSerializer(row).data)

    def _retry(self, row: Outbox) -> bool:
        if row.poisoned_at is None:
            return False
        outbox.retry(row, self.at)
        return True


urlpatterns = [
    path("messages/texts/versions/", TextVersions.as_view(), name="text_versions"),
    path("messages/texts/versions/<int:pk>/", TextVersion.as_view(), name="text_version"),
    path("settings/outgoing/", Sent.as_view(), name="outgoing"),
    path("settings/outgoing/<int:pk>/again/", SentAgain.as_view(), name="outgoing_again"),
    path("settings/outbox/", Stuck.as_view(), name="outbox"),
    path("settings/outbox/<int:pk>/again/", StuckAgain.as_view(), name="outbox_again"),
]
