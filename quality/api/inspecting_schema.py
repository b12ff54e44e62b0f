"""The OpenAPI description of inspections and of whom quality calls again."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers

from complaints.api.schema import CHANGING, IDEMPOTENCY_KEY, TOO_LARGE, form_schema, problems
from quality.api.schema import NONE_SUCH, question, reads
from quality.pages.inspection_forms import PlanForm, WordsForm

ID = OpenApiParameter("pk", OpenApiTypes.INT, OpenApiParameter.PATH, description="The inspection's id.")


class CriterionSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    label = serializers.CharField()
    weight = serializers.IntegerField()
    fatal = serializers.BooleanField()


class StoryLineSerializer(serializers.Serializer):
    at = serializers.DateTimeField()
    side = serializers.CharField()
    kind = serializers.CharField()
    sentence = serializers.CharField()


class InspectionWholeSerializer(serializers.Serializer):
    """While it waits to be judged `story` tells the round, blind; afterwards `marks` the result."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    round = serializers.IntegerField()
    form = serializers.CharField()
    form_version = serializers.IntegerField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    appealed_at = serializers.DateTimeField(allow_null=True)
    settled_at = serializers.DateTimeField(allow_null=True)
    score = serializers.FloatField(allow_null=True)
    upheld = serializers.BooleanField(allow_null=True)
    words = serializers.CharField()
    appeal = serializers.CharField()
    settlement = serializers.CharField()
    appeal_until = serializers.DateTimeField(allow_null=True)
    criteria = CriterionSerializer(many=True)
    story = StoryLineSerializer(many=True)
    marks = serializers.DictField(child=serializers.IntegerField(allow_null=True))


class InspectionsOfMineSerializer(serializers.Serializer):
    to_judge = serializers.ListField(child=serializers.IntegerField())
    to_settle = serializers.ListField(child=serializers.IntegerField())
    given = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="Results within reach of who watches over the work, the latest first.",
    )
    mine = serializers.ListField(child=serializers.IntegerField(), help_text="Results on one's own work.")


class PlanSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    among = serializers.IntegerField(help_text="How many rounds it was drawn from.")
    seed = serializers.CharField()
    inspections = serializers.ListField(child=serializers.IntegerField())


class DrawnPlanSerializer(serializers.Serializer):
    """What a sample was drawn by: the same seed over the same rounds draws the same."""

    id = serializers.IntegerField()
    form = serializers.CharField(source="version.form.code")
    form_version = serializers.IntegerField(source="version.number")
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(help_text="Not included.")
    region = serializers.CharField(source="region.code", default=None, allow_null=True)
    team = serializers.CharField(source="team.code", default=None, allow_null=True)
    seed = serializers.CharField()
    size = serializers.IntegerField(help_text="How many were to be drawn.")
    among = serializers.IntegerField(help_text="How many rounds it was drawn from.")
    drawn = serializers.IntegerField()
    done = serializers.IntegerField(help_text="How many of those drawn have their result.")
    drawn_at = serializers.DateTimeField()
    drawn_by = serializers.CharField(source="drawn_by.username")


class CallAgainCaseSerializer(serializers.Serializer):
    number = serializers.CharField()
    at = serializers.DateTimeField()
    result = serializers.IntegerField(help_text="Of five.")


class CallAgainSerializer(serializers.Serializer):
    cases = CallAgainCaseSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Ask again with after=… for the following ones.")


def writes(operation: str, summary: str, asks: dict[str, Any], answer: Any, status: int, *parameters: Any) -> Any:
    return extend_schema_view(
        post=extend_schema(
            operation_id=operation, tags=["quality"], summary=summary, parameters=[*parameters, IDEMPOTENCY_KEY],
            request={"application/json": asks},
            responses={status: answer, **problems(NONE_SUCH, CHANGING, TOO_LARGE)},
        )
    )  # fmt: skip


WORDS = {"type": "string"}
MARKS = {
    "type": "object",
    "description": "By question: 0 no, 1 part, 2 yes, null where it does not apply; of a fatal one a boolean.",
    "additionalProperties": {"oneOf": [{"type": "integer", "nullable": True}, {"type": "boolean"}]},
}
RESULT = {
    "type": "object", "properties": {"marks": MARKS, "words": WORDS}, "required": ["marks"],
    "additionalProperties": False,
}  # fmt: skip
SETTLED = {
    "type": "object",
    "properties": {"upheld": {"type": "boolean"}, "score": {"type": "number", "nullable": True}, "words": WORDS},
    "required": ["upheld", "words"],
    "additionalProperties": False,
}
mine = reads(
    "list_my_inspections", "What waits for the caller, and results on their work", InspectionsOfMineSerializer, []
)
inspection = reads("read_inspection", "One inspection", InspectionWholeSerializer, [ID], NONE_SUCH)
call_again = reads(
    "list_call_again", "Whom quality calls again", CallAgainSerializer, question(after="The next of the page before.")
)
PLAN = form_schema(
    {name: field for name, field in PlanForm.base_fields.items() if name != "size"}, size={"type": "integer"}
)
PLAN["required"].append("size")
drawn_plans = reads("list_inspection_plans", "The samples drawn, the latest first", DrawnPlanSerializer(many=True), [])
plans = writes("draw_inspections", "Draw rounds to inspect", PLAN, PlanSerializer, 201)
result = writes("judge_inspection", "Give the result, once", RESULT, InspectionWholeSerializer, 200, ID)
appeal = writes(
    "appeal_inspection", "The inspected says why it is wrong", form_schema(WordsForm.base_fields),
    InspectionWholeSerializer, 200, ID,
)  # fmt: skip
settlement = writes("settle_inspection", "Answer the appeal", SETTLED, InspectionWholeSerializer, 200, ID)
