"""Errors of the API, all in one shape: problem details (RFC 9457) in the reader's language.

Knows no business: an app turns its own refusals into a `Problem`.
"""

from collections.abc import Mapping, Sequence
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
