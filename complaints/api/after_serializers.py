"""What the API answers about what follows a reply: promises, and where to go who disagrees."""

from rest_framework import serializers

from complaints.models import FollowUp, Recourse


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
