"""Scorecards on a page: who earned what, by which version, with the way to the cases of every figure."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from complaints.calling.callers import contacts_visible_to
from complaints.pages.frame import draw
from complaints.queries import visible_to
from quality import asking, scoring
from quality.access import WATCHERS
from quality.models import Scorecard
from quality.pages.door import for_roles
from servicecenter.actors import Actor


@require_safe
@for_roles(WATCHERS)
def overview(request: HttpRequest, actor: Actor, at: datetime) -> HttpResponse:
    cards = Scorecard.objects.filter(is_active=True)
    context = {"section": "quality", "cards": [(one, scoring.version_at(one, at)) for one in cards]}
    return draw(request, "quality/scorecards.html", context, actor=actor, at=at)


@require_safe
@for_roles(WATCHERS)
def scorecard(request: HttpRequest, actor: Actor, at: datetime, code: str) -> HttpResponse:
    """The scores of a period under the version in force at its end."""
    card = get_object_or_404(Scorecard, code=code, is_active=True)
    question, form = asking.read(request.GET, at)
    scope = question.scope(visible_to(actor.user, at), at, contacts_visible_to(actor.user, at))
    version = scoring.version_at(card, min(scope.until, at))
    owner = "person" if card.of == Scorecard.Of.PERSON else "team"
    scores = scoring.scores(version, scope) if version else []
    context: dict[str, Any] = {
        "section": "quality", "card": card, "version": version, "question": question, "form": form,
        "kept": question.query(), "lines": scoring.lines(version) if version else [],
        "scores": [(one, question.query(**{owner: one.key})) for one in scores],
    }  # fmt: skip
    return draw(request, "quality/scorecard.html", context, actor=actor, at=at)
