"""What is asked for to restrict an abusive customer to writing, and to end it."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from complaints.fields import long_text
from complaints.models import Contact
from servicecenter.moments import say_in_full


class EvidenceChoice(forms.ModelMultipleChoiceField):
    """Contacts told by when they were and who took them."""

    def label_from_instance(self, row: Contact) -> str:
        at = say_in_full(row.started_at, timezone.get_current_timezone())
        return f"{at} · {row.get_channel_display()} · {row.agent or ''}"


class RestrictionInput(forms.Form):
    evidence = EvidenceChoice(
        Contact.objects.none(), required=False, label=gettext_lazy("Evidence: contacts ended as abusive")
    )
    until = forms.DateField(label=pgettext_lazy("last day", "Until"), widget=forms.DateInput(attrs={"type": "date"}))
    why = long_text(gettext_lazy("Why"), rows=2)
    letter = long_text(gettext_lazy("Letter to the customer: what happened, how to reach us, until when"), rows=5)

    def __init__(self, data: Any = None, *, contacts: list[Contact] | None = None):
        super().__init__(data)
        known = Contact.objects.filter(pk__in=[one.pk for one in contacts or []])
        self.fields["evidence"].queryset = known  # type: ignore[attr-defined]


class LiftInput(forms.Form):
    why = long_text(gettext_lazy("Why"), rows=2)


def last_moment(day: date) -> datetime:
    """The end of this day by the clock of the house."""
    return datetime.combine(day, time(23, 59), tzinfo=timezone.get_current_timezone())
