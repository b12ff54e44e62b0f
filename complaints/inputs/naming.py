"""What is asked about whom or what a complaint concerns."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.choices import About
from complaints.fields import MoveInput, PersonChoice
from complaints.inputs.steering import teams


class NameStaffInput(MoveInput):
    about = forms.ChoiceField(label=gettext_lazy("What it is about"), choices=About.choices, widget=forms.RadioSelect)
    person = PersonChoice(label=gettext_lazy("Colleague"), required=False)
    words = forms.CharField(
        label=gettext_lazy("Name or badge"), required=False, max_length=200,
        help_text=gettext_lazy("As the customer said it, or “unknown”."),
    )  # fmt: skip
    team = teams(gettext_lazy("Department complained about"), required=False)
    contact_agreed = forms.BooleanField(
        label=gettext_lazy("The customer agrees that this department may contact them"), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("about") == About.PEOPLE and not (cleaned.get("person") or cleaned.get("words")):
            self.add_error("words", _("Give the name or badge, or write “unknown”."))
        return cleaned


NAMING: dict[str, type[MoveInput]] = {"name_staff": NameStaffInput}
