"""What lies between a ticket and others, and between the people on it, as the API answers it."""

from rest_framework import serializers

from complaints.choices import Stage
from complaints.models import Party, Task, Tie


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


class PartySerializer(serializers.Serializer):
    """The complainant, or somebody else on the matter. Names are for the service centre."""

    role = serializers.ChoiceField(choices=Party.Role.choices)
    name = serializers.SerializerMethodField()
    authority = serializers.CharField(source="authority.code", allow_null=True, default=None)
    expires_on = serializers.DateField(allow_null=True)
    verified = serializers.CharField(source="verified.code", allow_null=True, default=None)
    may_hear = serializers.SerializerMethodField()

    def get_name(self, party) -> str:
        shown = self.context["customer"] and self.context["customer"]["name"]
        return party.customer.name if shown and not self.context["to_client"] else ""

    def get_may_hear(self, party) -> bool:
        return party.may_hear(self.context["at"].date())


class ExternalReviewSerializer(serializers.Serializer):
    body = serializers.CharField(source="body.code")
    number = serializers.CharField()
    opened_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    decision = serializers.CharField()
    remedy = serializers.CharField()
    comply_by = serializers.DateTimeField(allow_null=True)
    complied_at = serializers.DateTimeField(allow_null=True)
    proof = serializers.CharField()
    closed_at = serializers.DateTimeField(allow_null=True)


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
