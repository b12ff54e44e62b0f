"""The trail's codes in the reader's language: what happened, to what, by whom, by which way.

Each floor names its own kinds; a code nobody named is shown as it is.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext_lazy

from servicecenter.roles import ROLES

_kinds: dict[str, Any] = {}

WHO = {
    **ROLES,
    "staff": pgettext_lazy("who did it", "A colleague without a role"),
    "customer": pgettext_lazy("who did it", "The customer"),
    "client": pgettext_lazy("who did it", "A program"),
    "system": pgettext_lazy("who did it", "The system"),
}


SUBJECTS = {
    "ticket": pgettext_lazy("what it is about", "Ticket"),
    "contact": pgettext_lazy("what it is about", "Contact"),
    "customer": pgettext_lazy("what it is about", "Customer"),
    "handover": pgettext_lazy("what it is about", "Hand-over"),
    "inspection": pgettext_lazy("what it is about", "Inspection"),
    "site": pgettext_lazy("what it is about", "Settings"),
}

SOURCES = {
    "desk": pgettext_lazy("by which way", "Desk"),
    "web": pgettext_lazy("by which way", "Customers' pages"),
    "email": pgettext_lazy("by which way", "Email"),
    "api": pgettext_lazy("by which way", "REST"),
    "admin": pgettext_lazy("by which way", "Administration"),
    "round": pgettext_lazy("by which way", "By itself, when due"),
    "replay": pgettext_lazy("by which way", "Earlier records"),
    "demo": pgettext_lazy("by which way", "Demo"),
}


def name_kinds(names: Mapping[str, Any]) -> None:
    """Tell what these kinds of event are called. Called once by each floor, when it is ready."""
    _kinds.update(names)


def kind(code: str) -> str:
    return str(_kinds.get(code, code))


def who(code: str) -> str:
    return str(WHO.get(code, code))


def subject(code: str) -> str:
    return str(SUBJECTS.get(code, code))


def source(code: str) -> str:
    return str(SOURCES.get(code, code))
