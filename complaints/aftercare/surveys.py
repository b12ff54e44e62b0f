"""The survey after a reply: planned when one is given, sent a while later, answered by one tap from the message.

An opinion, not a verification: it moves no ticket. Who says they are not satisfied is looked after by somebody
else all the same. Never asked: who reported wrongdoing, a sensitive matter, danger, an abusive contact.
"""

import hashlib
import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import restrictions
from complaints.calling import call_times
from complaints.calling.contact_outcomes import ABUSIVE
from complaints.choices import TOP_THREE, Nature, Priority, Stage
from complaints.events import TICKET
from complaints.models import Callback, Survey, SurveyRule, Ticket
from complaints.refusals import NotNow
from complaints.stages import rating
from complaints.stages.callbacks import zone_of
from customers.models import ContactPoint
from servicecenter import trail
from servicecenter.actors import SYSTEM, Actor
from servicecenter.crypto import blind_index
from servicecenter.models import Event
from servicecenter.requests import request_id

log = logging.getLogger(__name__)

HEARD = ("ticket.answered", "ticket.replied", "ticket.declined", "ticket.rejected")
ANSWERED = {Stage.REPLIED, Stage.ARCHIVED}
BATCH = 200
State = Survey.State


def hear_answer(event: Event) -> None:
    """Subscriber: an answer was given. Heard twice it plans one survey."""
    whole = Ticket.objects.select_related("region__calendar", "customer", "contact_point")
    ticket = whole.filter(pk=event.subject_id, replayed=False, stage__in=ANSWERED).first()
    if ticket:
        plan(ticket, event.at)


def plan(ticket: Ticket, at: datetime) -> Survey | None:
    """Plan the survey of this round, answered at `at`; None when no rule asks for one, or none may be sent."""
    rule = rule_for(ticket)
    if rule is None or not is_drawn(ticket, rule.share) or is_spared(ticket, at):
        return None
    ask_at = call_times.next_within(at + timedelta(hours=rule.wait_hours), ticket.contact_point, zone_of(ticket))
    survey, _made = Survey.objects.get_or_create(
        ticket=ticket, round=ticket.round,
        defaults={"ask_at": ask_at, "open_days": rule.open_days, "change_hours": rule.change_hours},
    )  # fmt: skip
    return survey


def rule_for(ticket: Ticket) -> SurveyRule | None:
    """The rule of this nature, or else the one for all others."""
    rules = SurveyRule.objects.filter(nature__in={"", ticket.nature}, is_active=True)
    return max(rules, key=lambda rule: (bool(rule.nature), -rule.pk), default=None)


def is_drawn(ticket: Ticket, share: int) -> bool:
    digest = hashlib.sha256(f"survey:{ticket.number}:{ticket.round}".encode()).digest()
    return int.from_bytes(digest[:4]) % 100 < share


def is_spared(ticket: Ticket, at: datetime) -> bool:
    """Whether no survey may be sent: nobody to send it to, or a matter in which asking would be an affront."""
    point = ticket.contact_point
    if ticket.anonymous or point is None or point.kind != ContactPoint.Kind.EMAIL:
        return True
    if ticket.nature == Nature.REPORT or ticket.sensitive or ticket.priority == Priority.CRITICAL:
        return True
    if ticket.emergency_calls.exists() or ticket.contacts.filter(outcome__code=ABUSIVE).exists():
        return True
    return ticket.customer is not None and restrictions.in_force(ticket.customer, at) is not None


def ask_due(now: datetime) -> bool:
    """Round: send every survey whose moment has come, unless it has become needless."""
    due = list(
        Survey.objects.filter(state=State.PLANNED, ask_at__lte=now)
        .order_by("ask_at").values_list("pk", "ticket_id")[:BATCH]
    )  # fmt: skip
    return bool(sum(ask(pk, ticket_id, now) for pk, ticket_id in due))


def ask(pk: int, ticket_id: int, now: datetime, source: str = "round") -> bool:
    """Send it, or drop it when it is needless by now. False while somebody moves the ticket: the next look finds it."""
    with transaction.atomic():
        rows = Ticket.objects.select_for_update(of=("self",), skip_locked=True)
        ticket = rows.select_related("customer", "contact_point").filter(pk=ticket_id).first()
        survey = Survey.objects.filter(pk=pk, state=State.PLANNED).first()
        if ticket is None or survey is None:
            return False
        if _is_needless(ticket, survey) or is_spared(ticket, now):
            survey.state = State.DROPPED
        else:
            survey.state, survey.asked_at = State.ASKED, now
            survey.until = now + timedelta(days=survey.open_days)
            survey.token_hash = _hash(token(survey))
            trail.record(
                "ticket.survey_asked", subject=(TICKET, ticket.pk), at=now, actor=SYSTEM, source=source,
                payload={"survey": survey.pk, "round": survey.round, "until": survey.until.isoformat()},
            )  # fmt: skip
        survey.save()
    return True


