"""What a message says: subject and text in the recipient's language, whatever the way it goes.

To customers it names a date, never "soon"; the access code only where nobody was there to see it. To colleagues
it names the ticket, never the customer or their words.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from channels_hub import answer_links, promises
from channels_hub.models import Outbound
from complaints import access_codes, reply_parts, timeline
from complaints.milestones import Milestone
from complaints.models import Restriction, Ticket
from complaints.stages.archive import REOPEN_WITHIN
from servicecenter.labels import pick
from servicecenter.models import Event, EventText
from servicecenter.moments import say_day, say_deadline

ON_PAPER = "letter"  # a channel no adapter serves: printed (paper.py)
CODE_IN = "received"  # the acknowledgement, the only message that may bear a code


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str


def write(row: Outbound) -> Letter:
    """The letter of this row. Every subject is one line, whatever came into it."""
    with translation.override(row.language):
        context = {**_house(), "on_paper": row.channel == ON_PAPER, **_about(row)}
        subject = render_to_string(f"messages/{row.template}_subject.txt", context)
        body = render_to_string(f"messages/{row.template}.txt", context)
    return Letter(" ".join(subject.split()), _without_gaps(body))


def _about(row: Outbound) -> dict[str, Any]:
    if row.ticket is None:
        return _restriction(row)
    return {
        **_ticket(row, row.ticket),
        **(_to_colleague(row, row.ticket) if row.user else _to_customer(row, row.ticket)),
    }


def _restriction(row: Outbound) -> dict[str, Any]:
    """About the customer, not about one matter: the supervisor's words, and until when they hold."""
    held = Restriction.objects.filter(pk=row.event.payload.get("restriction")).first()
    zone = timezone.get_default_timezone()
    last = say_day(held.until.astimezone(zone).date(), today=row.queued_at.astimezone(zone).date()) if held else ""
    return {"words": _words(row.event), "until": last}


def _house() -> dict[str, Any]:
    return {
        "site": settings.SITE_URL,
        "utility_name": pick(settings.UTILITY_NAMES),
        "utility_phone": settings.UTILITY_PHONE,
        "emergency_phone": settings.EMERGENCY_PHONE,
    }


def _ticket(row: Outbound, ticket: Ticket) -> dict[str, Any]:
    return {"number": ticket.number, "event": row.event, "code": _code(row, ticket)}


def _code(row: Outbound, ticket: Ticket) -> str:
    """Of a ticket whose code nobody has seen yet, a fresh one; "" for all others, who have theirs."""
    untold = row.template == CODE_IN and row.contact_point_id and ticket.code_untold
    return access_codes.draw(ticket) if untold else ""


def _to_customer(row: Outbound, ticket: Ticket) -> dict[str, Any]:
    given = [one for one in promises.of(ticket, row.queued_at) if not (one.kept or one.paused or one.broken)]
    words = _words(row.event)
    requests = list(ticket.requests.all())
    return {
        "words": words,
        "promises": given,
        "answer": promises.answer(given),
        "files": row.event.payload.get("files", 0),
        "results": timeline.results(row.event, words, requests),
        **_parts(row, ticket, words),
        "answer_link": answer_links.url(row.event),
        "reopen_until": _reopen_until(ticket, row.queued_at),
    }


def _parts(row: Outbound, ticket: Ticket, words: dict[str, Any]) -> dict[str, Any]:
    """Apology, findings and recourses of an answer, and each thing promised in it with its day."""
    parts = reply_parts.of_events([row.event], {row.event.pk: words}).get(row.event.pk)
    return {
        "parts": parts,
        "promised": promises.kept_later(ticket, parts.follow_ups, row.queued_at) if parts else [],
    }


def _to_colleague(row: Outbound, ticket: Ticket) -> dict[str, Any]:
    payload, zone = row.event.payload, promises.zone_of(ticket)
    due_at = datetime.fromisoformat(payload["due_at"]) if "due_at" in payload else ticket.next_due_at
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
