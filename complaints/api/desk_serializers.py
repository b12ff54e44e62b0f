"""What the API answers about the desk's own lists: decisions that wait, restrictions, calls half written."""

from datetime import datetime

from rest_framework import serializers

from complaints.calling import drafts
from complaints.desk.approvals import SORTS, Asked
from complaints.lifecycle import MOVES


class WaitingDecisionSerializer(serializers.Serializer):
    """One decision the caller may take; `grant` and `back` name the moves of the ticket that take it."""

    number = serializers.CharField(source="ticket.number")
    title = serializers.CharField(source="ticket.title")
    version = serializers.IntegerField(source="ticket.version")
    sort = serializers.ChoiceField(choices=list(SORTS))
    grant = serializers.ChoiceField(choices=sorted({grant for _which, grant, _back in SORTS.values()}))
    back = serializers.ChoiceField(choices=sorted({back for _which, _grant, back in SORTS.values()} & set(MOVES)),
                                   allow_blank=True)  # fmt: skip
    able = serializers.BooleanField(help_text="False when the amount is above the caller's limit.")
    asked_by = serializers.CharField(source="by.username", allow_null=True, default=None)
    asked_at = serializers.SerializerMethodField()
    amount = serializers.DecimalField(
        source="proposal.amount", max_digits=12, decimal_places=2, allow_null=True, default=None
    )
    until = serializers.DateTimeField(source="extension.due_at", allow_null=True, default=None)
    due_at = serializers.DateTimeField(source="ticket.next_due_at", allow_null=True)

    def get_asked_at(self, asked: Asked) -> datetime | None:
        return asked.extension.asked_at if asked.extension else asked.proposal.proposed_at if asked.proposal else None


class AlertSerializer(serializers.Serializer):
    """A sensitive matter nobody has acknowledged yet; the move `see_sensitive` does."""

    number = serializers.CharField()
    title = serializers.CharField()
    version = serializers.IntegerField()
    received_at = serializers.DateTimeField()


class EvidenceSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    channel = serializers.CharField()
    started_at = serializers.DateTimeField()


class RestrictionSerializer(serializers.Serializer):
    """In force or not; `evidence`: what it stands on or, without one, what it could stand on."""

    restricted = serializers.SerializerMethodField()
    until = serializers.DateTimeField(source="row.until", allow_null=True, default=None)
    why = serializers.CharField(source="row.why", default="")
    letter = serializers.CharField(source="row.letter", default="")
    imposed_by = serializers.CharField(source="row.imposed_by.username", allow_null=True, default=None)
    imposed_at = serializers.DateTimeField(source="row.imposed_at", allow_null=True, default=None)
    evidence = EvidenceSerializer(many=True)

    def get_restricted(self, told) -> bool:
        return told["row"] is not None


class DraftSerializer(serializers.Serializer):
    key = serializers.UUIDField()
    contact = serializers.IntegerField(source="contact_id", help_text="The contact it will be recorded as.")
    started_at = serializers.DateTimeField(source="contact.started_at")
    kept_at = serializers.DateTimeField()
    discarded_at = serializers.DateTimeField(allow_null=True)
    typed = serializers.SerializerMethodField()

    def get_typed(self, draft) -> dict[str, str]:
        return drafts.typed(draft)


class CallSavedSerializer(serializers.Serializer):
    """What it was asked to do decides which of these are there."""

    number = serializers.CharField(required=False)
    access_code = serializers.CharField(required=False, help_text="Told once; to be read out.")
    version = serializers.IntegerField(required=False)
    contact = serializers.IntegerField(required=False)
