"""Sign-in as this house offers it: name and password, a code from the phone, and no new password by mail."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.forms import ReauthenticateForm as PasswordOnceMore
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext as _


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""  # allauth puts a link to its reset there


class NewPasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""  # and here


class OnceMoreForm(PasswordOnceMore):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""  # and here


class CodeOfPhone:
    """Says which code it is, and asks a phone for its digits."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = _("Code from your phone")
        field.widget.attrs["inputmode"] = "numeric"


class SecondStepForm(CodeOfPhone, AuthenticateForm):
    """At sign-in."""


class SecondStepOnceMoreForm(CodeOfPhone, ReauthenticateForm):
    """Before something about the account changes."""


class FirstCodeForm(CodeOfPhone, ActivateTOTPForm):
    """When the authenticator is set up."""
