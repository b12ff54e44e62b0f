"""The causes still to be put right: overdue first, by department, each with its ticket."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from complaints.aftercare import rectifications
from complaints.lifecycle import MOVES
from complaints.pages.frame import draw
from complaints.queries import visible_to
from servicecenter import actors
from servicecenter.requests import signed_in

GROUPS = {
    "overdue": gettext_lazy("Overdue"),
    "open": gettext_lazy("To be done"),
    "done": gettext_lazy("Done, to be looked at by somebody else"),
}
OFFERED = ("plan_rectification", "do_rectification", "verify_rectification")


@require_safe
def rectifications_page(request: HttpRequest) -> HttpResponse:
    at: datetime = timezone.now()
    actor = actors.staff(signed_in(request), at)
    if not actor.roles & rectifications.WHO:
        raise PermissionDenied
    found = rectifications.in_groups(rectifications.standing(visible_to(signed_in(request), at)), at)
    groups = [(GROUPS[name], name, rows) for name, rows in found.items() if rows]
    # Whoever may only look is offered nothing to do.
    may = {name for name in OFFERED if actor.roles & set(MOVES[name].who)}
    context = {"section": "rectifications", "groups": groups, "may": may}
    return draw(request, "complaints/rectifications.html", context, actor=actor, at=at)
