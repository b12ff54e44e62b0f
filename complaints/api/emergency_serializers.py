"""Calls about danger as the API answers them, the cards in the reader's language."""

from datetime import datetime

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from complaints.api.shift_serializers import ReassignedTicketSerializer
from complaints.models import EmergencyCall


class SafetyCardSerializer(serializers.Serializer):
    """What is said to someone in danger, in its order."""

    code = serializers.CharField()
    label = serializers.CharField()
    steps = serializers.ListField(child=serializers.CharField(), source="lines")
    version = serializers.IntegerField()
    category = serializers.CharField(source="category.code", allow_null=True, default=None)
    team = serializers.CharField(source="team.code", allow_null=True, default=None, help_text="Who goes by default.")
    approved_by = serializers.CharField(help_text="Empty: the engineer has not approved it yet.")
    approved_on = serializers.DateField(allow_null=True)


class CardStepSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    words = serializers.CharField()
    said_at = serializers.DateTimeField(allow_null=True)


class RingingBackSerializer(serializers.Serializer):
    at = serializers.DateTimeField()
    reached = serializers.BooleanField()


class EmergencyCallSerializer(serializers.Serializer):
    """One's own call with all that is known so far."""

    id = serializers.IntegerField(source="pk")
    card = serializers.CharField(source="card.code")
    started_at = serializers.DateTimeField()
    steps = serializers.SerializerMethodField()
    place = serializers.CharField()
    callback = serializers.CharField()
    hazard = serializers.CharField()
    team = serializers.CharField(source="team.code", allow_null=True, default=None)
    read_back = serializers.ListField(child=serializers.CharField(), help_text="What the crew has said back.")
    attempts = serializers.SerializerMethodField(help_text="Ringing back after the line dropped.")
    ticket = serializers.CharField(source="ticket.number", allow_null=True, default=None)
    dispatched_at = serializers.DateTimeField(allow_null=True)
    contact = serializers.IntegerField(source="contact_id", allow_null=True, help_text="As it stands in the log.")
    not_kept = serializers.SerializerMethodField(help_text="What could not be read and was left as it was, by field.")

    @extend_schema_field(CardStepSerializer(many=True))
    def get_steps(self, call: EmergencyCall) -> list[dict]:
        rows = [
            {"number": number, "words": words, "said_at": _moment(call.said.get(str(number)))}
            for number, words in enumerate(call.card.lines, start=1)
        ]
        return CardStepSerializer(rows, many=True).data

    @extend_schema_field(RingingBackSerializer(many=True))
    def get_attempts(self, call: EmergencyCall) -> list[dict]:
        rows = [{**one, "at": _moment(one["at"])} for one in call.attempts]
        return RingingBackSerializer(rows, many=True).data

    def get_not_kept(self, call: EmergencyCall) -> dict[str, list[str]]:
        return self.context.get("not_kept", {})


class CrewSentSerializer(ReassignedTicketSerializer):
    """The ticket the crew goes for, and the call."""

    call = EmergencyCallSerializer()


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
