"""The OpenAPI description of surveys and their rules."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from complaints.aftercare import surveys
from complaints.api import rules_schema
from complaints.api.schema import NOT_THERE, NUMBER, problems
from complaints.choices import Nature, Satisfaction
from complaints.models import Survey, SurveyRule

LEVELS = ", ".join(Satisfaction.values)


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
rules = rules_schema.lists("list_survey_rules", "Which replies are followed by a survey", SurveyRuleSerializer)
rule = rules_schema.changes("change_survey_rule", "Change a rule of surveys", SurveyRuleSerializer)
