"""A ticket's events as one timeline in the reader's language: what desk, follow page and API show.

The facts come from the trail; sentences/ puts them into words. Whose words and names are shown is
decided by queries.disclose, and erased words say that they were erased.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from complaints import names, reply_parts, sentences
from complaints.choices import Channel, Met
from complaints.models import Attachment, Request, Ticket
from complaints.queries import Disclosure
from complaints.reply_parts import Parts
from complaints.story import Story
from servicecenter.models import Event, EventText

# What the customer reads on the follow page; everything else is ours.
FOR_CUSTOMER = (
    "ticket.received",
    "message.received",
    "message.sent",
    "ticket.answered",
    "ticket.replied",
    "ticket.declined",
    "ticket.rejected",
    "ticket.closed_unanswered",
    "ticket.information_asked",
    "ticket.interim_reply",
    "ticket.rated",
    "ticket.survey_answered",
    "ticket.triaged",
    "ticket.second_handling",
    "ticket.extension_decided",
    "ticket.chased",
    "ticket.withdrawn",
    "ticket.reopened",
    "ticket.archived",
)
# Said by the customer themselves, when it is they who did it.
THEIR_WORDS = {"ticket.reopened", "ticket.chased", "ticket.withdrawn", "ticket.rated", "ticket.survey_answered"}
OUR_WORDS = {
    "message.sent", "ticket.information_asked", "ticket.interim_reply", "ticket.extension_decided", "ticket.triaged",
}  # fmt: skip
# Theirs whoever writes it down: a colleague on the phone, or a program that passes it on.
TAKEN_DOWN = {"ticket.withdrawn"}
BY_CUSTOMER = {"ticket.received", "message.received"}
# Told as somebody's doing: when nobody's, the system's.
DOINGS = {
    "ticket.review_started", "ticket.classified", "ticket.dispatched", "ticket.accepted", "ticket.archived",
    "ticket.account_named", "adjustment.acknowledged", "adjustment.settled", "adjustment.rejected",
    "adjustment.reversed",
}  # fmt: skip
ANSWERS = {"ticket.answered", "ticket.replied", "ticket.declined", "ticket.rejected", "ticket.closed_unanswered"}
# Which of an event's words are what was said; the others say why.
SAID = ("words", "note", "facts", "opinion")
SAID_TO_CUSTOMER = ("words",)


@dataclass(frozen=True)
class Result:
    """What became of one thing the customer asked for."""

    words: str
    result: str  # code of choices.Met, or ""
    label: str
    why: str
    measure: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of the timeline.

    side: "in" from the customer, "out" to them, "note" among colleagues, "late" a broken promise, "act" the rest.
    who: the name to print before the sentence, "" when the sentence stands alone.
    erased: it had words once; only their fingerprint is left.
    taken: the customer's word, written down by somebody else; to the customer it is theirs.
    """

    event: int
    at: datetime
    kind: str
    side: str
    who: str
    sentence: str
    words: str = ""
    because: str = ""
    erased: bool = False
    taken: bool = False
    channel: str = ""
    channel_label: str = ""
    files: tuple[Attachment, ...] = ()
    results: tuple[Result, ...] = field(default=())
    parts: Parts | None = None  # of an answer
    # The ticket it happened on, when that was merged into the one told of.
    on: str = ""


def of(ticket: Ticket, shown: Disclosure, *, now: datetime, story: Story | None = None) -> list[Entry]:
    """Everything that happened, oldest first, for colleagues and programs. A fixed number of statements,
    whatever happened; what happened on tickets merged into this one is told among the rest.
    `story`: where the caller has read it already.
    """
    story = story or Story(ticket)
    known = names.of_events(story.events)
    files = _files(story.attachments())
    customer = _customer_name(ticket, shown)
    zone = ZoneInfo(ticket.region.calendar.zone)
    entries = []
    for event in story.events:
        facts = sentences.Facts(event, _text(event), known, zone, now)
        who = _who(event, known, customer)
        entries.append(_entry(story, event, who, sentences.say(facts), files, shown.words))
    return _with_parts(entries, story.events) if shown.words else entries


