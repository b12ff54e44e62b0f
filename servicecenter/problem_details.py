"""Every error the API answers with, in one shape: problem details (RFC 9457) in the reader's language."""

import logging

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from servicecenter.problems import CONTENT_TYPE, Problem, WrongInput

log = logging.getLogger(__name__)

RETRY_SECONDS = 5  # after which a client may knock again when the database was busy


def problem(exception: Exception, context: dict) -> Response | None:
    """DRF's exception handler. None for what nobody foresaw: that becomes a logged 500."""
    response = exception_handler(_known(exception), context)
    if response is None:
        return None
    known = _known(exception)
    if isinstance(known, exceptions.ValidationError):
        known = WrongInput(response.data if isinstance(response.data, dict) else {"": response.data})
    response.data = {
        "type": "about:blank",
        "title": _title(response.status_code),
        "status": response.status_code,
        "code": _code(known),
        "detail": str(getattr(known, "detail", known)),
        **getattr(known, "extra", {}),
    }
    response.content_type = CONTENT_TYPE
    if response.status_code == 503:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _known(exception: Exception) -> Exception:
    """What Django itself raises, in the API's terms."""
    if isinstance(exception, Http404):
        return exceptions.NotFound()
    if isinstance(exception, RequestDataTooBig):
        return Problem(413, "too_large", _("The request is too large."))
    if isinstance(exception, OperationalError):
        log.error("the database did not answer: %s", exception)
        return Problem(503, "busy", _("The service is busy. Nothing was changed; please try again."))
    return exception


def _code(exception: Exception) -> str:
    codes = exception.get_codes() if isinstance(exception, exceptions.APIException) else None
    return codes if isinstance(codes, str) else "permission_denied"


def _title(status: int) -> str:
    return {
        400: _("The request is not right."),
        401: _("Who are you?"),
        403: _("This is not allowed."),
        404: _("There is nothing here."),
        409: _("Not possible as things stand."),
        422: _("The request cannot be carried out as it stands."),
        429: _("Too many requests."),
        503: _("Busy just now."),
    }.get(status, _("The request could not be carried out."))
