"""What waits for a second person, as the API tells it."""

from rest_framework import serializers

from complaints.models import Proposal


class ProposalSerializer(serializers.Serializer):
    """What one person has proposed and a second one decides with the moves allowed to them."""

    kind = serializers.ChoiceField(choices=Proposal.Kind.choices)
    proposed_at = serializers.DateTimeField()
    proposed_by = serializers.CharField(source="proposed_by.username", allow_null=True, default=None)
    ground = serializers.CharField(source="ground.code", allow_null=True, default=None)
    words = serializers.CharField()
    facts = serializers.CharField()
    where_to_go = serializers.CharField()
    review_right = serializers.CharField()
    half = serializers.ChoiceField(
        choices=Proposal.Right.choices, allow_blank=True, help_text="Of two approvals the one that is given."
    )
    amount = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    money = serializers.CharField(source="money.code", allow_null=True, default=None)
    done_by = serializers.DateTimeField(allow_null=True)
