"""What lies between a ticket and others, and between the people on it, as the API answers it."""

from rest_framework import serializers

from complaints.choices import Stage
from complaints.models import Tie


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
