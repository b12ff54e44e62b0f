"""An adjustment as billing and tickets' readers get it, and what billing answers with."""

from typing import Any

from rest_framework import serializers

from complaints.api.billing.strict import StrictSerializer, Text
from complaints.models import Adjustment


class AdjustmentRecord(serializers.Serializer):
    """What is asked of billing. Amounts in whole minor units."""

    id = serializers.IntegerField(source="pk")
    ticket = serializers.CharField(source="ticket.number")
    account = serializers.CharField(source="account.number", help_text="Its number, as on the bill.")
    account_id = serializers.CharField(
        source="account.billing_id", allow_null=True, help_text="Its id in the billing system."
    )
    bill = serializers.CharField(source="bill.number", default=None, allow_null=True)
    bill_id = serializers.CharField(source="bill.billing_id", default=None, allow_null=True)
    kind = serializers.CharField(help_text=f"One of: {', '.join(Adjustment.Kind.values)}.")
    amount = serializers.IntegerField()
    currency = serializers.CharField()
    reason = serializers.CharField()
    state = serializers.CharField(help_text=f"One of: {', '.join(Adjustment.State.values)}.")
    state_label = serializers.CharField(source="get_state_display")
    requested_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()
    reference = serializers.CharField(help_text="Billing's number of it.")
    answer = serializers.CharField(help_text="Why billing did not pay, or took it back.")
    dealt_with_at = serializers.DateTimeField(
        allow_null=True, help_text="Turned down: since when it is known what comes of that."
    )


class AnswerInput(StrictSerializer):
    reference = Text(max_length=80, allow_blank=True, default="", help_text="Billing's number of it.")


class SettleInput(StrictSerializer):
    reference = Text(max_length=80, help_text="The payment's or the booking's number.")


class ReasonInput(StrictSerializer):
    reference = Text(max_length=80, allow_blank=True, default="")
    reason = Text(max_length=2000)


class BillLineSerializer(serializers.Serializer):
    """One bill with what became of it. Amounts in whole minor units."""

    number = serializers.CharField(source="bill.number")
    account = serializers.CharField(source="bill.account.number")
    state = serializers.CharField(source="bill.state")
    period_from = serializers.DateField(source="bill.period_from")
    period_to = serializers.DateField(source="bill.period_to")
    issued_on = serializers.DateField(source="bill.issued_on")
    due_on = serializers.DateField(source="bill.due_on")
    currency = serializers.CharField(source="bill.currency")
    amount = serializers.IntegerField(source="bill.amount")
    paid = serializers.IntegerField()
    outstanding = serializers.IntegerField()
    in_arrears = serializers.BooleanField(help_text="Something is outstanding and its due day is past.")
    meter = serializers.CharField(source="bill.meter")
    reading_from = serializers.DecimalField(14, 3, source="bill.reading_from", allow_null=True)
    reading_to = serializers.DecimalField(14, 3, source="bill.reading_to", allow_null=True)
    unit = serializers.CharField(source="bill.unit")


class BillPageSerializer(serializers.Serializer):
    results = BillLineSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="The address of the older ones.")


class PaymentLineSerializer(serializers.Serializer):
    bill = serializers.CharField(source="bill.number", allow_null=True, default=None, help_text="Null: on account.")
    account = serializers.CharField(source="account.number")
    state = serializers.CharField()
    paid_on = serializers.DateField()
    currency = serializers.CharField()
    amount = serializers.IntegerField(help_text="In whole minor units.")
    method = serializers.CharField()


class PaymentPageSerializer(serializers.Serializer):
    results = PaymentLineSerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="The address of the older ones.")


class WithMoney(serializers.Serializer):
    """What a ticket says of money: which account and bill it is about; null for who may not know account facts."""

    account = serializers.SerializerMethodField()
    bill = serializers.SerializerMethodField()
    adjustments = serializers.SerializerMethodField()

    def get_account(self, ticket: Any) -> serializers.CharField(allow_null=True):  # type: ignore[valid-type]
        return ticket.account.number if self.context["account"] and ticket.account else None

    def get_bill(self, ticket: Any) -> serializers.CharField(allow_null=True):  # type: ignore[valid-type]
        return ticket.bill.number if self.context["account"] and ticket.bill else None

    def get_adjustments(self, ticket: Any) -> AdjustmentRecord(many=True):  # type: ignore[valid-type]
        shown = ticket.adjustments.all() if self.context["account"] else []
        return AdjustmentRecord(shown, many=True).data
