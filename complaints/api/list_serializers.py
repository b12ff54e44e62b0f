"""The house's own lists, as administrators set them: names in both languages, whether in use or not."""

from rest_framework import serializers

from complaints.api.rule_serializers import NamedRuleSerializer, RuleSerializer
from complaints.models import Category, Cue, Policy, Question, Reason
from customers.models import CareKind, Tag
from servicecenter.models import Duty, Region, Team


class SetCategorySerializer(NamedRuleSerializer):
    class Meta:
        model = Category
        fields = ("code", "label", "labels", "nature", "utility", "is_public", "is_active", "position")
        extra_kwargs = {"is_public": {"help_text": "The public form offers it; the others are for staff."}}


class SetQuestionSerializer(NamedRuleSerializer):
    """One question of a category's own form."""

    choices = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField()),
        help_text="In their order, each with its code and its name by language; none for any other kind of question.",
    )

    class Meta:
        model = Question
        fields = (
            "category", "code", "label", "labels", "kind", "choices", "required", "safety", "is_active", "position",
        )  # fmt: skip
        extra_kwargs = {"safety": {"help_text": "About danger: asked first and shown first."}}


class CueSerializer(RuleSerializer):
    """Words by which a category, a nature or a priority – one of them – is recognised in what a customer says."""

    class Meta:
        model = Cue
        fields = ("id", "language", "phrase", "category", "nature", "priority")


class SetReasonSerializer(NamedRuleSerializer):
    class Meta:
        model = Reason
        fields = ("list", "code", "label", "labels", "is_active", "position")


class SetRegionSerializer(NamedRuleSerializer):
    class Meta:
        model = Region
        fields = ("code", "label", "labels", "area_class", "calendar")
        extra_kwargs = {"calendar": {"help_text": "Whose hours and holidays its working days have."}}


class SetTeamSerializer(NamedRuleSerializer):
    """A department, or a team inside one."""

    class Meta:
        model = Team
        fields = ("code", "label", "labels", "department", "region", "is_active")


class SetDutySerializer(RuleSerializer):
    """On duty: whom an alarm reaches at this hour. Without a region: in all of them."""

    class Meta:
        model = Duty
        fields = ("id", "user", "role", "region", "since", "until")


class CustomerTagSerializer(NamedRuleSerializer):
    class Meta:
        model = Tag
        fields = ("code", "label", "labels", "is_active")


class CareKindSerializer(NamedRuleSerializer):
    """A reason for particular care."""

    class Meta:
        model = CareKind
        fields = ("code", "label", "labels", "is_active", "position")


class SetPolicySerializer(NamedRuleSerializer):
    """A named set of promises. Switched off it promises nothing; its versions are at /api/v1/policies/versions/."""

    class Meta:
        model = Policy
        fields = ("code", "label", "labels", "source", "is_active")
        extra_kwargs = {"source": {"help_text": "Where its figures come from."}}
