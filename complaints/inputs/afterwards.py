"""What the moves after the reply ask for: follow-ups done and verified."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.fields import MoveInput, long_text, moment
from complaints.models import FollowUp
from servicecenter.moments import say_moment


class FollowUpChoice(forms.ModelChoiceField):
    """One of the ticket's follow-ups, shown by what was promised until when."""

    def __init__(self, **kwargs):
        super().__init__(FollowUp.objects.none(), **kwargs)

    def label_from_instance(self, row: FollowUp) -> str:
        until = say_moment(row.due_at, timezone.get_current_timezone(), now=row.promised_at)
        return f"{row.get_kind_display()} · {row.what} · {until}"


class OfFollowUps(MoveInput):
    """Chooses among the ticket's follow-ups; the only one there is need not be chosen."""

    follow_up = FollowUpChoice(label=gettext_lazy("Which follow-up"))
    done = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.ticket:
            rows = self.ticket.follow_ups.filter(done_at__isnull=not self.done, verified_at=None)
            self.fields["follow_up"].queryset = rows  # type: ignore[attr-defined]
            if len(rows) == 1:
                self.initial.setdefault("follow_up", rows[0].pk)


class DoFollowUpInput(OfFollowUps):
    words = long_text(
        gettext_lazy("Proof"), rows=2,
        help_text=gettext_lazy("What was done, when and by whom; the number of the payment or of the work order."),
    )  # fmt: skip


class VerifyFollowUpInput(OfFollowUps):
    done = True
    kept = forms.TypedChoiceField(
        label=gettext_lazy("Was the promise kept?"),
        choices=[("yes", gettext_lazy("Yes, it was kept")), ("no", gettext_lazy("No, it is still open"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    due_at = moment(
        gettext_lazy("New date"), required=False, help_text=gettext_lazy("Needed when it is still open.")
    )  # fmt: skip
    words = long_text(gettext_lazy("How do we know?"), rows=2)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kept") is False and not cleaned.get("due_at") and "due_at" not in self.errors:
            self.add_error("due_at", _("Name the new date."))
        return cleaned


AFTERWARDS: dict[str, type[MoveInput]] = {
    "do_follow_up": DoFollowUpInput,
    "verify_follow_up": VerifyFollowUpInput,
}
