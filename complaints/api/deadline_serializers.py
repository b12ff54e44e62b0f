"""Why a deadline is when it is, field by field (complaints/promises/deadlines.py)."""

from rest_framework import serializers

from complaints.models import Clock, Target
from complaints.promises.milestones import Milestone


class DeadlineLineSerializer(serializers.Serializer):
    """One stretch or day of the reckoning, in the calendar's zone."""

    day = serializers.DateField()
    begins = serializers.DateTimeField()
    ends = serializers.DateTimeField()
    reason = serializers.CharField()
    counts = serializers.BooleanField()
    words = serializers.CharField()
    make_up = serializers.BooleanField()
    provisional = serializers.BooleanField()


class DeadlinePauseSerializer(serializers.Serializer):
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()
    by = serializers.CharField()
    due_before = serializers.DateTimeField()
    due_after = serializers.DateTimeField()


class DeadlineSerializer(serializers.Serializer):
    """Why a clock is due when it is."""

    milestone = serializers.ChoiceField(choices=Milestone.choices)
    label = serializers.CharField()
    round = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Clock.State.choices)
    sort = serializers.ChoiceField(choices=Target.Sort.choices)
    policy = serializers.CharField()
    version = serializers.IntegerField(allow_null=True)
    source = serializers.CharField()
    because = serializers.ListField(child=serializers.CharField())
    calendar = serializers.CharField()
    zone = serializers.CharField()
    started_at = serializers.DateTimeField()
    original_due_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    amount = serializers.IntegerField()
    unit = serializers.ChoiceField(choices=Target.Unit.choices)
    amount_words = serializers.CharField()
    summary = serializers.CharField()
    lines = DeadlineLineSerializer(many=True)
    pauses = DeadlinePauseSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())
