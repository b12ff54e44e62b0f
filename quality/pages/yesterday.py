"""Yesterday, or another day, on one page to print; and the tickets behind each of its numbers."""

from datetime import date, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from complaints.pages.frame import draw
from complaints.queries import visible_to
from quality import yesterday
from quality.access import BOARD_ROLES
from quality.figures import Scope
from quality.pages.door import for_roles
from quality.paging import page
from servicecenter.actors import Actor
from servicecenter.models import User


def _scope(user: User, day: date, at: datetime) -> Scope:
    since, until = yesterday.bounds(day)
    return Scope(visible_to(user, at), since, until, at)


@require_safe
@for_roles(BOARD_ROLES)
def overview(request: HttpRequest, actor: Actor, at: datetime) -> HttpResponse:
    day = yesterday.day_asked(request.GET.get("day", ""), at)
    last = yesterday.day_asked("", at)
    context = {
        "section": "board", "day": day, "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < last else None,
        "groups": yesterday.of_day(_scope(actor.user, day, at)),
    }  # fmt: skip
    return draw(request, "quality/yesterday.html", context, actor=actor, at=at)


@require_safe
@for_roles(BOARD_ROLES)
def cases(request: HttpRequest, actor: Actor, at: datetime, code: str) -> HttpResponse:
    """Exactly the rows that were counted."""
    line = yesterday.LINES.get(code)
    if line is None:
        raise Http404
    day = yesterday.day_asked(request.GET.get("day", ""), at)
    found = line.rows(_scope(actor.user, day, at))
    rows, further = page(found, line.moment, line.ticket, request.GET.get("after", ""))
    context = {
        "section": "board", "title": line.label, "day": day, "total": found.count(), "query_kept": f"day={day}",
        "rows": rows, "further": further, "first_page": not request.GET.get("after"),
    }  # fmt: skip
    return draw(request, "quality/yesterday_cases.html", context, actor=actor, at=at)
