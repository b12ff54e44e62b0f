"""The short form of a category: its fields on every door, the answers kept on the ticket, and how they are told.

What a ticket was asked under one category stays when it is called something else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from complaints.events import TICKET
from complaints.models import Question, Ticket
from servicecenter import trail
from servicecenter.actors import Actor
from servicecenter.models import Event
from servicecenter.moments import say_day
from servicecenter.requests import request_id

PREFIX = "detail_"
LINE, LINES = 200, 2000  # characters
LARGEST = 1_000_000_000


def asked_by(category_code: str) -> list[Question]:
    """The questions of this category, those about danger first; none for an unknown one."""
    if not category_code:
        return []
    return list(Question.objects.filter(category__code=category_code, category__is_active=True, is_active=True))


def fields(questions: Iterable[Question], *, may_skip: bool = False) -> dict[str, forms.Field]:
    """One form field a question, by the name it has in every form."""
    return {PREFIX + one.code: _field(one, required=one.required and not may_skip) for one in questions}


def _field(question: Question, *, required: bool) -> forms.Field:
    common: dict[str, Any] = {"label": question.label, "required": required}
    match question.kind:
        case Question.Kind.LONG:
            return forms.CharField(max_length=LINES, widget=forms.Textarea(attrs={"rows": 2}), **common)
        case Question.Kind.CHOICE:
            choices = [(one["code"], question.choice_label(one["code"])) for one in question.choices]
            return forms.ChoiceField(choices=[("", _("Choose …")), *choices], **common)
        case Question.Kind.YES_NO:
            return forms.ChoiceField(choices=[("", _("Choose …")), *_yes_no()], **common)
        case Question.Kind.NUMBER:
            return forms.DecimalField(max_value=LARGEST, min_value=-LARGEST, max_digits=15, decimal_places=3, **common)
        case Question.Kind.DATE:
            return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **common)
    return forms.CharField(max_length=LINE, **common)


def _yes_no() -> list[tuple[str, str]]:
    return [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))]


def taken_from(cleaned: dict[str, Any]) -> dict[str, str]:
    """Take the answers out of a form's clean data, as they are kept: texts by the question's code."""
    given = {name: cleaned.pop(name) for name in list(cleaned) if name.startswith(PREFIX)}
    return {name.removeprefix(PREFIX): _kept(value) for name, value in given.items() if value not in (None, "")}


def _kept(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


@dataclass(frozen=True)
class Told:
    """An answer in words, or a required question without one (`words` empty)."""

    code: str
    label: str
    words: str
    safety: bool
    answer: str = ""


def told(ticket: Ticket) -> list[Told]:
    """What was answered, under whichever category it was asked, and what is still to ask. At most one statement."""
    categories = set(ticket.details) | ({ticket.category.code} if ticket.category else set())
    if not categories:
        return []
    questions = Question.objects.filter(category__code__in=categories).select_related("category")
    lines = []
    for one in questions:
        answer = ticket.details.get(one.category.code, {}).get(one.code, "")
        owed = one.required and one.is_active and ticket.category_id == one.category_id
        if answer or owed:
            lines.append(Told(one.code, one.label, in_words(one, answer), one.safety, answer))
    return lines


def in_words(question: Question, answer: str) -> str:
    if not answer:
        return ""
    if question.kind == Question.Kind.CHOICE:
        return question.choice_label(answer)
    if question.kind == Question.Kind.YES_NO:
        return dict(_yes_no()).get(answer, answer)
    if question.kind == Question.Kind.DATE:
        return say_day(date.fromisoformat(answer), today=date.min)
    return answer


def record_details(
    ticket: Ticket, answers: Mapping[str, str], *, actor: Actor, at: datetime, source: str
) -> Event | None:
    """Keep answers to the questions of the ticket's category. Not a move; None when nothing is new."""
    with transaction.atomic():
        locked = Ticket.objects.select_for_update(of=("self",)).select_related("category").get(pk=ticket.pk)
        code = locked.category.code if locked.category else ""
        before = locked.details.get(code, {})
        changed = {name: answer for name, answer in answers.items() if before.get(name, "") != answer}
        if not changed:
            return None
        locked.details = {**locked.details, code: {**before, **changed}}
        locked.touched_at = at
        locked.save(update_fields=["details", "touched_at"])
        event = trail.record(
            "details.recorded", subject=(TICKET, locked.pk), at=at, actor=actor, source=source,
            payload={"category": code, "questions": sorted(changed)}, text={"answers": changed},
            request_id=request_id.get(),
        )  # fmt: skip
    ticket.details, ticket.touched_at = locked.details, at
    return event