def _is_needless(ticket: Ticket, survey: Survey) -> bool:
    """Taken up again since, or the customer has said how it was, or that they wish to say nothing."""
    if ticket.round != survey.round or ticket.stage not in ANSWERED:
        return True
    said = Callback.objects.filter(ticket=ticket, round=survey.round)
    return said.exclude(result="").exists() or said.filter(attempts__outcome="declined").exists()


def token(survey: Survey) -> str:
    """Not stored anywhere: made anew from the house's own key, so a message sent again bears the same."""
    return blind_index("survey-link", str(survey.pk))[:40]


def read(said: str, now: datetime) -> Survey | None:
    """The survey of this token while its link is good: not past its day, its round still the ticket's."""
    rows = Survey.objects.select_related("ticket__region__calendar")
    survey = rows.filter(token_hash=_hash(said), until__gt=now).first()
    return survey if survey and survey.ticket.round == survey.round else None


def _hash(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()


def asks_solved(survey: Survey, at: datetime) -> bool:
    """A callback that asks by message is still open: answered here, nobody is asked the same twice."""
    if not rating.may_rate(survey.ticket, at):
        return False
    open_yet = survey.ticket.callbacks.filter(round=survey.round, first="message")
    return open_yet.filter(state=Callback.State.PLANNED).exists() or _verifies(survey)


def _verifies(survey: Survey) -> bool:
    """They said here whether it is solved, and change it here too."""
    if survey.answered_at is None:
        return False
    rated = Event.objects.filter(kind="ticket.rated", subject_type=TICKET, subject_id=survey.ticket_id)
    return rated.filter(at=survey.answered_at).exists()


def changeable_until(survey: Survey) -> datetime | None:
    """None before it was answered. Never later than the link is good."""
    if survey.answered_at is None or survey.until is None:
        return None
    return min(survey.answered_at + timedelta(hours=survey.change_hours), survey.until)


def may_answer(survey: Survey, at: datetime) -> bool:
    until = changeable_until(survey)
    return survey.until is not None and at < survey.until and (until is None or at < until)


def answer(
    survey: Survey,
    *,
    result: str,
    service: str = "",
    words: str = "",
    solved: bool | None = None,
    actor: Actor,
    at: datetime,
    source: str,
) -> Event:
    """Keep the answer, or a changed one. Raises NotNow when its time is over."""
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update(of=("self",)).select_related("region__calendar").get(
            pk=survey.ticket_id
        )  # fmt: skip
        survey.refresh_from_db()
        survey.ticket = ticket
        if ticket.round != survey.round or not may_answer(survey, at):
            raise NotNow(_("This survey can no longer be answered or changed."))
        again = survey.answered_at is not None
        survey.state, survey.result, survey.service, survey.words = State.ANSWERED, result, service, words
        survey.answered_at, survey.changed_at = survey.answered_at or at, at if again else None
        survey.save()
        event = trail.record(
            "ticket.survey_answered", subject=(TICKET, ticket.pk), at=at, actor=actor, source=source,
            payload={"survey": survey.pk, "round": survey.round, "result": result, "service": service,
                     "changed": again},
            text={"words": words}, request_id=request_id.get(),
        )  # fmt: skip
        _look_after(ticket, {"result": result, "service": service, "words": words}, solved, actor, at, source)
    return event


def _look_after(
    ticket: Ticket, said: dict[str, Any], solved: bool | None, actor: Actor, at: datetime, source: str
) -> None:
    """Settle the callback that asked the same; who is not satisfied is heard by somebody else in any case."""
    if solved is not None:
        rating.rate(ticket, solved=solved, **said, actor=actor, at=at, source=source)
    elif {said["result"], said["service"]} - {""} - TOP_THREE:
        rating.hear_displeasure(ticket, **said, at=at)


def of_event(event: Event) -> Survey | None:
    """The survey a message bears the links of."""
    return Survey.objects.filter(pk=event.payload.get("survey")).first() if "survey" in event.payload else None
