"""Pages that hold a customer's matter: open without an account, kept by no cache and no search engine."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def customer_page(view: View) -> View:
    """A view for customers. Its address may say a number, never a code, and goes to no other site."""

    @login_not_required
    @wraps(view)
    def shown(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        # With "no-referrer" browsers send "Origin: null" and our own forms would be refused.
        response["Referrer-Policy"] = "same-origin"
        return response

    return shown
