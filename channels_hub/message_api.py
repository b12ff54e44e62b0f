"""What customers are written, over REST, for administrators: the wording in use, and a new version of one."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from channels_hub import rewording, shipped, variables
from channels_hub.models import MessageText
from complaints.api import bodies
from complaints.api.policies import AdministratorView
from complaints.api.schema import problems
from servicecenter import administration, change_log
from servicecenter.models import User
from servicecenter.problems import WrongInput


class WordingSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    number = serializers.IntegerField(allow_null=True, help_text="Of the version in use; null: as shipped.")
    variables = serializers.ListField(child=serializers.CharField())
    needed = serializers.ListField(child=serializers.CharField(), help_text="Variables its text cannot do without.")
    subject_en = serializers.CharField()
    body_en = serializers.CharField()
    subject_zh = serializers.CharField()
    body_zh = serializers.CharField()


class NewWordingSerializer(serializers.Serializer):
    """Columns that are not named stay as the wording in use has them."""

    code = serializers.ChoiceField(choices=[(code, code) for code in shipped.messages()])
    subject_en = serializers.CharField(required=False)
    body_en = serializers.CharField(required=False)
    subject_zh = serializers.CharField(required=False)
    body_zh = serializers.CharField(required=False)
    why = serializers.CharField(required=False, allow_blank=True, max_length=300)


@extend_schema_view(
    get=extend_schema(
        operation_id="list_message_texts", tags=["policies"], summary="What customers are written",
        responses={200: WordingSerializer(many=True), **problems()},
    ),
    post=extend_schema(
        operation_id="reword_message", tags=["policies"], summary="A new version of a message's text",
        request=NewWordingSerializer,
        responses={201: WordingSerializer, **problems({413: "The request is too large."})},
    ),
)  # fmt: skip
class MessageTexts(AdministratorView):
    def get(self, request: Request) -> Response:
        return Response([WordingSerializer(_told(code)).data for code in shipped.messages()])

    def post(self, request: Request) -> Response:
        code, said = _said(request)
        why = said.get("why", "")
        assert isinstance(self.request.user, User)
        try:
            with transaction.atomic():
                version = rewording.reword(code, said, why=why, by=self.request.user, at=self.at)
                self._log(version)
        except ValidationError as error:
            raise WrongInput(error.message_dict)
        return Response(WordingSerializer(_told(code)).data, status=201)

    def _log(self, version: MessageText) -> None:
        told = change_log.Change("added", sorted(rewording.COLUMNS))
        for column in MessageText._meta.fields:
            if column.name in {"number", "why", *rewording.COLUMNS}:
                told.tell("after", column, getattr(version, column.name))
        administration.keep_change(version, told, actor=self.actor, at=self.at, source="api")


class PreviewSerializer(serializers.Serializer):
    language = serializers.CharField()
    subject = serializers.CharField()
    body = serializers.CharField()


@extend_schema_view(
    post=extend_schema(
        operation_id="preview_message", tags=["policies"],
        summary="How a wording would read, about a request that was never made; nothing is kept",
        request=NewWordingSerializer,
        responses={200: PreviewSerializer(many=True), **problems({413: "The request is too large."})},
    )
)  # fmt: skip
class MessagePreview(AdministratorView):
    def post(self, request: Request) -> Response:
        code, said = _said(request)
        try:
            rewording.check(code, said)
        except ValidationError as error:
            raise WrongInput(error.message_dict)
        return Response(
            [
                {"language": language, "subject": words.subject, "body": words.body}
                for language, words in variables.previews(code, said)
            ]
        )


def _said(request: Request) -> tuple[str, dict[str, str]]:
    """The message, and its columns: those not sent as the wording in use has them. Raises WrongInput."""
    said = bodies.read(request.data, {}, **dict.fromkeys((*rewording.COLUMNS, "why", "code"), _text))
    code = said.get("code", "")
    if code not in shipped.messages():
        raise WrongInput({"code": [_("Known are: %(known)s.") % {"known": ", ".join(shipped.messages())}]})
    return code, {**rewording.as_it_is(code), **said}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(_("Must be a text."))
    if "\x00" in value or len(value) > 10_000:
        raise ValueError(_("This text cannot be kept."))
    return value


def _told(code: str) -> dict[str, object]:
    message = shipped.messages()[code]
    version = MessageText.objects.filter(code=code, is_active=True).order_by("-number").first()
    return {
        "code": code, "label": message.label, "number": version.number if version else None,
        "variables": message.variables, "needed": message.needed, **rewording.as_it_is(code),
    }  # fmt: skip
