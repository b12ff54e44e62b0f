"""The OpenAPI description of surveys and their rules."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers

from complaints.aftercare import surveys
from complaints.api.schema import NOT_THERE, NUMBER, problems
from complaints.choices import Nature, Satisfaction
from complaints.models import Survey, SurveyRule

CODE = OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH, description="Code of a rule.")
LEVELS = ", ".join(Satisfaction.values)
NO_RULE = {404: "There is no such rule.", 413: "The request is too large."}


class SurveySerializer(serializers.Serializer):
    """One survey. The token of its link is told to nobody but the customer."""

    round = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Survey.State.choices)
    ask_at = serializers.DateTimeField(help_text="When it was or will be sent.")
    asked_at = serializers.DateTimeField(allow_null=True)
    until = serializers.DateTimeField(allow_null=True, help_text="Until when it can be answered.")
    result = serializers.CharField(help_text=f"One of: {LEVELS}; empty before it is answered.")
    service = serializers.CharField(help_text="As result; empty when it was not judged.")
    words = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)
    changed_at = serializers.DateTimeField(allow_null=True)
    changeable_until = serializers.SerializerMethodField()

    def get_changeable_until(self, row: Survey) -> str | None:
        until = surveys.changeable_until(row)
        return until.isoformat() if until else None


class SurveyRuleSerializer(serializers.ModelSerializer):
    label = serializers.CharField(read_only=True)
    nature = serializers.ChoiceField(choices=[("", ""), *Nature.choices], read_only=True)

    class Meta:
        model = SurveyRule
        fields = ("code", "label", "nature", "share", "wait_hours", "open_days", "change_hours", "is_active")
        read_only_fields = ("code",)


of_ticket = extend_schema_view(
    get=extend_schema(
        operation_id="list_ticket_surveys", tags=["tickets"], summary="The surveys of a ticket and their answers",
        parameters=[NUMBER], responses={200: SurveySerializer(many=True), **problems(NOT_THERE)},
    )
)  # fmt: skip
rules = extend_schema_view(
    get=extend_schema(
        operation_id="list_survey_rules", tags=["policies"], summary="Which replies are followed by a survey",
        responses={200: SurveyRuleSerializer(many=True), **problems()},
    )
)  # fmt: skip
rule = extend_schema_view(
    patch=extend_schema(
        operation_id="change_survey_rule", tags=["policies"], summary="Change a rule of surveys",
        parameters=[CODE], request=SurveyRuleSerializer, responses={200: SurveyRuleSerializer, **problems(NO_RULE)},
    )
)  # fmt: skip
