"""The door of quality's pages: who comes in by role, and the moment a page is drawn."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from servicecenter import actors
from servicecenter.requests import signed_in


def for_roles(roles: frozenset[str]) -> Callable[..., Any]:
    """A page for those who hold one of these roles; it is called with (request, actor, at, …). 403 for others."""

    def decorate(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(page)
        def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            at = timezone.now()
            actor = actors.staff(signed_in(request), at)
            if not actor.roles & roles:
                raise PermissionDenied
            return page(request, actor, at, **kwargs)

        return view

    return decorate
