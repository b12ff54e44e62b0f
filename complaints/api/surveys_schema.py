"""The OpenAPI description of surveys."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from complaints.aftercare import surveys
from complaints.api.schema import NOT_THERE, NUMBER, problems
from complaints.choices import Satisfaction
from complaints.models import Survey

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


of_ticket = extend_schema_view(
    get=extend_schema(
        operation_id="list_ticket_surveys", tags=["tickets"], summary="The surveys of a ticket and their answers",
        parameters=[NUMBER], responses={200: SurveySerializer(many=True), **problems(NOT_THERE)},
    )
)  # fmt: skip
