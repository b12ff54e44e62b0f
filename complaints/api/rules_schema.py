"""The OpenAPI description of the rules an administrator sets."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers

from complaints.api.schema import TOO_LARGE, problems
from complaints.models import HandoverRule
from complaints.models.handovers import USUAL_MINUTES

CODE = OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH, description="Code of a rule.")
NO_RULE = {404: "There is no such rule."}
FOR_ADMINISTRATORS = "For administrators among the staff; no key opens it."


class HandoverRuleSerializer(serializers.ModelSerializer):
    """How long a hand-over may wait for its signature before those on duty are told."""

    label = serializers.CharField(read_only=True)
    region = serializers.SlugRelatedField(
        slug_field="code", read_only=True, help_text="Null: wherever no region has a rule of its own."
    )

    class Meta:
        model = HandoverRule
        fields = ("code", "label", "region", "sign_within", "is_active")
        read_only_fields = ("code",)
        extra_kwargs = {"sign_within": {"help_text": f"Minutes. Where no rule is active: {USUAL_MINUTES}."}}


def lists(operation: str, summary: str, serializer: Any) -> Any:
    return extend_schema_view(
        get=extend_schema(
            operation_id=operation, tags=["policies"], summary=summary, description=FOR_ADMINISTRATORS,
            responses={200: serializer(many=True), **problems()},
        )
    )  # fmt: skip


def changes(operation: str, summary: str, serializer: Any) -> Any:
    return extend_schema_view(
        patch=extend_schema(
            operation_id=operation, tags=["policies"], summary=summary, parameters=[CODE],
            description=FOR_ADMINISTRATORS, request=serializer,
            responses={200: serializer, **problems(NO_RULE, TOO_LARGE)},
        )
    )  # fmt: skip


handover_rules = lists("list_handover_rules", "When an unsigned hand-over is told", HandoverRuleSerializer)
handover_rule = changes("change_handover_rule", "Change when an unsigned hand-over is told", HandoverRuleSerializer)
