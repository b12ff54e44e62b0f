"""What an administrator sets, as the API answers it: codes for rows, names in the reader's and in both languages."""

from typing import Any

from rest_framework import serializers

from complaints.models import CallbackRule, HandoverRule, SurveyRule
from complaints.models.handovers import USUAL_MINUTES


class RuleSerializer(serializers.ModelSerializer):
    def build_relational_field(self, field_name: str, relation_info: Any) -> Any:
        return serializers.SlugRelatedField, {"slug_field": "code", "read_only": True, "allow_null": True}


class NamedRuleSerializer(RuleSerializer):
    label = serializers.CharField(read_only=True)
    labels = serializers.DictField(child=serializers.CharField(), help_text="The name by language.")


class HandoverRuleSerializer(NamedRuleSerializer):
    """How long a hand-over may wait for its signature. Without a region: wherever none has a rule of its own."""

    class Meta:
        model = HandoverRule
        fields = ("code", "label", "labels", "region", "sign_within", "is_active")
        extra_kwargs = {"sign_within": {"help_text": f"Minutes. Where no rule is active: {USUAL_MINUTES}."}}


class SurveyRuleSerializer(NamedRuleSerializer):
    class Meta:
        model = SurveyRule
        fields = ("code", "label", "labels", "nature", "share", "wait_hours", "open_days", "change_hours", "is_active")


class CallbackRuleSerializer(NamedRuleSerializer):
    """Who is called back, and how. Empty selectors fit all; the most particular rule counts."""

    class Meta:
        model = CallbackRule
        fields = (
            "code", "label", "labels", "nature", "priority", "customer_class", "region", "share", "first", "strict",
            "is_active",
        )  # fmt: skip
        extra_kwargs = {"share": {"help_text": "Of a hundred tickets."}}
