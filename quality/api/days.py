"""A day in figures over REST, and the cases behind each of them: the same rows as on the page."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from quality import yesterday
from quality.access import BOARD_ROLES
from quality.api import day_schema
from quality.api.figures import QualityView
from quality.figures import Scope
from quality.paging import page


class DayView(QualityView):
    roles = BOARD_ROLES

    def day(self, written: str) -> date:
        """A day that is over; 404 for any other."""
        asked = yesterday.day_asked(written, self.at)
        if written != asked.isoformat() or asked > timezone.localtime(self.at).date() - timedelta(days=1):
            raise Http404
        return asked

    def scope_of(self, day: date) -> Scope:
        return Scope(self.visible(), *yesterday.bounds(day), self.at)


@day_schema.day
class Day(DayView):
    def get(self, request: Request, day: str) -> Response:
        asked = self.day(day)
        figures = {
            line.code: count
            for _group, _title, lines in yesterday.of_day(self.scope_of(asked))
            for line, count in lines
        }
        return Response({"day": asked, "figures": figures})


@day_schema.day_cases
class DayCases(DayView):
    def get(self, request: Request, day: str, code: str) -> Response:
        line = yesterday.LINES.get(code)
        if line is None:
            raise Http404
        rows, further = page(
            line.rows(self.scope_of(self.day(day))), line.moment, line.ticket, request.query_params.get("after", "")
        )
        told: list[dict[str, Any]] = [
            {"number": ticket.number, "stage": ticket.stage, "at": at} for ticket, at, _row in rows
        ]
        return Response({"cases": told, "next": further or None})
