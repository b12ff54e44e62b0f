"""Alarm ladders as the API answers them."""

from rest_framework import serializers

from complaints.models import AlarmLadder, AlarmStep
from complaints.promises import ladders


class StepSerializer(serializers.ModelSerializer):
    share = serializers.IntegerField(
        allow_null=True, help_text="Per cent of the time used; null: later, while nobody has answered."
    )

    class Meta:
        model = AlarmStep
        fields = ["share", "role", "only_untouched"]


class LadderSerializer(serializers.ModelSerializer):
    """Who is told when of a clock of this sort, if it began from `valid_from` on."""

    wait = serializers.IntegerField(help_text="Minutes until an unanswered alarm climbs.")
    wait_critical = serializers.IntegerField(help_text="The same in danger.")
    steps = StepSerializer(many=True)
    standing = serializers.SerializerMethodField()

    class Meta:
        model = AlarmLadder
        fields = ["id", "sort", "number", "valid_from", "wait", "wait_critical", "steps", "standing"]

    def get_standing(self, version: AlarmLadder) -> serializers.ChoiceField(choices=ladders.STANDINGS):  # type: ignore[valid-type]
        return ladders.standing(version, self.context["at"])
