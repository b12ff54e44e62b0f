"""`/s/TOKEN/LEVEL/`: the survey behind the links of its message. The tap chooses, one button sends.

Looking at it changes nothing: mail scanners open every link there is.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from channels_hub import promises, survey_links
from channels_hub.pages.privacy import customer_page
from complaints import refusals
from complaints.aftercare import surveys
from complaints.inputs.rating import SurveyInput
from complaints.models import Survey, Ticket
from complaints.stages import rating
from servicecenter import actors
from servicecenter.moments import say_moment


@customer_page
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str, level: int | None = None) -> HttpResponseBase:
    """Ask how it was, with the tapped level chosen; keep the answer. It shows the number, nothing of the matter."""
    now = timezone.now()
    asked = surveys.read(token, now)
    if asked is None:
        raise Http404
    form = SurveyInput(
        request.POST if request.method == "POST" else None,
        asks_solved=surveys.asks_solved(asked, now),
        initial=_initial(asked, level),
        auto_id="survey_%s",
    )
    refused, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                surveys.answer(asked, **form.cleaned_data, actor=actors.customer(), at=now, source="web")
                return redirect(f"{reverse('survey', args=[token])}?kept")
            except refusals.Refused as refusal:
                refused, status = str(refusal), 409
    context = {**_shown(asked, now), "form": form, "token": token, "refused": refused, "kept": "kept" in request.GET}
    return render(request, "public/survey.html", context, status=status)


@dataclass(frozen=True)
class SurveySaid:
    """What the customer told the survey of this round, for their own page."""

    result: str
    service: str
    words: str
    when: str
    change_until: str


def said_of(ticket: Ticket, now: datetime) -> SurveySaid | None:
    """None when the present round has no answered survey."""
    row = Survey.objects.filter(ticket=ticket, round=ticket.round, answered_at__isnull=False).first()
    until = surveys.changeable_until(row) if row else None
    if row is None or row.answered_at is None or until is None:
        return None
    zone = promises.zone_of(ticket)
    return SurveySaid(
        result=row.get_result_display(),
        service=row.get_service_display() if row.service else "",
        words=row.words,
        when=say_moment(row.changed_at or row.answered_at, zone, now=now),
        change_until=say_moment(until, zone, now=now) if now < until else "",
    )


def _initial(asked: Survey, level: int | None) -> dict[str, Any]:
    """What they said before, and over it what they have just tapped."""
    said: dict[str, Any] = {"result": asked.result, "service": asked.service, "words": asked.words}
    said |= {"solved": rating.last_said(rating.asked_about(asked.ticket)).get("solved")}
    return said | ({"result": survey_links.LEVELS[level].value} if level in survey_links.LEVELS else {})


def _shown(asked: Survey, now: datetime) -> dict[str, Any]:
    zone, until = promises.zone_of(asked.ticket), surveys.changeable_until(asked)
    return {
        "ticket": asked.ticket,
        "asked": asked,
        "may_answer": surveys.may_answer(asked, now),
        "change_until": say_moment(until, zone, now=now) if until else "",
        "answer_until": say_moment(asked.until, zone, now=now) if asked.until else "",
    }
