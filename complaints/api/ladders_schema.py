"""The OpenAPI description of alarm ladders."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from complaints.api.rules_schema import FOR_ADMINISTRATORS
from complaints.api.schema import TOO_LARGE, problems
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


class NewLadderSerializer(serializers.ModelSerializer):
    """A version to come. Exactly one step has 100 per cent; what is not said is as usual."""

    steps = StepSerializer(many=True)

    class Meta:
        model = AlarmLadder
        fields = ["sort", "valid_from", "wait", "wait_critical", "steps"]


CONFLICT = {409: "Another version of this sort was made at the same moment."}
of_administrators = extend_schema_view(
    get=extend_schema(
        operation_id="list_alarm_ladders", tags=["policies"], summary="Who is told when of a clock, by sort",
        description=FOR_ADMINISTRATORS, responses={200: LadderSerializer(many=True), **problems()},
    ),
    post=extend_schema(
        operation_id="begin_alarm_ladder", tags=["policies"],
        summary="A new version of a ladder, from a moment to come", description=FOR_ADMINISTRATORS,
        request=NewLadderSerializer,
        responses={201: LadderSerializer, **problems(CONFLICT, TOO_LARGE)},
    ),
)  # fmt: skip
