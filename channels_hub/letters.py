"""What a message says: subject and text in the recipient's language, whatever the way it goes.

To customers it names a date, never "soon", and never the access code. To colleagues it names the ticket,
never the customer or their words.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from channels_hub import answer_links, promises, survey_links
from channels_hub.models import Outbound
from complaints import reply_parts, timeline
from complaints.milestones import Milestone
from complaints.models import Ticket
from complaints.stages.archive import REOPEN_WITHIN
from servicecenter.labels import pick
from servicecenter.models import Event, EventText
from servicecenter.moments import say_day, say_deadline


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str


def write(row: Outbound) -> Letter:
    """The letter of this row. Every subject is one line, whatever came into it."""
    with translation.override(row.language):
        context = {**_house(), **_ticket(row), **(_to_customer(row) if row.contact_point_id else _to_colleague(row))}
        subject = render_to_string(f"messages/{row.template}_subject.txt", context)
        body = render_to_string(f"messages/{row.template}.txt", context)
    return Letter(" ".join(subject.split()), _without_gaps(body))


def _house() -> dict[str, Any]:
    return {
        "site": settings.SITE_URL,
        "utility_name": pick(settings.UTILITY_NAMES),
        "utility_phone": settings.UTILITY_PHONE,
        "emergency_phone": settings.EMERGENCY_PHONE,
    }


def _ticket(row: Outbound) -> dict[str, Any]:
    return {"number": row.ticket.number, "event": row.event}


def _to_customer(row: Outbound) -> dict[str, Any]:
    given = [one for one in promises.of(row.ticket, row.queued_at) if not (one.kept or one.paused or one.broken)]
    words = _words(row.event)
    requests = list(row.ticket.requests.all())
    return {
        "words": words,
        "promises": given,
        "answer": promises.answer(given),
        "files": row.event.payload.get("files", 0),
        "results": timeline.results(row.event, words, requests),
        **_parts(row, words),
        "answer_link": answer_links.url(row.event),
        "survey": survey_links.of(row),
        "reopen_until": _reopen_until(row.ticket, row.queued_at),
    }


def _parts(row: Outbound, words: dict[str, Any]) -> dict[str, Any]:
    """Apology, findings and recourses of an answer, and each thing promised in it with its day."""
    parts = reply_parts.of_events([row.event], {row.event.pk: words}).get(row.event.pk)
    return {
        "parts": parts,
        "promised": promises.kept_later(row.ticket, parts.follow_ups, row.queued_at) if parts else [],
    }


def _to_colleague(row: Outbound) -> dict[str, Any]:
    payload, zone = row.event.payload, promises.zone_of(row.ticket)
    due_at = datetime.fromisoformat(payload["due_at"]) if "due_at" in payload else row.ticket.next_due_at
    milestone = payload.get("milestone", "")
    return {
        "milestone": Milestone(milestone).label if milestone else "",
        "due": say_deadline(due_at, zone, now=row.queued_at) if due_at else "",
    }


def _words(event: Event) -> dict[str, Any]:
    try:
        return event.words.text
    except EventText.DoesNotExist:  # erased since
        return {}


def _reopen_until(ticket: Ticket, now: datetime) -> str:
    if not ticket.replied_at:
        return ""
    zone = promises.zone_of(ticket)
    last = (ticket.replied_at + REOPEN_WITHIN).astimezone(zone).date()
    return say_day(last, today=now.astimezone(zone).date())


def _without_gaps(text: str) -> str:
    """No more than one empty line in a row: a part that is not said leaves no hole."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for line, before in zip(lines, ["", *lines], strict=False) if line or before) + "\n"
