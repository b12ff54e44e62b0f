"""What a ticket begins with, from any door."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from complaints import questions
from complaints.choices import Channel, Nature, Priority
from complaints.fields import LabelChoice, long_text
from complaints.models import Category
from servicecenter.models import Region

MOST_REQUESTS = 20


class ReceiveInput(forms.Form):
    """What a ticket begins with, from any door, with the questions of the category it names.

    may_skip: a required one may stay open; it is then still to be asked for.
    """

    nature = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=Nature.choices)
    category = LabelChoice(Category.objects.filter(is_active=True), required=False, label=gettext_lazy("Category"))
    title = forms.CharField(max_length=200, required=False, label=gettext_lazy("In one line"))
    words = long_text(gettext_lazy("In your own words"), rows=4)
    requests = long_text(gettext_lazy("What do you ask of us?"), required=False, rows=2)
    place = forms.CharField(max_length=300, label=gettext_lazy("Where"))
    happened_on = forms.CharField(max_length=120, required=False, label=gettext_lazy("When"))
    channel = forms.ChoiceField(choices=Channel.choices, required=False, label=gettext_lazy("Channel"))
    priority = forms.ChoiceField(choices=Priority.choices, required=False, label=gettext_lazy("Priority"))
    region = LabelChoice(Region.objects.select_related("calendar"), required=False, label=gettext_lazy("Region"))
    name = forms.CharField(max_length=200, required=False, label=gettext_lazy("Name"))
    contact = forms.CharField(max_length=200, required=False, label=gettext_lazy("Phone or email"))
    anonymous = forms.BooleanField(required=False, label=gettext_lazy("Stay anonymous"))
    confidential = forms.BooleanField(required=False, label=gettext_lazy("Do not tell the department who I am"))
    consent = forms.BooleanField(required=False, label=gettext_lazy("Consent"))
    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False, label=gettext_lazy("Language"))
    external_id = forms.CharField(max_length=80, required=False, label=gettext_lazy("Number at the sender"))

    def __init__(self, *args: Any, may_skip: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.asked = questions.asked_by(self.data.get("category") or "") if self.is_bound else []
        self.fields.update(questions.fields(self.asked, may_skip=may_skip))

    @property
    def details(self) -> list[forms.BoundField]:
        """The fields of the category's questions."""
        return [self[questions.PREFIX + one.code] for one in self.asked]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        details = questions.taken_from(cleaned)
        return {**cleaned, "details": details}
