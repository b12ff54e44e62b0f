"""What a ticket begins with, from any door."""

from contextlib import suppress
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Subquery
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
        # Where every question may stay open, they matter to whoever answers one.
        answers = not may_skip or any(name.startswith(questions.PREFIX) for name in self.data)
        self.asked = questions.asked_by(self.data.get("category") or "") if self.is_bound and answers else []
        self.fields.update(questions.fields(self.asked, may_skip=may_skip))
        if self.is_bound:
            self._look_up_at_once(str(self.data.get("region") or ""), str(self.data.get("category") or ""))

    def _look_up_at_once(self, region_code: str, category_code: str) -> None:
        """Region and category in one statement, where both are named. One that is not there its own field refuses."""
        region, category = self.fields["region"], self.fields["category"]
        if not (
            region_code and category_code and isinstance(region, LabelChoice) and isinstance(category, LabelChoice)
        ):
            return
        named = Subquery(category.queryset.filter(code=category_code).values("pk"))  # type: ignore[union-attr]
        with suppress(ValueError):  # codes no database takes
            region.at_hand = region.queryset.filter(code=region_code).annotate(named=named).first()  # type: ignore[union-attr]
        if region.at_hand and region.at_hand.named:
            # Its other fields are read when somebody asks for them; to take a ticket in, nobody does.
            category.at_hand = Category.from_db(None, ["id", "code"], [region.at_hand.named, category_code])

    @property
    def details(self) -> list[forms.BoundField]:
        """The fields of the category's questions."""
        return [self[questions.PREFIX + one.code] for one in self.asked]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        details = questions.taken_from(cleaned)
        return {**cleaned, "details": details}
