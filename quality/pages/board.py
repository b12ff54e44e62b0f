"""The live board for supervisors: it asks for itself again and is drawn anew only when something has changed."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints.models import Ticket
from complaints.pages.desk import face
from complaints.pages.frame import draw
from complaints.promises.milestones import Milestone
from complaints.queries import visible_to
from quality import boards, charts
from quality.access import BOARD_ROLES
from quality.pages.door import for_roles
from quality.paging import page
from servicecenter import duty
from servicecenter.actors import Actor
from servicecenter.calendar_days import is_reckonable
from servicecenter.moments import say_moment
from servicecenter.roles import ROLES

COLUMNS = {
    "overdue": gettext_lazy("Overdue"),
    "hour": gettext_lazy("< 1 h"),
    "today": gettext_lazy("Today"),
    "later": gettext_lazy("Later"),
    "paused": gettext_lazy("On hold"),
    "none": gettext_lazy("No deadline"),
}


def _told(actor: Actor, at: datetime) -> dict[str, Any]:
    """Everything on the board, from the tickets its reader may see."""
    reach = visible_to(actor.user, at)
    backlog, arrivals = boards.backlog(reach, at), boards.arrivals(reach, at)
    watching = duty.on_duty(at, duty.regions_of(actor.user, at, BOARD_ROLES))
    broken = boards.broken_by_milestone(reach, at)
    return {
        "backlog": backlog,
        "rows": [_row(backlog, stage, label) for stage, label in boards.STAGES.items()],
        "sums": _row(backlog, "", _("All")),
        "columns": COLUMNS,
        "hours": arrivals,
        "chart": charts.arrivals(arrivals),
        "came": sum(one.came or 0 for one in arrivals),
        "soon": [(one, face(one, at)) for one in boards.about_to_break(reach, at)],
        "duty": [(one.user.get_full_name() or one.user.username, ROLES.get(one.role, one.role)) for one in watching],
        "people": len({one.user_id for one in watching}),
        "broken": [(code, Milestone(code).label, count) for code, count in broken],
        "broken_all": sum(count for _code, count in broken),
    }


def _row(backlog: boards.Backlog, stage: str, label: Any) -> tuple[str, Any, list[tuple[str, int, int]], int]:
    """(stage, name, cells as (due, count, heat 0-4), sum)."""
    most = max((backlog.of(one, due) for one in boards.STAGES for due in boards.DUE), default=0)
    cells = [(due, n := backlog.of(stage, due), charts.heat(n, most)) for due in COLUMNS]
    return stage, label, cells, backlog.of(stage)


def _digest(told: dict[str, Any], at: datetime) -> str:
    """Changes with what is shown; a clock that is counted in minutes looks different every minute."""
    shown = [
        sorted((*key, count) for key, count in told["backlog"].counts.items()),
        [(one.came, one.usual) for one in told["hours"]],
        [(one.pk, str(one.next_due_at)) for one, _face in told["soon"]],
        [[str(part) for part in one] for one in told["duty"]],
        [(code, count) for code, _label, count in told["broken"]],
        f"{at:%F %H:%M}" if told["soon"] else f"{at:%F %H}",
        get_language(),
    ]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:24]


@require_safe
@for_roles(BOARD_ROLES)
def board(request: HttpRequest, actor: Actor, at: datetime) -> HttpResponse:
    told = _told(actor, at)
    return draw(
        request, "quality/board.html", {"section": "board", **told, "digest": _digest(told, at)}, actor=actor, at=at
    )


@require_safe
@for_roles(BOARD_ROLES)
def live(request: HttpRequest, actor: Actor, at: datetime) -> HttpResponse:
    """The board alone; 304 with nothing in it when the reader's is the same."""
    told = _told(actor, at)
    etag = f'"{_digest(told, at)}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = render(request, "quality/_board.html", {**told, "now": at, "digest": etag.strip('"')})
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response


@require_safe
@for_roles(BOARD_ROLES)
def came(request: HttpRequest, actor: Actor, at: datetime) -> HttpResponse:
    """What arrived in one hour, or since midnight."""
    asked = request.GET.get("hour", "")
    reach = visible_to(actor.user, at)
    try:
        begins = timezone.make_aware(datetime.strptime(asked, "%Y-%m-%dT%H"))  # noqa: DTZ007 - made aware here
    except ValueError:
        raise Http404
    if not is_reckonable(begins.date()):
        raise Http404
    said = say_moment(begins, timezone.get_current_timezone(), now=at)
    found, title = boards.came_in(reach, begins), _("Received from %(hour)s on, within the hour")
    return _list(request, actor, at, found, "received_at", "", title % {"hour": said}, f"hour={asked}")


@require_safe
@for_roles(BOARD_ROLES)
def came_today(request: HttpRequest, actor: Actor, at: datetime) -> HttpResponse:
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    found = visible_to(actor.user, at).filter(received_at__gte=midnight, received_at__lte=at)
    return _list(request, actor, at, found, "received_at", "", _("Received today"), "")


@require_safe
@for_roles(BOARD_ROLES)
def broken(request: HttpRequest, actor: Actor, at: datetime) -> HttpResponse:
    """The promises broken within the last 24 hours, of one milestone or of all."""
    found = boards.broken(visible_to(actor.user, at), at)
    milestone = request.GET.get("milestone", "")
    if milestone:
        found = found.filter(milestone=milestone)
    query = f"milestone={milestone}" if milestone in Milestone.values else ""
    return _list(request, actor, at, found, "due_at", "ticket", _("Broken within the last 24 hours"), query)


def _list(request, actor, at, found, moment: str, ticket: str, title: str, query: str) -> HttpResponse:
    rows, further = page(found, moment, ticket, request.GET.get("after", ""))
    context = {
        "section": "board", "title": title, "total": found.count(), "query_kept": query,
        "rows": [(one, when, _about(row)) for one, when, row in rows], "further": further,
        "first_page": not request.GET.get("after"),
    }  # fmt: skip
    return draw(request, "quality/board_list.html", context, actor=actor, at=at)


def _about(row: Any) -> Any:
    return "" if isinstance(row, Ticket) else row.get_milestone_display()
