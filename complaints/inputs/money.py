"""What is asked for about money: which account a ticket is about, an adjustment of billing, and letting one rest."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.fields import MoveInput, long_text, moment
from complaints.inputs.afterwards import FollowUpChoice
from complaints.inputs.decisions import MOST_MONEY
from complaints.models import Adjustment, FollowUp
from customers.models import Account, Bill


class NameAccountInput(MoveInput):
    account = forms.CharField(
        label=gettext_lazy("Account number"), max_length=30, required=False,
        help_text=gettext_lazy("As on the bill. Empty: it is about none."),
    )  # fmt: skip
    bill = forms.CharField(label=gettext_lazy("Bill number"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.ticket:
            self.initial.setdefault("account", self.ticket.account.number if self.ticket.account else "")
            self.initial.setdefault("bill", self.ticket.bill.number if self.ticket.bill else "")


class AdjustmentChoice(forms.ModelChoiceField):
    def label_from_instance(self, row: Adjustment) -> str:
        return f"{row.get_kind_display()} · {row.amount_words} · {row.get_state_display()}"


class AdjustmentInput(MoveInput):
    """Account and bill by their numbers; those the ticket names stand there already."""

    kind = forms.ChoiceField(label=gettext_lazy("What is asked of billing"), choices=Adjustment.Kind.choices)
    account = forms.CharField(label=gettext_lazy("Account number"), max_length=30)
    bill = forms.CharField(label=gettext_lazy("Bill number"), max_length=60, required=False)
    amount = forms.DecimalField(
        label=gettext_lazy("Amount"), min_value=0, max_value=MOST_MONEY, decimal_places=3, max_digits=13
    )
    reason = long_text(gettext_lazy("Reason"), rows=2, help_text=gettext_lazy("Billing reads it."))
    follow_up = FollowUpChoice(
        label=gettext_lazy("Promised in the reply"), required=False,
        help_text=gettext_lazy("When it is settled, this promise is noted as done."),
    )  # fmt: skip
    due_at = moment(
        gettext_lazy("The money is there by"), required=False,
        help_text=gettext_lazy("Empty: as promised or approved, otherwise ten working days."),
    )  # fmt: skip
    instead_of = AdjustmentChoice(
        Adjustment.objects.none(), label=gettext_lazy("Instead of the one turned down"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.ticket is None:
            return
        promised = self.ticket.follow_ups.filter(kind=FollowUp.Kind.REFUND, done_at=None)
        turned_down = self.ticket.adjustments.filter(state__in=["rejected", "reversed"], dealt_with_at=None)
        self.fields["follow_up"].queryset = promised  # type: ignore[attr-defined]
        self.fields["instead_of"].queryset = turned_down  # type: ignore[attr-defined]
        for name, rows in (("follow_up", promised), ("instead_of", turned_down)):
            if len(rows) == 1:
                self.initial.setdefault(name, rows[0].pk)
            if not rows:
                del self.fields[name]
        self.initial.setdefault("account", self.ticket.account.number if self.ticket.account else "")
        self.initial.setdefault("bill", self.ticket.bill.number if self.ticket.bill else "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("amount") == 0:
            self.add_error("amount", _("Say how much."))
        account = Account.objects.filter(number=cleaned.get("account", "")).first()
        if account is None and "account" not in self.errors:
            self.add_error("account", _("There is no account with this number."))
        if bill := cleaned.get("bill"):
            cleaned["bill"] = Bill.objects.filter(account=account, number=bill).first() if account else None
            if cleaned["bill"] is None:
                self.add_error("bill", _("This account has no bill with this number."))
        return {**cleaned, "account": account, "bill": cleaned.get("bill") or None}


class RestInput(MoveInput):
    words = long_text(gettext_lazy("Why it is not asked for again"), rows=2)
