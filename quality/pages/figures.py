"""The figures on a page: all of them, one of them told apart, and the cases behind any number."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from complaints.calling.callers import contacts_visible_to
from complaints.pages.frame import draw
from complaints.queries import visible_to
from quality import asking, breakdown, charts, trends
from quality.access import WATCHERS
from quality.figures import Indicator, Scope, cases, measure, parts
from quality.indicators import ALL, BY_CODE, milestones, named
from quality.pages.door import for_roles
from quality.paging import page
from servicecenter.actors import Actor


def _asked(request: HttpRequest, actor: Actor, at: datetime) -> tuple[asking.Question, Scope, dict[str, Any]]:
    """The question, its scope, and what every page of figures shows of it."""
    question, form = asking.read(request.GET, at)
    scope = question.scope(visible_to(actor.user, at), at, contacts_visible_to(actor.user, at))
    return question, scope, {"section": "quality", "question": question, "form": form, "kept": question.query()}


@require_safe
@for_roles(WATCHERS)
def overview(request: HttpRequest, actor: Actor, at: datetime) -> HttpResponse:
    """Every indicator of the period, each number a way to its cases."""
    _question, scope, shown = _asked(request, actor, at)
    figures = {one.code: measure(one, scope) for one in ALL}
    rows = [(figure, figures.get(figure.indicator.companion)) for figure in figures.values()]
    context = {**shown, "figures": rows, "milestones": milestones.measure_all(scope)}
    return draw(request, "quality/overview.html", context, actor=actor, at=at)


def _known(code: str) -> Indicator:
    one = named(code)
    if one is None:
        raise Http404
    return one


@require_safe
@for_roles(WATCHERS)
def indicator(request: HttpRequest, actor: Actor, at: datetime, code: str) -> HttpResponse:
    """One indicator: its rule, what is left out, and who, where and how it came to be."""
    one = _known(code)
    question, scope, shown = _asked(request, actor, at)
    figure = measure(one, scope)
    named = parts(one, scope)
    tables = [
        (title, [(row, question.query(**({table: row.key} if row.key else {}))) for row in rows])
        for table, title, rows in breakdown.tell(one, scope)
    ]
    context = {
        **shown,
        "one": one,
        "figure": figure,
        "companion": measure(BY_CODE[one.companion], scope) if one.companion else None,
        "beside": [(named[name], name, count) for name, count in figure.beside.items()],
        "left_out": [(named[name], name, count) for name, count in figure.left_out.items() if count],
        "tables": tables,
    }
    return draw(request, "quality/indicator.html", context, actor=actor, at=at)


@require_safe
@for_roles(WATCHERS)
def trend(request: HttpRequest, actor: Actor, at: datetime, code: str) -> HttpResponse:
    """One indicator over weeks or months, as a line and as a table."""
    one = _known(code)
    question, scope, shown = _asked(request, actor, at)
    step = request.GET.get("by", "week")
    if step not in trends.STEPS:
        raise Http404
    points = trends.tell(one, question, step, scope)
    steps = [(name, label, question.query(by=name)) for name, label in trends.STEPS.items()]
    context = {**shown, "one": one, "step": step, "steps": steps, "points": points, "chart": charts.trend(points)}
    context["young"] = any(point.figure.young for point in points)
    return draw(request, "quality/trend.html", context, actor=actor, at=at)


@require_safe
@for_roles(WATCHERS)
def indicator_cases(request: HttpRequest, actor: Actor, at: datetime, code: str) -> HttpResponse:
    """The cases behind one number, the latest first."""
    one = _known(code)
    question, scope, shown = _asked(request, actor, at)
    named = parts(one, scope)
    part = request.GET.get("part", "all")
    if part not in named:
        raise Http404
    found = cases(one, scope, part)
    rows, further = page(found, one.moment, one.ticket, request.GET.get("after", ""), of_contacts=one.of_contacts)
    context = {
        **shown,
        "one": one,
        "part": part,
        "part_name": named[part],
        "rows": rows,
        "total": found.count(),
        "further": question.query(part=part, after=further) if further else "",
        "first": question.query(part=part) if request.GET.get("after") else "",
    }
    return draw(request, "quality/cases.html", context, actor=actor, at=at)
