"""The OpenAPI description of policies and of trying a version."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers

from complaints.api.schema import problems
from complaints.models import PolicyVersion, Target
from complaints.promises import trials
from complaints.promises.milestones import Milestone

NONE_SUCH = {404: "There is no such version."}


class TargetSerializer(serializers.ModelSerializer):
    calendar = serializers.SlugRelatedField(
        slug_field="code", read_only=True, allow_null=True, help_text="null: that of the ticket's region."
    )

    class Meta:
        model = Target
        fields = ["milestone", "amount", "unit", "calendar", "sort", "danger"]


class VersionSerializer(serializers.ModelSerializer):
    policy = serializers.CharField(source="policy.code")
    is_active = serializers.BooleanField(source="policy.is_active")
    category = serializers.CharField(source="category.code", default="")
    region = serializers.CharField(source="region.code", default="")
    targets = TargetSerializer(many=True, read_only=True)

    class Meta:
        model = PolicyVersion
        fields = [
            "id", "policy", "number", "is_active", "valid_from", "valid_until", "nature", "category", "priority",
            "region", "area_class", "customer_class", "rounds", "file_verified_days", "file_unverified_days", "targets",
        ]  # fmt: skip


class TallySerializer(serializers.Serializer):
    """Counts of promises; `then` is as it was, `now` under the version."""

    promised = serializers.IntegerField()
    judged = serializers.IntegerField(help_text="Due before now both ways: what the shares are of.")
    on_time_then = serializers.IntegerField()
    on_time_now = serializers.IntegerField()
    turns_on_time = serializers.IntegerField()
    turns_late = serializers.IntegerField()
    new = serializers.IntegerField(help_text="Not promised then.")
    dropped = serializers.IntegerField(help_text="Promised then, and not by this version.")
    not_judged = serializers.IntegerField(help_text="Not due yet, cancelled or not begun.")
    alarms_then = serializers.IntegerField()
    alarms_now = serializers.IntegerField()


class MilestoneTallySerializer(TallySerializer):
    milestone = serializers.CharField()


class TrialSerializer(serializers.Serializer):
    version = serializers.IntegerField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(help_text="Not included.")
    candidates = serializers.IntegerField(help_text="Tickets of the period its conditions fit.")
    every = serializers.IntegerField(help_text="1: all were reckoned; n: a sample, every n-th.")
    tickets = serializers.IntegerField(help_text="Those it would have been chosen for.")
    total = TallySerializer()
    milestones = MilestoneTallySerializer(many=True)


class OutcomeSerializer(serializers.Serializer):
    number = serializers.CharField()
    milestone = serializers.CharField()
    received_at = serializers.DateTimeField()
    verdict = serializers.CharField(help_text=", ".join(trials.Verdict))
    due_then = serializers.DateTimeField(allow_null=True)
    due_now = serializers.DateTimeField(allow_null=True)
    reached_at = serializers.DateTimeField(allow_null=True)
    alarms_then = serializers.IntegerField()
    alarms_now = serializers.IntegerField()


class OutcomesSerializer(serializers.Serializer):
    outcomes = OutcomeSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="Ask again with after=… for the following ones.")


def reads(operation: str, summary: str, answer: Any, parameters: list[OpenApiParameter], *more: dict[int, str]) -> Any:
    return extend_schema_view(
        get=extend_schema(
            operation_id=operation, tags=["policies"], summary=summary, parameters=parameters,
            description="For administrators among the staff; no key opens it.",
            responses={200: answer, **problems(*more)},
        )
    )  # fmt: skip


def asked(**told: str) -> list[OpenApiParameter]:
    return [OpenApiParameter(name, OpenApiTypes.STR, description=words) for name, words in told.items()]


PK = OpenApiParameter("pk", OpenApiTypes.INT, OpenApiParameter.PATH, description="The id of a version.")
PERIOD = asked(
    since="Received on or after this day, such as 2026-03-01; 30 days before the last one when not given.",
    until="Received on or before this day; today when not given.",
)

trial = reads(
    "try_policy_version", "A version tried against the tickets of a period", TrialSerializer, [PK, *PERIOD], NONE_SUCH
)
trial_tickets = reads(
    "list_trial_tickets", "The tickets behind a number of a trial", OutcomesSerializer,
    [PK, *PERIOD, *asked(
        part=f"One of {', '.join(trials.PARTS)}; promised when not given.",
        milestone=f"One of {', '.join(Milestone.values)}; all when not given.",
        after="The next of the page before.",
    )],
    NONE_SUCH,
)  # fmt: skip
