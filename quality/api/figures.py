"""Figures over REST: all of a period, one told apart, and the cases behind any part of it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.calling.callers import contacts_visible_to
from complaints.choices import Nature
from complaints.models import Contact, Ticket
from complaints.queries import visible_to
from quality import asking, breakdown, trends
from quality.access import SCOPE, WATCHERS
from quality.api import schema
from quality.figures import Figure, Indicator, Scope, cases, measure, parts
from quality.indicators import ALL, milestones, named
from quality.paging import page
from servicecenter.api_views import ApiView
from servicecenter.problems import WrongInput, refuse_unknown


class QualityView(ApiView):
    """For programs with the scope, and for those of the staff who watch over the work."""

    scopes = {"GET": (SCOPE,)}
    roles = WATCHERS

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not self.client and not self.actor.roles & self.roles:
            raise PermissionDenied(_("Your role does not allow this"))

    def visible(self) -> QuerySet[Ticket]:
        if not self.client:
            return visible_to(self.request.user, self.at)
        # Figures need no single ticket: who may count them may not therefore read them.
        return Ticket.objects.exclude(nature=Nature.REPORT)

    def scope(self, question: asking.Question) -> Scope:
        """Contacts are counted like tickets: all for a program, for a person those they may see."""
        contacts = Contact.objects.all() if self.client else contacts_visible_to(self.request.user, self.at)
        return question.scope(self.visible(), self.at, contacts)

    def question(self) -> asking.Question:
        """What is asked. Raises WrongInput by field."""
        question, form = asking.read(self.request.query_params, self.at)
        if form.errors:
            raise WrongInput({name: [str(one) for one in wrong] for name, wrong in form.errors.items()})
        return question


def told(figure: Figure) -> dict[str, Any]:
    one = figure.indicator
    return {
        "code": one.code,
        "label": str(one.label),
        "rule": str(one.rule),
        "rule_version": one.version,
        "share": figure.share,
        "hits": figure.hits,
        "cases": figure.cases,
        "not_judged_yet": figure.young,
        "beside": figure.beside,
        "left_out": figure.left_out,
        "companion": figure.indicator.companion,
    }


def _known(code: str) -> Indicator:
    one = named(code)
    if one is None:
        raise Http404
    return one


@schema.figures
class Figures(QualityView):
    def get(self, request: Request) -> Response:
        question = self.question()
        scope = self.scope(question)
        figures = [told(measure(one, scope)) for one in ALL]
        by_milestone = [told(one) for one in milestones.measure_all(scope)]
        return Response({
            "since": question.first, "until": question.last, "figures": figures, "milestones": by_milestone,
        })  # fmt: skip


@schema.figure
class FigureDetail(QualityView):
    def get(self, request: Request, code: str) -> Response:
        one, question = _known(code), self.question()
        scope = self.scope(question)
        tables = {table: [_row(row) for row in rows] for table, _title, rows in breakdown.tell(one, scope)}
        return Response({"since": question.first, "until": question.last, **told(measure(one, scope)), "by": tables})


@schema.trend
class Trend(QualityView):
    """Over weeks or months; each point names its days, by which its cases are asked for."""

    def get(self, request: Request, code: str) -> Response:
        one, question = _known(code), self.question()
        step = request.query_params.get("by", "week")
        refuse_unknown("by", step, trends.STEPS)
        points = trends.tell(one, question, step, self.scope(question))
        told_of = [{"since": point.first, "until": point.last, **_counted(point.figure)} for point in points]
        return Response({"code": one.code, "by": step, "points": told_of})


def _counted(figure: Figure) -> dict[str, Any]:
    return {"share": figure.share, "hits": figure.hits, "cases": figure.cases, "not_judged_yet": figure.young}


def _row(row: breakdown.Row) -> dict[str, Any]:
    few, figure = row.too_few, row.figure
    return {
        "name": row.name, "key": row.key, "too_few": few, "share": None if few else figure.share,
        "hits": None if few else figure.hits, "cases": figure.cases,
    }  # fmt: skip


@schema.cases
class Cases(QualityView):
    def get(self, request: Request, code: str) -> Response:
        one, question = _known(code), self.question()
        scope = self.scope(question)
        part = request.query_params.get("part", "all")
        refuse_unknown("part", part, parts(one, scope))
        after = request.query_params.get("after", "")
        rows, further = page(cases(one, scope, part), one.moment, one.ticket, after, of_contacts=one.of_contacts)
        return Response({"cases": list(_cases(rows)), "next": further or None})


def _cases(rows: Iterable[tuple[Ticket | None, Any, Any]]) -> Iterable[dict[str, Any]]:
    for ticket, moment, row in rows:
        about = {"number": ticket.number, "stage": ticket.stage} if ticket else {"number": None, "stage": None}
        yield {**about, "at": moment, "hit": row._hit if row._counted else None}
