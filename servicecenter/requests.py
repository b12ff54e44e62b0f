"""What every request carries: an id that ties its traces together, an address that can be believed,
and the house's own names for the templates."""

import ipaddress
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from servicecenter.labels import pick
from servicecenter.models import User

request_id: ContextVar[str] = ContextVar("request_id", default="")


class RequestIdMiddleware:
    """Gives each request an id, returned as X-Request-Id and kept on the events it causes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request_id.get()
            return response
        finally:
            request_id.reset(token)


UNREADABLE = "%EF%BF%BD"  # U+FFFD


class QueryWithoutNulMiddleware:
    """A NUL asked of a page is read as the sign for what cannot be read: PostgreSQL refuses to look for a NUL.

    The API's filters refuse it by name instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked and not request.path.startswith("/api/"):
            request.META["QUERY_STRING"] = asked.replace("%00", UNREADABLE)
        return self.get_response(request)


def signed_in(request: HttpRequest) -> User:
    """The member of staff who asks; LoginRequiredMiddleware lets nobody else come this far."""
    assert isinstance(request.user, User)
    return request.user


def wants_fragment(request: HttpRequest) -> bool:
    """htmx asks for the part of the page it will put in place; without it the whole page is drawn."""
    return request.headers.get("HX-Request") == "true"


def client_address(request: HttpRequest) -> str:
    """The caller's address; X-Forwarded-For counts only behind as many proxies as we were told of."""
    remote = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        remote = hops[-settings.TRUSTED_PROXIES] if len(hops) >= settings.TRUSTED_PROXIES else remote
    try:
        return str(ipaddress.ip_address(remote))
    except ValueError:
        return "0.0.0.0"  # noqa: S104 - "unknown", not an address to bind


def house(request: HttpRequest | None = None) -> dict[str, object]:
    """Template context: who we are, in the language in force."""
    return {
        "utility_name": pick(settings.UTILITY_NAMES),
        "utility_phone": settings.UTILITY_PHONE.replace(" ", "\u00a0"),  # a number is not broken over two lines
        "emergency_phone": settings.EMERGENCY_PHONE,
    }
