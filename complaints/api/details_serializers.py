"""What the API says of a category's own questions and of the answers a ticket has."""

from rest_framework import serializers

from complaints.models import Question
from servicecenter.labels import pick


class QuestionChoiceSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.SerializerMethodField()

    def get_label(self, choice: dict[str, str]) -> str:
        return pick(choice)


class QuestionSerializer(serializers.Serializer):
    """One question of a category's form: its answer goes into `details` under this code."""

    code = serializers.CharField()
    label = serializers.CharField()
    kind = serializers.ChoiceField(choices=Question.Kind.choices)
    required = serializers.BooleanField()
    safety = serializers.BooleanField()
    choices = QuestionChoiceSerializer(many=True)


class DetailSerializer(serializers.Serializer):
    """One answer; `answer` is empty while a required question is still to be asked."""

    code = serializers.CharField()
    label = serializers.CharField()
    answer = serializers.CharField()
    words = serializers.CharField()
    safety = serializers.BooleanField()


DETAILS = {
    "type": "object",
    "description": "Answers to the questions of the category, by their codes; /api/v1/categories/ lists them.",
    "additionalProperties": {"oneOf": [{"type": "string", "nullable": True}, {"type": "number"}, {"type": "boolean"}]},
}
