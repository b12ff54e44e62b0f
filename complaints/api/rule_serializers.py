"""What an administrator sets, as the API answers it: codes for rows, names in the reader's and in both languages."""

from typing import Any

from rest_framework import serializers

from complaints.models import CallbackRule, HandoverRule, MoneyLimit, Recourse, SafetyCard, SurveyRule
from complaints.models.handovers import USUAL_MINUTES
from servicecenter.models import User


class RuleSerializer(serializers.ModelSerializer):
    def build_relational_field(self, field_name: str, relation_info: Any) -> Any:
        named = "username" if relation_info.related_model is User else "code"
        return serializers.SlugRelatedField, {"slug_field": named, "read_only": True, "allow_null": True}


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


class MoneyLimitSerializer(RuleSerializer):
    """Up to which amount a role gives money away without asking, or approves what others propose; null: any."""

    label = serializers.CharField(source="__str__", read_only=True)

    class Meta:
        model = MoneyLimit
        fields = ("role", "label", "amount")


class SetRecourseSerializer(NamedRuleSerializer):
    """A right of review or an outside body. Empty selectors fit all."""

    how = serializers.DictField(child=serializers.CharField(), help_text="Until when and at what cost, by language.")

    class Meta:
        model = Recourse
        fields = (
            "code", "label", "labels", "kind", "how", "contact", "nature", "utility", "category", "region", "is_active",
            "position",
        )  # fmt: skip


class SetSafetyCardSerializer(NamedRuleSerializer):
    """What is said to someone in danger. Agents read those in use at /api/v1/emergency/cards/."""

    steps = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField()), help_text="In their order, each by language."
    )

    class Meta:
        model = SafetyCard
        fields = (
            "code", "label", "labels", "category", "team", "steps", "version", "approved_by", "approved_on",
            "is_active", "position",
        )  # fmt: skip
        extra_kwargs = {
            "team": {"help_text": "Who goes by default."},
            "approved_by": {"help_text": "Empty: the engineer has not approved it yet."},
        }
