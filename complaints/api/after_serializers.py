"""What the API answers about what follows a reply: promises, and where to go who disagrees."""

from rest_framework import serializers

from complaints.choices import Satisfaction
from complaints.models import Callback, CallbackAttempt, CallbackRule, FollowUp, Recourse, Triage


class FollowUpSerializer(serializers.Serializer):
    """One promise of a reply, as it stands."""

    id = serializers.IntegerField(source="pk")
    kind = serializers.ChoiceField(choices=FollowUp.Kind.choices)
    what = serializers.CharField()
    owner = serializers.CharField(source="owner.username", allow_null=True, default=None)
    round = serializers.IntegerField()
    due_at = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True)
    verified_at = serializers.DateTimeField(allow_null=True)


class RecourseSerializer(serializers.Serializer):
    """A right of review or an outside body, in the reader's language."""

    code = serializers.CharField()
    kind = serializers.ChoiceField(choices=Recourse.Kind.choices)
    label = serializers.CharField()
    how = serializers.CharField(source="words")
    contact = serializers.CharField()


class PartsSerializer(serializers.Serializer):
    """What stands in an answer beside its words."""

    apology = serializers.CharField()
    findings = serializers.CharField()
    follow_ups = serializers.ListField(child=serializers.IntegerField(), source="follow_up_ids")
    recourses = RecourseSerializer(many=True)


class CallbackSerializer(serializers.Serializer):
    """A callback that waits for a person."""

    number = serializers.CharField(source="ticket.number")
    title = serializers.CharField(source="ticket.title")
    version = serializers.IntegerField(source="ticket.version")
    customer = serializers.SerializerMethodField(help_text="Empty when it may not be shown.")
    language = serializers.CharField(source="ticket.language")
    hours = serializers.CharField(help_text="When calls are welcome, on the clock of the place.")
    group = serializers.ChoiceField(choices=["now", "today", "later"])
    next_at = serializers.DateTimeField(source="callback.next_at")
    due_at = serializers.DateTimeField(allow_null=True)
    attempts = serializers.IntegerField()

    def get_customer(self, one) -> str:
        return self.context["who"][one.ticket.pk]


class AttemptSerializer(serializers.Serializer):
    """One call, or one try."""

    at = serializers.DateTimeField()
    by = serializers.CharField(source="by.username", allow_null=True, default=None)
    outcome = serializers.ChoiceField(choices=CallbackAttempt.Outcome.choices)
    counts = serializers.BooleanField(help_text="Within the hours, so that it is one of the three.")


class TriageSerializer(serializers.Serializer):
    """What followed from an answer that was not satisfied. Why is for colleagues."""

    decision = serializers.ChoiceField(choices=Triage.Decision.choices)
    why = serializers.SerializerMethodField()
    decided_at = serializers.DateTimeField()
    decided_by = serializers.CharField(source="decided_by.username", allow_null=True, default=None)
    new_ticket = serializers.CharField(source="new_ticket.number", allow_null=True, default=None)

    def get_why(self, triage) -> str:
        return "" if self.context["to_client"] else triage.why


class AskedSerializer(serializers.Serializer):
    """Whether the customer was asked after one round's reply, how often it was tried, and what they said."""

    round = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Callback.State.choices)
    first = serializers.ChoiceField(choices=CallbackRule.First.choices)
    planned_at = serializers.DateTimeField()
    next_at = serializers.DateTimeField()
    waiver = serializers.CharField(source="waiver.code", allow_null=True, default=None)
    result = serializers.ChoiceField(choices=Satisfaction.choices, allow_blank=True)
    service = serializers.ChoiceField(choices=Satisfaction.choices, allow_blank=True)
    words = serializers.CharField()
    by_customer = serializers.BooleanField()
    settled_at = serializers.DateTimeField(allow_null=True)
    settled_by = serializers.CharField(source="settled_by.username", allow_null=True, default=None)
    attempts = AttemptSerializer(many=True, source="attempts.all")
    triage = serializers.SerializerMethodField()

    def get_triage(self, callback) -> TriageSerializer(allow_null=True):  # type: ignore[valid-type]
        found = getattr(callback, "triage", None)
        return TriageSerializer(found, context=self.context).data if found else None


class RectificationSerializer(serializers.Serializer):
    """What is done so that it does not happen again. Archiving the ticket does not end it."""

    id = serializers.IntegerField(source="pk")
    number = serializers.CharField(source="ticket.number")
    round = serializers.IntegerField()
    team = serializers.CharField(source="team.code", allow_null=True, default=None)
    cause = serializers.CharField(source="cause.code")
    measure = serializers.CharField(allow_blank=True)
    opened_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True)
    done_by = serializers.CharField(source="done_by.username", allow_null=True, default=None)
    evidence = serializers.CharField(allow_blank=True)
    verified_at = serializers.DateTimeField(allow_null=True)
    verified_by = serializers.CharField(source="verified_by.username", allow_null=True, default=None)
