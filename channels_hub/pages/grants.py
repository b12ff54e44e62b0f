"""Which requests this browser may open: shown number and code once, good while it is used, for two hours idle."""

from datetime import datetime, timedelta

from django.http import HttpRequest

KEY = "follow"
SENT = "sent"  # which submission the thank-you page is for
IDLE = timedelta(hours=2)
FRESH = timedelta(minutes=5)  # not every page view need write the session


def grant(request: HttpRequest, number: str, at: datetime) -> None:
    """A new session key, so that one planted before the code was given opens nothing."""
    request.session.cycle_key()
    request.session[KEY] = {**_held(request), number: at.timestamp()}


def share(request: HttpRequest, number: str, at: datetime) -> None:
    """Another number of the same person's, opened by the one whose code was shown."""
    if not holds(request, number, at):
        request.session[KEY] = {**_held(request), number: at.timestamp()}


def holds(request: HttpRequest, number: str, at: datetime) -> bool:
    """Whether this browser may open this request now; using it keeps it."""
    used = _held(request).get(number)
    if used is None or at.timestamp() - used > IDLE.total_seconds():
        return False
    if at.timestamp() - used > FRESH.total_seconds():
        request.session[KEY] = {**_held(request), number: at.timestamp()}
    return True


def leave(request: HttpRequest) -> None:
    """Forget every request, for whoever uses this device next."""
    request.session.pop(KEY, None)
    request.session.pop(SENT, None)


def _held(request: HttpRequest) -> dict[str, float]:
    return request.session.get(KEY, {})
