"""What the moves after the reply ask for: follow-ups, callbacks, what follows from an unsatisfied customer."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.aftercare import what_follows
from complaints.barred import persons
from complaints.fields import FieldGroup, LabelChoice, MoveInput, level, long_text, moment, nothing_chosen
from complaints.inputs.whom import DepartmentChoice
from complaints.models import CallbackAttempt, FollowUp, Reason, Triage
from customers import contact_points
from servicecenter.models import Team
from servicecenter.moments import say_moment

CLOCK = forms.TimeInput(attrs={"type": "time"})


class FollowUpChoice(forms.ModelChoiceField):
    """One of the ticket's follow-ups, shown by what was promised until when."""

    def __init__(self, **kwargs):
        super().__init__(FollowUp.objects.none(), **{"empty_label": nothing_chosen(kwargs), **kwargs})

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
            rows = self.offered(rows, persons.may_verify if self.done else persons.may_do)
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


class RecordCallbackInput(MoveInput):
    """One attempt. What the customer said is asked for only when they were reached."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("How did it go?"), choices=CallbackAttempt.Outcome.choices, widget=forms.RadioSelect
    )
    result = level(gettext_lazy("The result"), required=False, help_text=gettext_lazy("Needed when they were reached."))
    service = level(
        gettext_lazy("The service"), required=False, help_text=gettext_lazy("Needed when they were reached.")
    )
    words = long_text(gettext_lazy("In the customer's words"), required=False, rows=3)
    next_at = moment(
        gettext_lazy("Next attempt"), required=False, help_text=gettext_lazy("Needed when they want a later call.")
    )
    other_number = forms.CharField(
        label=gettext_lazy("Another number than the one given at receipt"), required=False, max_length=40,
        help_text=gettext_lazy("Only when it was rung; it is flagged."),
    )  # fmt: skip
    calls_from = forms.TimeField(label=gettext_lazy("Calls welcome from"), required=False, widget=CLOCK)
    calls_until = forms.TimeField(label=gettext_lazy("Calls welcome until"), required=False, widget=CLOCK)
    reason = LabelChoice(
        Reason.objects.filter(list=Reason.List.NO_CALLBACK, is_active=True),
        label=gettext_lazy("Why no call is made"), required=False,
        help_text=gettext_lazy("Needed when no call is made."),
    )  # fmt: skip

    def groups(self) -> list[FieldGroup]:
        """What every call asks stands open; what only some need is folded, as on the page of callbacks."""
        asked = ["outcome", "result", "service", "words"]
        rest = [name for name in self.fields if name not in asked]
        return [self.group("", asked), self.group(_("Later, another number, or no call"), rest)]

    def clean_other_number(self) -> str:
        written = self.cleaned_data["other_number"]
        return contact_points.read(written)[1] if written.strip() else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        outcome = cleaned.get("outcome")
        asked = {
            CallbackAttempt.Outcome.REACHED: {
                "result": _("Ask how satisfied they are with the result."),
                "service": _("Ask how satisfied they are with the service."),
            },
            CallbackAttempt.Outcome.LATER: {"next_at": _("Say when they want to be rung.")},
            CallbackAttempt.Outcome.WAIVED: {"reason": _("Choose the reason why no call is made.")},
        }
        for field, words in (asked.get(outcome, {}) if outcome else {}).items():
            if not cleaned.get(field) and field not in self.errors:
                self.add_error(field, words)
        if outcome != CallbackAttempt.Outcome.REACHED:
            cleaned |= {"result": "", "service": ""}
        if outcome != CallbackAttempt.Outcome.WAIVED:
            cleaned["reason"] = None
        return cleaned


class TriageInput(MoveInput):
    """Above its fields stands what the customer said."""

    decision = forms.ChoiceField(
        label=gettext_lazy("What follows?"), choices=Triage.Decision.choices, widget=forms.RadioSelect
    )
    why = long_text(gettext_lazy("Why"), rows=2)
    words = long_text(
        gettext_lazy("Words for the customer"), required=False, rows=3,
        help_text=gettext_lazy("Of a new matter: what it is. Not needed for a second handling."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.ticket and self.here and self.ticket.triage_due:
            barred = what_follows.barred(self.ticket, self.here)
            field = self.fields["decision"]
            field.choices = [(one, label) for one, label in Triage.Decision.choices if one not in barred]  # type: ignore[attr-defined]
            if refusal := barred.get(Triage.Decision.SECOND):
                field.help_text = str(refusal)

    @cached_property
    def decided_on(self) -> str:
        if not self.ticket or not self.ticket.triage_due:
            return ""
        said = what_follows.unsatisfied(self.ticket)
        levels = (
            (_("Result: %(level)s"), said.get_result_display()),
            (_("Service: %(level)s"), said.get_service_display()),
        )
        return " · ".join([*(told % {"level": level} for told, level in levels if level), *filter(None, [said.words])])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        needs_words = cleaned.get("decision") not in {None, Triage.Decision.SECOND}
        if needs_words and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Write what the customer is told, or what the new matter is."))
        return cleaned


class SecondHandlingInput(MoveInput):
    """Above its fields stands why it was triaged so."""

    team = LabelChoice(Team.objects.filter(is_active=True), label=gettext_lazy("New owner"))
    handler = DepartmentChoice(label=gettext_lazy("Handler"), required=False)
    why = long_text(gettext_lazy("Why they"), rows=2)

    @cached_property
    def decided_on(self) -> str:
        triaged = self.ticket.triages.order_by("-pk").first() if self.ticket and self.ticket.second_due else None
        return triaged.why if triaged else ""


AFTERWARDS: dict[str, type[MoveInput]] = {
    "do_follow_up": DoFollowUpInput,
    "verify_follow_up": VerifyFollowUpInput,
    "record_callback": RecordCallbackInput,
    "triage": TriageInput,
    "second_handling": SecondHandlingInput,
}
