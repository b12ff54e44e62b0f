"""What a message to a customer has to say, piece by piece, by the names its wording uses; "" where there is nothing.

Speaks the language that is active. It names a date, never "soon", and the access code only where nobody saw it.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from channels_hub import answer_links, promises, survey_links, way_back
from channels_hub.models import Outbound
from complaints import access_codes, reply_parts, timeline
from complaints.models import Recourse, Restriction, Ticket
from complaints.stages.archive import REOPEN_WITHIN
from servicecenter.models import Event, EventText
from servicecenter.moments import say_day, say_moment

CODE_IN = "received"  # the acknowledgement, the only message that may bear a code


def values(row: Outbound) -> dict[str, str]:
    """Every variable this message may name. Of a ticket whose code nobody has seen, a fresh one is drawn."""
    if row.ticket is None:
        return _restriction(row)
    words, ticket = _words(row.event), row.ticket
    code = _code(row, ticket)
    given = [one for one in promises.of(ticket, row.queued_at) if not (one.kept or one.paused or one.broken)]
    answer = promises.answer(given)
    files = row.event.payload.get("files", 0)
    payload = row.event.payload
    other = payload.get("number", "") if row.event.kind == "ticket.merged" else ""
    return {
        "number": ticket.number,
        "words": words.get("words", ""),
        "promises": _list(given, _promise),
        "answer_by": answer.by if answer else "",
        "files": str(files or ""),
        "next_update": _moment(ticket, payload.get("next_update_at", ""), row.queued_at),
        "new_number": payload.get("new_ticket", "") or "",
        "other_number": other,
        "results": _list(timeline.results(row.event, words, list(ticket.requests.all())), _result),
        "answer_link": answer_links.url(row.event),
        "open_link": way_back.url(row.event),
        "reopen_until": _reopen_until(ticket, row.queued_at),
        "first_code": code,
        "number_again": "" if code else ticket.number,
        **_parts(row, ticket, words),
        **_survey(row, ticket),
    }


def _restriction(row: Outbound) -> dict[str, str]:
    """About the customer, not about one matter: the supervisor's words, and until when they hold."""
    held = Restriction.objects.filter(pk=row.event.payload.get("restriction")).first()
    zone = timezone.get_default_timezone()
    last = say_day(held.until.astimezone(zone).date(), today=row.queued_at.astimezone(zone).date()) if held else ""
    return {"words": _words(row.event).get("words", ""), "restricted_until": last}


def _code(row: Outbound, ticket: Ticket) -> str:
    """Of a ticket whose code nobody has seen yet, a fresh one; "" for all others, who have theirs."""
    untold = row.template == CODE_IN and row.contact_point_id and ticket.code_untold
    return access_codes.draw(ticket) if untold else ""


def _parts(row: Outbound, ticket: Ticket, words: dict[str, Any]) -> dict[str, str]:
    """Apology, findings and recourses of an answer, and each thing promised in it with its day."""
    parts = reply_parts.of_events([row.event], {row.event.pk: words}).get(row.event.pk) or reply_parts.Parts()
    later = promises.kept_later(ticket, parts.follow_ups, row.queued_at)
    return {
        "apology": parts.apology,
        "findings": parts.findings,
        "promised": _list(later, _kept_later),
        "recourses": _list(parts.recourses, _recourse),
    }


def _survey(row: Outbound, ticket: Ticket) -> dict[str, str]:
    links = survey_links.of(row, ticket)
    if links is None:
        return {"survey_links": "", "until": ""}
    return {
        "survey_links": "\n\n".join(f"{label}\n{address}" for label, address in links.levels),
        "until": links.until,
    }


def _list(rows: Iterable[Any], line: Callable[[Any], str]) -> str:
    return "\n".join(f"- {line(row)}" for row in rows)


def _promise(one: promises.Promise) -> str:
    return _("%(what)s: by %(when)s") % {"what": one.words, "when": one.by}


def _kept_later(one: promises.KeptLater) -> str:
    return _("%(kind)s: %(what)s, by %(day)s") % {"kind": one.kind, "what": one.what, "day": one.by}


def _recourse(one: Recourse) -> str:
    return f"{one.label}: {one.words}{f' {one.contact}' if one.contact else ''}"


def _result(one: timeline.Result) -> str:
    return " – ".join([f"{one.words}: {one.label}", *filter(None, (one.why, one.measure))])


def _words(event: Event) -> dict[str, Any]:
    try:
        return event.words.text
    except EventText.DoesNotExist:  # erased since
        return {}


def _moment(ticket: Ticket, written: str, now: datetime) -> str:
    return say_moment(datetime.fromisoformat(written), promises.zone_of(ticket), now=now) if written else ""


def _reopen_until(ticket: Ticket, now: datetime) -> str:
    if not ticket.replied_at:
        return ""
    zone = promises.zone_of(ticket)
    last = (ticket.replied_at + REOPEN_WITHIN).astimezone(zone).date()
    return say_day(last, today=now.astimezone(zone).date())
