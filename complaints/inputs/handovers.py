"""What a hand-over asks for: of whoever ends the shift, and of whoever takes it over."""

from django import forms
from django.utils.translation import gettext_lazy

from complaints.fields import LabelChoice, long_text
from servicecenter.models import Region


class HandoverInput(forms.Form):
    region = LabelChoice(
        Region.objects.all(), label=gettext_lazy("For which region"), required=False,
        empty_label=gettext_lazy("All regions"),
    )  # fmt: skip
    words = long_text(gettext_lazy("What the next shift must know"), rows=3)
    absent = long_text(
        gettext_lazy("Who is absent, and until when"), required=False, rows=2
    )  # fmt: skip
    sites = long_text(gettext_lazy("Sites and works"), required=False, rows=2)


class ReadInput(forms.Form):
    remark = long_text(
        gettext_lazy("Remark"), required=False, rows=2, help_text=gettext_lazy("Only when something is to be added.")
    )
