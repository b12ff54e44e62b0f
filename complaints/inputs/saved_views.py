"""What is asked where a list of the desk is kept under a name."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy

LONGEST_NAME = 40  # characters


class SavedViewInput(forms.Form):
    """The name stands in an address of the API, so it has no slash."""

    name = forms.CharField(
        label=gettext_lazy("Name of the view"), max_length=LONGEST_NAME,
        validators=[RegexValidator(r"^[^/]+$", gettext_lazy("Choose a name without “/”."))],
    )  # fmt: skip
