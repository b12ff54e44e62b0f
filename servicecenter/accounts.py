"""Staff accounts: made by an administrator, never by signing up; at rest after too many wrong passwords."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def signing_in_as(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Whose wrong passwords are counted. The form, Django and axes each call the name something else; were it
    not found, wrong passwords would be counted for nobody and the account would never rest."""
    given = credentials or {}
    name = given.get("username") or given.get("login") or request.POST.get("login") or request.POST.get("username")
    return str(name or "").strip().casefold()
