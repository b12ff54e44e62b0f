"""What the moves ask for that concern other people and outside bodies."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from complaints.fields import LabelChoice, MoveInput, long_text, moment, nothing_chosen
from complaints.models import ExternalReview, Party, Reason, Target, Ticket
from servicecenter.moments import say_in_full


def reasons(which: str, label, **kwargs) -> LabelChoice:
    return LabelChoice(Reason.objects.filter(list=which, is_active=True), label=label, **kwargs)


OTHERS = [one for one in Party.Role.choices if one[0] != Party.Role.COMPLAINANT]


class AddPartyInput(MoveInput):
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=OTHERS)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    contact = forms.CharField(label=gettext_lazy("Phone or email"), max_length=200, required=False)
    authority = reasons(
        Reason.List.AUTHORITY, gettext_lazy("Authority shown"), required=False,
        help_text=gettext_lazy("Without it a representative hears nothing."),
    )  # fmt: skip
    expires_on = forms.DateField(
        label=gettext_lazy("Authority valid until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    verified = reasons(
        Reason.List.VERIFICATION, gettext_lazy("How verified"), required=False,
        help_text=gettext_lazy("Needed when an authority is shown."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("authority") and not cleaned.get("verified"):
            self.add_error("verified", _("Say how you know that they are who they say."))
        if cleaned.get("authority") and cleaned.get("role") != Party.Role.REPRESENTATIVE:
            self.add_error("authority", _("Authority is shown by a representative."))
        return cleaned


class PartyChoice(forms.ModelChoiceField):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"empty_label": nothing_chosen(kwargs), **kwargs})

    def label_from_instance(self, row: Party) -> str:
        return f"{row.get_role_display()} · {row.customer.name}"


class EndPartyInput(MoveInput):
    party = PartyChoice(Party.objects.none(), label=pgettext_lazy("party", "Who"))
    why = long_text(gettext_lazy("Why"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.ticket:
            rows = self.ticket.parties.standing().others().select_related("customer")
            self.fields["party"].queryset = rows  # type: ignore[attr-defined]


class OpenReviewInput(MoveInput):
    body = reasons(Reason.List.OUTSIDE, gettext_lazy("Which body"))
    number = forms.CharField(label=gettext_lazy("Their number"), max_length=80, required=False)
    words = long_text(gettext_lazy("What they ask"), rows=2)
    due_at = moment(gettext_lazy("Their time limit"))
    sort = forms.ChoiceField(
        label=gettext_lazy("Set by"), choices=[one for one in Target.Sort.choices if one[0] != Target.Sort.PROMISE]
    )


def _open_review(ticket: Ticket | None) -> ExternalReview | None:
    return ticket.external_reviews.select_related("body").filter(closed_at=None).first() if ticket else None


def _what_it_is(review: ExternalReview, until: datetime | None, words: str) -> str:
    """The outside review in one line: whose, by when, and what is asked or to be done."""
    whose = " ".join(filter(None, (review.body.label, review.number)))
    by = _("by %(moment)s") % {"moment": say_in_full(until, timezone.get_current_timezone())} if until else ""
    return " · ".join(filter(None, (whose, by, words)))


class DecideReviewInput(MoveInput):
    """Above its fields stands what the outside body asks."""

    words = long_text(gettext_lazy("Their decision"), rows=2)
    remedy = long_text(
        gettext_lazy("What we must do"), required=False, rows=2, help_text=gettext_lazy("Empty: nothing; it is over.")
    )
    comply_by = moment(
        gettext_lazy("By when"), required=False, help_text=gettext_lazy("Needed when there is something to do.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("remedy")) != bool(cleaned.get("comply_by")) and "comply_by" not in self.errors:
            self.add_error("comply_by", _("What we must do and by when belong together."))
        return cleaned

    @cached_property
    def decided_on(self) -> str:
        review = _open_review(self.ticket)
        return _what_it_is(review, review.due_at, review.asked) if review else ""


class ComplyReviewInput(MoveInput):
    """Above its field stands what is to be done."""

    words = long_text(gettext_lazy("Proof that it was done"), rows=2)

    @cached_property
    def decided_on(self) -> str:
        review = _open_review(self.ticket)
        return _what_it_is(review, review.comply_by, review.remedy) if review else ""


PEOPLE: dict[str, type[MoveInput]] = {
    "add_party": AddPartyInput,
    "end_party": EndPartyInput,
    "open_review": OpenReviewInput,
    "reopen_for_review": OpenReviewInput,
    "decide_review": DecideReviewInput,
    "comply_review": ComplyReviewInput,
}
