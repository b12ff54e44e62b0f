"""What the follow pages ask: number and code, a message, why it is not solved."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import numbers
from complaints.fields import LONG
from customers import contact_points
from customers.models import ContactPoint


class NumberForm(forms.Form):
    """The number. One that cannot be one is told apart from a wrong one; whether one exists is not."""

    number = forms.CharField(
        label=gettext_lazy("Number"), max_length=40, required=False,
        help_text=gettext_lazy("Eleven digits, such as 2611-479065-8."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"]
        if not typed.strip():
            raise ValidationError(_("Give the number of your request."))
        number = numbers.read_number(typed)
        if number:
            return number
        if numbers.looks_like_number(typed):
            raise ValidationError(
                _("This number has a typing mistake: its last digit checks the others, and it does not fit.")
            )
        raise ValidationError(_("A number has eleven digits, such as 2611-479065-8."))


class OpenForm(NumberForm):
    """Number and code."""

    code = forms.CharField(
        label=gettext_lazy("Access code"), max_length=40, required=False,
        help_text=gettext_lazy("Twelve letters and digits. Capitals and dashes do not matter."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )  # fmt: skip

    def clean_code(self) -> str:
        if not self.cleaned_data["code"].strip():
            raise ValidationError(_("Give the access code that came with the number."))
        return self.cleaned_data["code"]


class LostForm(NumberForm):
    """Number and the email address the request was made with."""

    address = forms.CharField(
        label=gettext_lazy("Your email address"), max_length=254, required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )  # fmt: skip

    def clean_address(self) -> str:
        kind, address = contact_points.read(self.cleaned_data["address"])
        if kind != ContactPoint.Kind.EMAIL:
            raise ValidationError(_("Give the email address. For a request made by phone, please call us."))
        return address


class MessageForm(forms.Form):
    """Words, files or both."""

    words = forms.CharField(
        label=gettext_lazy("Add something"), max_length=LONG, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    token = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)


class ReopenForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("What is not solved?"), max_length=LONG, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def after_all(self) -> None:
        """Asked of who withdrew it."""
        self.fields["words"].label = _("Why do you need it after all?")

    def clean_words(self) -> str:
        if not self.cleaned_data["words"].strip():
            raise ValidationError(_("Tell us why, so that we can take it up again."))
        return self.cleaned_data["words"]


class WithdrawForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Why do you no longer need it?"), max_length=LONG, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def clean_words(self) -> str:
        if not self.cleaned_data["words"].strip():
            raise ValidationError(_("Tell us in a few words, so that nobody closes it by mistake."))
        return self.cleaned_data["words"]


class ChaseForm(forms.Form):
    """Asking is enough; words may be added."""

    words = forms.CharField(
        label=gettext_lazy("Would you like to add something?"), max_length=LONG, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def clean_words(self) -> str:
        return self.cleaned_data["words"].strip() or _("How far is it?")
