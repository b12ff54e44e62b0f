"""What is asked before a number or an address is shown in full."""

from django import forms
from django.utils.translation import gettext_lazy


class RevealInput(forms.Form):
    why = forms.CharField(label=gettext_lazy("Why do you need it?"), max_length=300)
