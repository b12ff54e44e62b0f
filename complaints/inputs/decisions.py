"""What the moves ask for that two people share: one proposes, another decides."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import decisions
from complaints.fields import LabelChoice, MoveInput, long_text, moment
from complaints.models import Proposal, Reason, Ticket
from servicecenter.money import say_money

MOST_MONEY = 9_999_999_999


class _Refusal(MoveInput):
    words = long_text(
        gettext_lazy("Explanation to the customer"), rows=4,
        help_text=gettext_lazy("Courteous and complete: the customer reads it word for word."),
    )  # fmt: skip
    where_to_go = long_text(gettext_lazy("Where they can go instead"), rows=2)
    review_right = long_text(
        gettext_lazy("Right of review"), required=False, rows=2, help_text=gettext_lazy("Empty: the standard words.")
    )


class ProposeDeclineInput(_Refusal):
    """The ground is one of scope; whether the customer is right is not asked here."""

    ground = LabelChoice(Reason.objects.filter(list=Reason.List.DECLINE, is_active=True), label=gettext_lazy("Ground"))
    field_order = ["ground", "words", "where_to_go", "review_right"]


class ProposeRejectInput(_Refusal):
    facts = long_text(gettext_lazy("Facts on file that refute it"))
    field_order = ["facts", "words", "where_to_go", "review_right"]


class ProposeInput(MoveInput):
    measures = long_text(gettext_lazy("Measures"))
    amount = forms.DecimalField(
        label=gettext_lazy("Amount"), required=False, min_value=0, max_value=MOST_MONEY, decimal_places=2
    )
    money = LabelChoice(
        Reason.objects.filter(list=Reason.List.MONEY, is_active=True),
        label=gettext_lazy("Kind of money"), required=False,
    )  # fmt: skip
    done_by = moment(gettext_lazy("Done by"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("amount") and not cleaned.get("money") and "money" not in self.errors:
            self.add_error("money", _("Say what kind of money it is."))
        if cleaned.get("money") and not cleaned.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("Say how much."))
        return cleaned


def what_is_asked(ticket: Ticket) -> str:
    """The open proposal in one line, to stand before who decides."""
    proposal = decisions.asked_on(ticket)
    if proposal is None:
        return ""
    money = f"{say_money(proposal.amount)} {proposal.money.label}" if proposal.amount and proposal.money else ""
    ground = proposal.ground.label if proposal.ground else ""
    label = Proposal.Kind(proposal.kind).label
    return " · ".join(part for part in (str(label), ground, money, proposal.facts, proposal.words) if part)


class _Decision(MoveInput):
    """Above its field stands what is decided on."""

    opinion = long_text(gettext_lazy("Opinion"), required=False, rows=2)

    @cached_property
    def decided_on(self) -> str:
        return what_is_asked(self.ticket) if self.ticket else ""


class ApproveInput(_Decision):
    pass


class SendBackInput(_Decision):
    opinion = long_text(gettext_lazy("Why it is sent back"), rows=2)


DECISIONS: dict[str, type[MoveInput]] = {
    "propose_decline": ProposeDeclineInput,
    "decline": ApproveInput,
    "propose_reject": ProposeRejectInput,
    "reject": ApproveInput,
    "send_back_refusal": SendBackInput,
    "propose": ProposeInput,
    "approve": ApproveInput,
    "send_back": SendBackInput,
}
