"""Errors of the API, all in one shape: problem details (RFC 9457) in the reader's language.

Knows no business: an app turns its own refusals into a `Problem`.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import exceptions

CONTENT_TYPE = "application/problem+json"


class Problem(exceptions.APIException):
    """An error with a status, a code a program can tell it by, a sentence for people and more facts."""

    def __init__(self, status: int, code: str, detail: str, **extra: Any):
        self.status_code = status
        super().__init__(detail, code)
        self.extra = extra


class WrongInput(Problem):
    """400: what is wrong with which field, in the reader's language."""

    def __init__(self, errors: Mapping[str, Sequence[str]], code: str = "invalid"):
        super().__init__(400, code, _("Something is missing or wrong."), errors=dict(errors))


def refuse_unknown(name: str, value: str, known: Collection[str]) -> None:
    """Raises WrongInput for a parameter's value that is none of these."""
    if value not in known:
        told = ", ".join(filter(None, known))
        raise WrongInput({name: [_("There is no such part. Known are: %(known)s.") % {"known": told}]})
