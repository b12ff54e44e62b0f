"""What is asked when there is danger: as little as can be; only a crew is needed."""

from django import forms
from django.utils.translation import gettext_lazy

from complaints.choices import Nature, Priority
from complaints.fields import LabelChoice, MoveInput, long_text
from complaints.inputs.steering import teams
from complaints.models import Category

READ_BACK = [
    ("place", gettext_lazy("Where")),
    ("callback", gettext_lazy("Number to ring back")),
    ("hazard", gettext_lazy("Danger")),
]


class DispatchEmergencyInput(MoveInput):
    team = teams(gettext_lazy("Who goes"))
    place = forms.CharField(label=gettext_lazy("Where"), required=False, max_length=300)
    hazard = long_text(gettext_lazy("Danger"), required=False, rows=2)
    crew_told = forms.BooleanField(label=gettext_lazy("The crew is told and has said it back"), required=False)


class ConfirmEmergencyInput(MoveInput):
    nature = forms.ChoiceField(label=gettext_lazy("Nature"), choices=Nature.choices)
    category = LabelChoice(Category.objects.filter(is_active=True), label=gettext_lazy("Category"))
    priority = forms.ChoiceField(label=gettext_lazy("Priority"), choices=Priority.choices)
    opinion = long_text(gettext_lazy("Opinion"), required=False, rows=2)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.ticket:
            category = self.ticket.category.code if self.ticket.category else None
            known = {"nature": self.ticket.nature, "category": category, "priority": self.ticket.priority}
            self.initial = {**known, **self.initial}


class CallInput(forms.Form):
    """The emergency page: everything may be empty."""

    place = forms.CharField(required=False, max_length=300)
    callback = forms.CharField(required=False, max_length=80)
    hazard = long_text(gettext_lazy("Danger"), required=False)
    team = teams(gettext_lazy("Who goes"), required=False)
    read_back = forms.MultipleChoiceField(required=False, choices=READ_BACK)

    def __init__(self, *args, steps: int, **kwargs):
        super().__init__(*args, **kwargs)
        numbers = [(str(number), str(number)) for number in range(1, steps + 1)]
        self.fields["said"] = forms.MultipleChoiceField(required=False, choices=numbers)


EMERGENCY: dict[str, type[MoveInput]] = {
    "dispatch_emergency": DispatchEmergencyInput,
    "confirm_emergency": ConfirmEmergencyInput,
}
