"""What a customer is asked who rates an answer: solved or not, result and service in five levels, their words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from complaints.fields import LONG, level


class RatingInput(forms.Form):
    solved = forms.TypedChoiceField(
        label=gettext_lazy("Is it solved?"),
        choices=[("yes", gettext_lazy("It is solved")), ("no", gettext_lazy("It is not solved"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether it is solved.")},
    )
    result = level(
        gettext_lazy("How satisfied are you with the result?"),
        error_messages={"required": gettext_lazy("Choose how satisfied you are with the result.")},
    )
    service = level(
        gettext_lazy("And with how we dealt with you?"),
        error_messages={"required": gettext_lazy("Choose how satisfied you are with how we dealt with you.")},
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"), max_length=LONG, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class SurveyInput(RatingInput):
    """The survey: the result by one tap. Whether it is solved is asked only where a callback would ask it."""

    field_order = ["result", "solved", "service", "words"]

    def __init__(self, *args: Any, asks_solved: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["service"].required = asks_solved
        if not asks_solved:
            del self.fields["solved"]
