"""What the moves ask for by which the cause behind a complaint is put right."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from complaints.barred import persons
from complaints.fields import MoveInput, long_text, moment
from complaints.models import Rectification
from servicecenter.moments import say_moment


class RectificationChoice(forms.ModelChoiceField):
    def __init__(self, **kwargs):
        super().__init__(Rectification.objects.none(), **kwargs)

    def label_from_instance(self, row: Rectification) -> str:
        until = say_moment(row.due_at, timezone.get_current_timezone(), now=row.opened_at)
        return " · ".join(part for part in (row.cause.label, row.measure, until) if part)


class OfRectifications(MoveInput):
    """Chooses among the ticket's; the only one there is need not be chosen."""

    rectification = RectificationChoice(label=gettext_lazy("Which rectification"))
    done = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.ticket:
            still = self.ticket.rectifications.standing().filter(done_at__isnull=not self.done).select_related("cause")
            rows = self.offered(still, persons.may_verify) if self.done else still
            self.fields["rectification"].queryset = rows  # type: ignore[attr-defined]
            if len(rows) == 1:
                self.initial.setdefault("rectification", rows[0].pk)


class PlanRectificationInput(OfRectifications):
    words = long_text(
        gettext_lazy("What is done against the cause"), rows=2,
        help_text=gettext_lazy("So that it does not happen again: works, a rule, training; and by whom."),
    )  # fmt: skip


class DoRectificationInput(OfRectifications):
    words = long_text(
        pgettext_lazy("rectification", "Evidence"), rows=2,
        help_text=gettext_lazy("What was done, when and by whom; where it can be seen."),
    )  # fmt: skip


class VerifyRectificationInput(OfRectifications):
    done = True
    kept = forms.TypedChoiceField(
        label=gettext_lazy("Does it hold?"),
        choices=[("yes", gettext_lazy("Yes, the cause is gone")), ("no", gettext_lazy("No, it is still there"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    due_at = moment(
        gettext_lazy("New date"), required=False, help_text=gettext_lazy("Needed when it does not hold.")
    )  # fmt: skip
    words = long_text(gettext_lazy("What was seen"), required=False, rows=2)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kept") is False and not cleaned.get("due_at") and "due_at" not in self.errors:
            self.add_error("due_at", _("Name the new date."))
        return cleaned


RECTIFYING: dict[str, type[MoveInput]] = {
    "plan_rectification": PlanRectificationInput,
    "do_rectification": DoRectificationInput,
    "verify_rectification": VerifyRectificationInput,
}