def for_customer(ticket: Ticket, *, story: Story | None = None) -> list[Entry]:
    """What the customer may read: what was said between them and us, and where it stands, in plain words.

    `story`: where the caller has read it already, with these kinds of events at least.
    """
    story = story or Story(ticket, FOR_CUSTOMER)
    files = _files(one for one in story.attachments() if not one.internal)
    entries = [
        _entry(
            story,
            event,
            "",
            sentences.say_to_customer(event),
            files,
            _was_said_between_us(event),
            SAID_TO_CUSTOMER,
        )
        for event in story.events
        if event.kind in FOR_CUSTOMER
        and event.payload.get("granted") is not False
        and (event.kind != "ticket.chased" or _is_theirs(event))
    ]
    theirs = [replace(entry, side="in") if entry.taken else entry for entry in entries]
    return _with_parts(theirs, story.events)


def _with_parts(entries: list[Entry], events: list[Event]) -> list[Entry]:
    parts = reply_parts.of_events(events, {event.pk: _text(event) for event in events})
    return [replace(entry, parts=parts[entry.event]) if entry.event in parts else entry for entry in entries]


def _is_theirs(event: Event) -> bool:
    return event.kind in BY_CUSTOMER or (event.kind in THEIR_WORDS and event.actor_role == "customer")


def _text(event: Event) -> dict:
    try:
        return event.words.text
    except EventText.DoesNotExist:
        return {}


Came = tuple[int, int | None]  # ticket and event a file came with


def _files(attachments: Iterable[Attachment]) -> dict[Came, list[Attachment]]:
    by_event: dict[Came, list[Attachment]] = {}
    for file in attachments:
        by_event.setdefault((file.ticket_id, file.event_id), []).append(file)
    return by_event


def _customer_name(ticket: Ticket, shown: Disclosure) -> str:
    if ticket.anonymous:
        return _("Anonymous")
    return (ticket.customer.name if ticket.customer and shown.name else "") or _("The customer")


def _who(event: Event, known: names.Names, customer: str) -> str:
    if event.kind in BY_CUSTOMER or event.actor_role == "customer":
        return customer
    if event.actor_role == "client":
        return known.of("client", event.actor_id)
    if event.actor_role == "system" and event.kind in DOINGS:
        return _("The system")
    return known.person(event.actor_id)


def _side(event: Event) -> str:
    if _is_theirs(event):
        return "in"
    if event.kind in OUR_WORDS | ANSWERS and event.payload.get("granted") is not False:
        return "out"
    if event.kind == "note.added":
        return "note"
    return "late" if event.kind in {"clock.broken", "clock.escalated"} else "act"


def _was_said_between_us(event: Event) -> bool:
    """Its words were said by the customer or to them; why a colleague reopened it is ours."""
    return event.kind != "ticket.reopened" or event.actor_role == "customer"


def _entry(story: Story, event, who, sentence, files, show_words: bool, said=SAID) -> Entry:
    ticket = story.tickets[event.subject_id]
    text = _text(event) if show_words else {}
    words = next((text[key] for key in said if text.get(key)), "")
    mine = list(files.get((ticket.pk, event.pk), ()))
    if event.kind == "ticket.received":
        words = ticket.words if show_words else ""
        mine += files.get((ticket.pk, None), ())
    channel = event.payload.get("channel", "")
    return Entry(
        event=event.pk,
        at=event.at,
        kind=event.kind,
        side=_side(event),
        who=who,
        sentence=sentence,
        words=words,
        because=text.get("why", ""),
        erased=show_words and not _text(event) and "digest" in event.payload and event.kind != "ticket.received",
        taken=event.kind in TAKEN_DOWN and event.actor_role != "customer",
        channel=channel,
        channel_label=str(Channel(channel).label) if channel in Channel.values else channel,
        files=tuple(mine),
        results=results(event, text, story.asked(ticket) if "results" in event.payload else []),
        on=story.on(event),
    )


def results(event: Event, text: dict, requests: list[Request]) -> tuple[Result, ...]:
    """What became of each thing asked for, by this answer; empty when the event is none."""
    outcomes, whys, measures = event.payload.get("results", {}), text.get("whys", {}), text.get("measures", {})
    return tuple(
        Result(one.words, result, _met(result), whys.get(key, ""), measures.get(key, ""))
        for one in requests
        if (result := outcomes.get(key := str(one.position)))
    )


def _met(result: str) -> str:
    return str(Met(result).label) if result in Met.values else ""
