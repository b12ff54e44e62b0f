"""What must be seen at once, on whatever page one is: the second way a sensitive matter reaches who is on duty.

The first is a message; neither needs the other. Asked for by the open page, so that no page waits for it.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from complaints.desk.alerts import unacknowledged
from servicecenter.requests import signed_in

MOST = 5


@never_cache
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """Sensitive matters nobody has acknowledged, the oldest first; empty for whoever cannot."""
    rows = unacknowledged(signed_in(request), timezone.now())[:MOST]
    return render(request, "complaints/_alerts.html", {"alerts": rows})
