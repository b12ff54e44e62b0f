"""Who calls and what they may: keys, scopes, deny by default. The views themselves stand on api_views.py."""

import ipaddress

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from servicecenter import actors, api_keys
from servicecenter.models import ApiClient, User
from servicecenter.requests import client_address


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer sc_…` (or `X-Api-Key`). request.auth is the ApiClient, request.user stays None."""

    def authenticate(self, request: Request):
        header = request.headers.get("Authorization", "")
        key = header[7:].strip() if header[:7].lower() == "bearer " else request.headers.get("X-Api-Key", "")
        if not key:
            return None
        client = api_keys.find_client(key, timezone.now())
        if client is None or not _from_home(client, request):
            raise exceptions.AuthenticationFailed(_("This key is not valid."))
        return None, client

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def _from_home(client: ApiClient, request: Request) -> bool:
    address = ipaddress.ip_address(client_address(request))
    return not client.networks or any(address in ipaddress.ip_network(one, strict=False) for one in client.networks)


class Deny(BasePermission):
    """The default: a view that names no permission lets nobody in."""

    def has_permission(self, request, view) -> bool:
        return False


class HasScope(BasePermission):
    """A client needs the scope the view names for this method; signed-in staff need none."""

    def has_permission(self, request, view) -> bool:
        if isinstance(request.auth, ApiClient):
            method = "GET" if request.method in {"HEAD", "OPTIONS"} else request.method
            if not hasattr(view, method.lower()):
                return True  # there is nothing to be allowed: the answer is 405
            return bool(set(view.scopes.get(method, ())) & set(request.auth.scopes))
        return isinstance(request.user, User) and request.user.is_active


class ProgramsOnly(HasScope):
    """A door between programs: staff have their pages."""

    def has_permission(self, request, view) -> bool:
        return isinstance(request.auth, ApiClient) and super().has_permission(request, view)


def actor_of(request: Request, at) -> actors.Actor:
    """Who asks. Only behind HasScope, which let nobody in who is neither."""
    if isinstance(request.auth, ApiClient):
        return actors.client(request.auth)
    assert isinstance(request.user, User)
    return actors.staff(request.user, at)
