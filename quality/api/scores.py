"""Scorecards and the results of inspections over REST, read-only."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from quality import inspecting, scoring
from quality.api import schema
from quality.api.figures import QualityView
from quality.models import Inspection, Scorecard

MOST = 200


@schema.scorecards
class Scorecards(QualityView):
    def get(self, request: Request) -> Response:
        cards = Scorecard.objects.filter(is_active=True)
        return Response([{"code": one.code, "label": one.label, "of": one.of} for one in cards])


@schema.scorecard
class ScorecardScores(QualityView):
    """The scores of a period by the version in force at its end."""

    def get(self, request: Request, code: str) -> Response:
        card = get_object_or_404(Scorecard, code=code, is_active=True)
        question = self.question()
        scope = self.scope(question)
        version = scoring.version_at(card, min(scope.until, self.at))
        scores = scoring.scores(version, scope) if version else []
        return Response({
            "since": question.first, "until": question.last, "version": version.number if version else None,
            "scores": [_told(one) for one in scores],
        })  # fmt: skip


def _told(score: scoring.Score) -> dict:
    lines = [
        {
            "indicator": one.indicator.code, "weight": one.line.weight, "cases": one.figure.cases,
            "too_few": one.too_few, "share": None if one.too_few else one.figure.share, "target": one.target,
            "points": None if one.too_few else round(one.points, 2),
        }
        for one in score.earned
    ]  # fmt: skip
    return {"name": score.name, "key": score.key, "total": score.total, "lines": lines}


@schema.inspections
class Inspections(QualityView):
    """Results given, the latest first; what is still to be judged is not told."""

    def get(self, request: Request) -> Response:
        given = self._given().filter(submitted_at__isnull=False).order_by("-submitted_at", "-pk")[:MOST]
        return Response([
            {
                "id": one.pk, "number": one.handling.ticket.number, "round": one.handling.round,
                "form": str(one.plan.version.form.code), "form_version": one.plan.version.number,
                "submitted_at": one.submitted_at, "score": float(one.score or 0), "appealed_at": one.appealed_at,
                "upheld": one.upheld,
            }
            for one in given
        ])  # fmt: skip

    def _given(self) -> QuerySet[Inspection]:
        if not self.client:
            return inspecting.for_inspector(self.request.user, self.at)
        rows = Inspection.objects.select_related("handling__ticket", "plan__version__form")
        return rows.filter(handling__ticket__in=self.visible())
