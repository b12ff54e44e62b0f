"""What lies between a ticket and others, and between the people on it, as the API answers it."""

from rest_framework import serializers

from complaints.choices import Stage
from complaints.models import Task, Tie


class TaskSerializer(serializers.Serializer):
    """What another team is asked on this ticket. A program reads that it was asked, not the words."""

    team = serializers.CharField(source="team.code")
    kind = serializers.ChoiceField(choices=Task.Kind.choices)
    what = serializers.SerializerMethodField()
    due_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.SerializerMethodField()
    waived_at = serializers.DateTimeField(allow_null=True)

    def get_what(self, task) -> str:
        return "" if self.context["to_client"] else task.what

    def get_answer(self, task) -> str:
        return "" if self.context["to_client"] else task.answer


class TiedSerializer(serializers.Serializer):
    """A ticket this one is tied to."""

    kind = serializers.ChoiceField(choices=Tie.Kind.choices)
    label = serializers.CharField(source="words")
    number = serializers.CharField(source="ticket.number")
    stage = serializers.ChoiceField(choices=Stage.choices, source="ticket.stage")


class SimilarSerializer(serializers.Serializer):
    """An open ticket that may be about the same thing."""

    number = serializers.CharField(source="ticket.number")
    why = serializers.ChoiceField(choices=["customer", "place"])
    title = serializers.CharField(source="ticket.title")
    received_at = serializers.DateTimeField(source="ticket.received_at")
