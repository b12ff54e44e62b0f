"""What is asked where a ticket is looked for."""

from django import forms
from django.utils.translation import gettext_lazy


class FindInput(forms.Form):
    q = forms.CharField(label=gettext_lazy("Find"), max_length=200)
