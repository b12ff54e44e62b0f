"""What a plan, a result, an appeal and its answer ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from complaints.fields import LONG
from quality.models import Criterion, InspectionForm, Mark
from servicecenter.models import Region, Team

NOT_APPLICABLE = "na"


class PlanForm(forms.Form):
    form = forms.ModelChoiceField(
        InspectionForm.objects.filter(is_active=True), label=gettext_lazy("Form"), to_field_name="code",
        empty_label=None,
    )  # fmt: skip
    since = forms.DateField(
        label=pgettext_lazy("period", "From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("To and including"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    region = forms.ModelChoiceField(
        Region.objects.all(), label=gettext_lazy("Region"), required=False, to_field_name="code",
        empty_label=gettext_lazy("All regions"),
    )  # fmt: skip
    team = forms.ModelChoiceField(
        Team.objects.filter(is_active=True), label=gettext_lazy("Team"), required=False, to_field_name="code",
        empty_label=gettext_lazy("All teams"),
    )  # fmt: skip
    size = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=500, initial=10)
    seed = forms.CharField(label=gettext_lazy("Drawn by"), max_length=40)


class ResultForm(forms.Form):
    """One question for each criterion of the version, then words for the inspected."""

    words = forms.CharField(
        label=gettext_lazy("Words for the inspected"), max_length=LONG, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, criteria: list[Criterion], data: Any = None):
        super().__init__(data)
        self.criteria = criteria
        for one in criteria:
            name = f"criterion_{one.pk}"
            if one.fatal:
                self.fields[name] = forms.BooleanField(label=one.label, required=False)
                continue
            answers = [*reversed(Mark.Value.choices), (NOT_APPLICABLE, gettext_lazy("n/a"))]
            wrong = {"required": gettext_lazy("Mark it, or choose n/a.")}
            self.fields[name] = forms.ChoiceField(
                label=one.label, choices=answers, widget=forms.RadioSelect, error_messages=wrong
            )

    def marks(self) -> dict[Criterion, int | None]:
        told = self.cleaned_data
        return {
            one: int(bool(told[f"criterion_{one.pk}"])) if one.fatal else _number(told[f"criterion_{one.pk}"])
            for one in self.criteria
        }


def _number(chosen: str) -> int | None:
    return None if chosen == NOT_APPLICABLE else int(chosen)


class WordsForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Why is the result wrong?"), max_length=LONG, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class SettleForm(forms.Form):
    upheld = forms.TypedChoiceField(
        label=gettext_lazy("The appeal"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("is upheld: another score")), ("no", gettext_lazy("is not upheld"))],
    )  # fmt: skip
    score = forms.DecimalField(
        label=gettext_lazy("Score"), min_value=0, max_value=100, decimal_places=1, required=False
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("Reason"), max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip
