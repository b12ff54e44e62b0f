"""The pages for what went wrong, in the reader's language. None of them says whether a thing exists.

The 404 page holds nothing of the request, so a foreign thing and none at all give the same bytes.
"""

from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


@login_not_required
def nothing_here(request: HttpRequest, *args: str) -> HttpResponse:
    """An address some package of ours would answer and we do not want answered."""
    raise Http404


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_much = isinstance(exception, RequestDataTooBig | TooManyFilesSent)
    return render(request, "400.html", {"too_much": too_much}, status=413 if too_much else 400)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's own token did not fit: the page was too old, or cookies are switched off."""
    return render(request, "403_csrf.html", status=403)


def too_many(request: HttpRequest, again_at: datetime) -> HttpResponse:
    """429, with when to try again in the house's own zone."""
    response = render(
        request, "429.html", {"again_at": timezone.localtime(again_at) + timedelta(minutes=1)}, status=429
    )
    return say_when(response, again_at)


def say_when(response: HttpResponse, again_at: datetime) -> HttpResponse:
    response["Retry-After"] = str(max(1, round((again_at - timezone.now()).total_seconds())))
    response["Cache-Control"] = "no-store"
    return response
