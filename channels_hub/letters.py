"""What a message says: subject and text in the recipient's language, whatever the way it goes.

To customers it speaks as an administrator worded it (wording.py) of what there is to say (said.py). To colleagues
it names the ticket, never the customer or their words.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from channels_hub import promises, said, shipped, wording
from channels_hub.models import Outbound
from complaints.models import Handover, Ticket
from complaints.promises.milestones import Milestone
from servicecenter.labels import pick
from servicecenter.moments import say_deadline, say_moment

ON_PAPER = "letter"  # a channel no adapter serves: printed (paper.py)


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str


def write(row: Outbound) -> Letter:
    """The letter of this row. Every subject is one line, whatever came into it."""
    with translation.override(row.language):
        if row.user is None:
            return _to_customer(row)
        about = _to_colleague(row, row.ticket) if row.ticket else _of_hand_over(row)
        context = {**_house(), "event": row.event, **about}
        subject = render_to_string(f"messages/{row.template}_subject.txt", context)
        body = render_to_string(f"messages/{row.template}.txt", context)
    return Letter(" ".join(subject.split()), _without_gaps(body))


def _house() -> dict[str, str]:
    return {
        "site": settings.SITE_URL,
        "utility_name": pick(settings.UTILITY_NAMES),
        "utility_phone": settings.UTILITY_PHONE,
        "emergency_phone": settings.EMERGENCY_PHONE,
    }


def _to_customer(row: Outbound) -> Letter:
    """A letter on paper has no sender's address: what only a mail says is left out."""
    sender = "" if row.channel == ON_PAPER else settings.DEFAULT_FROM_EMAIL
    values = {
        **_house(),
        "follow_link": f"{settings.SITE_URL}{reverse('follow')}",
        "sender": sender,
        **said.values(row),
    }
    end = wording.fill(wording.in_use(shipped.END, row.language), values)
    filled = wording.fill(wording.in_use(row.template, row.language), {**values, shipped.END: end.body})
    return Letter(filled.subject, _without_gaps(filled.body))


def _to_colleague(row: Outbound, ticket: Ticket) -> dict[str, Any]:
    payload, zone = row.event.payload, promises.zone_of(ticket)
    due_at = datetime.fromisoformat(payload["due_at"]) if "due_at" in payload else ticket.next_due_at
    milestone = payload.get("milestone", "")
    return {
        "number": ticket.number,
        "milestone": Milestone(milestone).label if milestone else "",
        "due": say_deadline(due_at, zone, now=row.queued_at) if due_at else "",
    }


def _of_hand_over(row: Outbound) -> dict[str, Any]:
    """The one other matter colleagues are written to about. What was handed over stays on its page."""
    handover = Handover.objects.select_related("written_by", "region").get(pk=row.event.subject_id)
    writer, zone = handover.written_by, timezone.get_default_timezone()
    return {
        "handover": handover,
        "writer": writer.get_full_name() or writer.username,
        "written": say_moment(handover.written_at, zone, now=row.queued_at),
    }


def _without_gaps(text: str) -> str:
    """No more than one empty line in a row: a part that is not said leaves no hole."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for line, before in zip(lines, ["", *lines], strict=False) if line or before) + "\n"
