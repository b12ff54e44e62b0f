"""What stands on a paper, as facts: the words as far as they fit the sheet, the labels in the language asked for."""

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from complaints.api.after_serializers import RecourseSerializer
from complaints.api.catalogue_serializers import CodeSerializer
from complaints.api.details_serializers import DetailSerializer
from complaints.api.serializers import ResultSerializer


def _always(name: str) -> serializers.CharField:
    """By this value a program tells one paper from another."""

    @extend_schema_field({"type": "string", "enum": [name]})
    class Always(serializers.CharField):
        pass

    return Always()


class NamedCustomerSerializer(serializers.Serializer):
    name = serializers.CharField(help_text="Empty when it is not told on paper.")
    withheld = serializers.CharField(help_text="Why it is not: anonymous, confidential; empty when it is told.")


class NamedHandlerSerializer(serializers.Serializer):
    username = serializers.CharField()
    name = serializers.CharField(source="get_full_name")


class PromisedSerializer(serializers.Serializer):
    milestone = serializers.CharField()
    label = serializers.CharField(source="get_milestone_display")
    original_due_at = serializers.DateTimeField(help_text="As it was said; the registration form has this one.")
    due_at = serializers.DateTimeField(help_text="As it stands now; the visit slip has this one.")


class WishSerializer(serializers.Serializer):
    request = serializers.IntegerField()
    words = serializers.CharField()
    result = CodeSerializer(allow_null=True)


class FoundSerializer(serializers.Serializer):
    verdict = CodeSerializer()
    cause = CodeSerializer()
    responsible = CodeSerializer(allow_null=True)
    facts = serializers.CharField()


class AnsweredSerializer(serializers.Serializer):
    at = serializers.DateTimeField()
    outcome = CodeSerializer(allow_null=True)
    words = serializers.CharField()


class AssuredSerializer(serializers.Serializer):
    kind = serializers.CharField()
    label = serializers.CharField(source="get_kind_display")
    what = serializers.CharField()
    due_at = serializers.DateTimeField()


class PaperSerializer(serializers.Serializer):
    """What every paper has."""

    label = serializers.CharField()
    number = serializers.CharField()
    language = serializers.CharField(help_text="The customer's: in it the sheet is printed.")
    customer = NamedCustomerSerializer()
    place = serializers.CharField()
    received_at = serializers.DateTimeField()


class InHouseSerializer(PaperSerializer):
    contact = serializers.CharField(help_text="Covered, unless a reason was given; empty for who may not reach them.")
    category = CodeSerializer(allow_null=True)
    priority = CodeSerializer()
    team = CodeSerializer(allow_null=True)
    handler = NamedHandlerSerializer(allow_null=True)
    promised = PromisedSerializer(many=True)
    words = serializers.CharField()
    details = DetailSerializer(many=True)
    requests = WishSerializer(many=True)
    more_requests = serializers.IntegerField(help_text="How many found no room.")


class RegistrationFormSerializer(InHouseSerializer):
    paper = _always("registration")
    channel = CodeSerializer()
    nature = CodeSerializer()
    region = CodeSerializer()
    happened_on = serializers.CharField()
    finding = FoundSerializer(allow_null=True)
    answer = AnsweredSerializer(allow_null=True)
    archived_at = serializers.DateTimeField(allow_null=True)
    closing_code = CodeSerializer(allow_null=True)


class VisitSlipSerializer(InHouseSerializer):
    paper = _always("visit")
    emergency_phone = serializers.CharField()


class ReplyLetterSerializer(PaperSerializer):
    paper = _always("reply")
    title = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)
    words = serializers.CharField()
    apology = serializers.CharField()
    findings = serializers.CharField()
    results = ResultSerializer(many=True)
    promises = AssuredSerializer(many=True)
    recourses = RecourseSerializer(many=True)
    reopen_until = serializers.DateTimeField(allow_null=True)


BY_NAME: dict[str, type[PaperSerializer]] = {
    "registration": RegistrationFormSerializer, "reply": ReplyLetterSerializer, "visit": VisitSlipSerializer,
}  # fmt: skip
ANY = PolymorphicProxySerializer("Paper", serializers=list(BY_NAME.values()), resource_type_field_name=None)
