"""The demo's surveys: sent after answers by mail, some answered, some silent. Nothing leaves the house."""

import random
from datetime import datetime, timedelta

from django.db.models import Max

from complaints.aftercare import surveys
from complaints.choices import Stage
from complaints.events import TICKET
from complaints.models import Survey, Ticket
from servicecenter import actors
from servicecenter.models import Event
from servicecenter.trail import DEMO

LEVELS = ("very_satisfied", "very_satisfied", "satisfied", "satisfied", "satisfied", "fairly", "unsatisfied")
SILENT = 0.35  # of those asked
WORDS = {
    "satisfied": ("Quick, and in plain words.", "处理很快，讲得也清楚。"),
    "unsatisfied": ("It took three letters before somebody came.", "写了三次才有人上门。"),
}
AFTER = timedelta(hours=5)


def ask_some(now: datetime, chance: random.Random) -> None:
    """Every answer that is surveyed, at the hour its survey would have been sent, or after what has happened since."""
    answered = Ticket.objects.filter(stage__in=surveys.ANSWERED, replied_at__isnull=False)
    whole = answered.select_related("region__calendar", "customer", "contact_point")
    for ticket in whole.order_by("pk"):
        survey = surveys.plan(ticket, ticket.replied_at or now)
        if survey is None:
            continue
        at = max(survey.ask_at, _last_heard_of(ticket))
        if at <= now and surveys.ask(survey.pk, ticket.pk, at, DEMO):
            _answer(Survey.objects.select_related("ticket").get(pk=survey.pk), now, chance)


def _last_heard_of(ticket: Ticket) -> datetime:
    """Its story is told in its own order."""
    events = Event.objects.filter(subject_type=TICKET, subject_id=ticket.pk)
    return events.aggregate(last=Max("at"))["last"]


def _answer(survey: Survey, now: datetime, chance: random.Random) -> None:
    at = (survey.asked_at or now) + AFTER
    if survey.state != Survey.State.ASKED or at > now or chance.random() < SILENT:
        return
    closed = survey.ticket.stage == Stage.ARCHIVED
    level = chance.choice(LEVELS if closed else LEVELS[:-1])
    english, chinese = WORDS.get(level, ("", ""))
    surveys.answer(
        survey, result=level, service=chance.choice(LEVELS[:5]), actor=actors.customer(), at=at, source=DEMO,
        words=chinese if survey.ticket.language == "zh-hans" else english,
    )  # fmt: skip
