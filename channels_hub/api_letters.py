"""The letters to print, over REST: which wait, what they say, and that one was posted."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from channels_hub import letters, paper
from channels_hub.models import PaperLetter
from complaints.api.moves import Change
from complaints.api.schema import CHANGING, IDEMPOTENCY_KEY, NOT_THERE, TOO_LARGE, problems
from complaints.api.views import TicketsView
from servicecenter.problems import Problem

PK = OpenApiParameter("id", OpenApiTypes.INT, OpenApiParameter.PATH, description="The letter's id.")


class PaperLetterSerializer(serializers.Serializer):
    """A letter to somebody whom no mail reaches, in their language."""

    id = serializers.IntegerField(source="pk")
    kind = serializers.ChoiceField(choices=[(code, code) for code in paper.TITLES], source="template")
    number = serializers.CharField(source="ticket.number", allow_null=True, default=None)
    name = serializers.CharField(source="customer.name")
    address = serializers.SerializerMethodField(help_text="Empty when nobody knows it.")
    language = serializers.CharField()
    queued_at = serializers.DateTimeField()
    subject = serializers.SerializerMethodField()
    body = serializers.SerializerMethodField()
    posted_at = serializers.DateTimeField(allow_null=True)
    posted_by = serializers.CharField(source="posted_by.username", allow_null=True, default=None)

    def get_address(self, letter) -> str:
        return paper.address(letter)

    def get_subject(self, letter) -> str:
        return letters.write(paper.as_row(letter)).subject

    def get_body(self, letter) -> str:
        return letters.write(paper.as_row(letter)).body


class _OfLetters(TicketsView):
    def letters(self) -> Any:
        """Those this caller may print: the service centre, or a program that reads customers."""
        if self.client is None and not self.actor.roles & paper.WHO:
            raise Problem(403, "role", _("Your role does not allow this."))
        return paper.visible(self.client or self.request.user, self.at).select_related(*paper.WITH)


@extend_schema_view(
    get=extend_schema(
        operation_id="list_letters", tags=["tickets"], summary="Letters to print, the oldest first",
        responses={200: PaperLetterSerializer(many=True), **problems()},
    )
)  # fmt: skip
class Letters(_OfLetters):
    scopes = {"GET": ("customers:read",)}

    def get(self, request: Request) -> Response:
        return Response(PaperLetterSerializer(paper.to_post(self.letters()), many=True).data)


@extend_schema_view(
    post=extend_schema(
        operation_id="post_letter", tags=["tickets"], summary="A letter was put into the post", request=None,
        parameters=[PK, IDEMPOTENCY_KEY],
        responses={200: PaperLetterSerializer, **problems(NOT_THERE, CHANGING, TOO_LARGE)},
    )
)  # fmt: skip
class PostLetter(_OfLetters, Change):
    scopes = {"POST": ("customers:read",)}

    def act(self, request: Request, **kwargs: Any) -> Response:
        found: PaperLetter | None = self.letters().filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Http404
        paper.mark_posted(found, actor=self.actor, at=self.at, source="api")
        return Response(PaperLetterSerializer(found).data)
