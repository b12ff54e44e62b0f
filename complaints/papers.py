"""What is printed about a ticket: registration form, reply letter, visit slip, each in the customer's language.

Builds what the templates say; decides nothing about who may see it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from complaints import questions, reply_parts, timeline
from complaints.choices import TURNED_DOWN, Stage
from complaints.models import Clock, Ticket
from complaints.promises import promise_ahead
from complaints.reply_parts import Parts
from complaints.stages.archive import REOPEN_WITHIN
from servicecenter.models import Event, EventText

ANSWERS = ("ticket.replied", "ticket.answered", "ticket.declined", "ticket.rejected", "ticket.closed_unanswered")
# What fits its box on one A4 page, in half-width columns: a Chinese character takes two.
WORDS_FIT, REQUEST_FITS, FINDING_FITS, PLACE_FITS = 480, 76, 300, 90
MOST_REQUESTS, MOST_DETAILS = 5, 8


@dataclass(frozen=True)
class Answer:
    """The newest answer as it was given."""

    at: datetime
    words: str
    results: Sequence[timeline.Result]
    parts: Parts


@dataclass(frozen=True)
class Paper:
    """ready: whether this ticket is far enough for it."""

    name: str
    label: str | Promise
    ready: Callable[[Ticket], bool]
    tells_contact: bool = True

    @property
    def template(self) -> str:
        return f"complaints/papers/{self.name}.html"


PAPERS: dict[str, Paper] = {
    one.name: one
    for one in (
        Paper("registration", gettext_lazy("Registration form"), lambda ticket: True),
        # What was withdrawn has an end, but no answer and so no outcome.
        Paper("reply", gettext_lazy("Reply letter"), lambda ticket: bool(ticket.replied_at and ticket.outcome), False),
        Paper("visit", gettext_lazy("Visit slip"), lambda ticket: ticket.stage not in {Stage.REPLIED, Stage.ARCHIVED}),
    )
}


def ready_for(ticket: Ticket) -> list[Paper]:
    return [paper for paper in PAPERS.values() if paper.ready(ticket)]


def find(ticket: Ticket, name: str) -> Paper | None:
    """By its name; None for what is no paper, or none yet or any more for this ticket."""
    paper = PAPERS.get(name)
    return paper if paper and paper.ready(ticket) else None


def content(ticket: Ticket) -> dict[str, Any]:
    """What any of the papers may say of the ticket."""
    requests = list(ticket.requests.all())
    answer = answer_of(ticket, requests)
    finding = ticket.findings.select_related("cause", "responsible").filter(round=ticket.round).first()
    return {
        "details": [one for one in questions.told(ticket) if one.words][:MOST_DETAILS],
        "answer": answer,
        "answered": clipped(answer.words, FINDING_FITS) if answer else "",
        "place": clipped(ticket.place, PLACE_FITS),
        "words": clipped(ticket.words, WORDS_FIT),
        "requests": [(one, clipped(one.words, REQUEST_FITS)) for one in requests[:MOST_REQUESTS]],
        "more_requests": max(0, len(requests) - MOST_REQUESTS),
        "promised": _promised(ticket),
        "finding": finding,
        "found": clipped(finding.facts, FINDING_FITS) if finding else "",
        "turned_down": ticket.outcome in TURNED_DOWN,
        "reopen_until": ticket.replied_at + REOPEN_WITHIN if ticket.replied_at else None,
    }


def answer_of(ticket: Ticket, requests: list) -> Answer | None:
    """The newest answer of the ticket; None before the first."""
    event = (
        Event.objects.filter(subject_type="ticket", subject_id=ticket.pk, kind__in=ANSWERS)
        .select_related("words")
        .order_by("-id")
        .first()
    )
    if event is None:
        return None
    try:
        text = event.words.text
    except EventText.DoesNotExist:  # erased since
        text = {}
    parts = reply_parts.of_events([event], {event.pk: text}).get(event.pk, Parts())
    return Answer(event.at, text.get("words", ""), timeline.results(event, text, requests), parts)


def _promised(ticket: Ticket) -> list[Clock]:
    """By when the customer was told what would happen, in this round."""
    told = ticket.clocks.filter(round=ticket.round, subject="", milestone__in=promise_ahead.SAID)
    return list(told.exclude(state=Clock.State.CANCELLED).order_by("due_at", "pk"))


def clipped(words: str, fits: int) -> str:
    """As much as fits, ending in … when there is more: the whole of it is in the ticket."""
    line, width = " ".join(words.split()), 0
    for position, char in enumerate(line):
        width += 2 if ord(char) > 0x2E7F else 1
        if width > fits:
            return f"{line[:position].rstrip()}…"
    return line
