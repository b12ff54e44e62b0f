"""The history of a ticket as data, with only the words the reader may have."""

from collections.abc import Iterable
from typing import Any

from complaints.events import TICKET
from complaints.models import Ticket
from complaints.queries import Disclosure
from servicecenter.models import ApiClient, Event, EventText, User

LONGEST = 500  # events; what is older than the newest 500 is left out and said to be
# Words meant for the customer or said by them. The others are notes among colleagues.
OPEN_WORDS = {"words", "whys"}
AMONG_COLLEAGUES = {"note.added", "ticket.escalated"}
# Ids of people mean nothing outside; a digest proves words to who can see them.
INNER = {"digest", "people", "handler", "contact_point", "team"}


def tell(ticket: Ticket, disclosure: Disclosure, *, to_client: bool) -> tuple[list[dict[str, Any]], bool]:
    """The newest events in the order they happened, and whether older ones were left out. Three or four statements."""
    newest = list(
        Event.objects.filter(subject_type=TICKET, subject_id=ticket.pk)
        .select_related("words")
        .order_by("-id")[: LONGEST + 1]
    )
    events = newest[:LONGEST][::-1]
    names = names_of(events)
    return [_entry(event, names, disclosure, to_client) for event in events], len(newest) > LONGEST


def names_of(events: Iterable[Event]) -> dict[tuple[bool, int | None], str]:
    """(is an API client, actor's id) → name."""
    clients = {event.actor_id for event in events if event.actor_role == "client"}
    people = {event.actor_id for event in events if event.actor_id and event.actor_role != "client"}
    names: dict[tuple[bool, int | None], str] = {}
    if clients:
        names |= {(True, one.pk): one.name for one in ApiClient.objects.filter(pk__in=clients)}
    if people:
        names |= {(False, one.pk): one.get_full_name() or one.username for one in User.objects.filter(pk__in=people)}
    return names


def _entry(event: Event, names, disclosure: Disclosure, to_client: bool) -> dict[str, Any]:
    return {
        "id": event.pk,
        "at": event.at,
        "kind": event.kind,
        "by": names.get((event.actor_role == "client", event.actor_id), ""),
        "role": event.actor_role,
        "source": event.source,
        "payload": {key: value for key, value in event.payload.items() if key not in INNER},
        "text": _text(event, disclosure, to_client),
    }


def _text(event: Event, disclosure: Disclosure, to_client: bool) -> dict[str, Any]:
    try:
        text = dict(event.words.text)
    except EventText.DoesNotExist:
        return {}
    if to_client:
        return {key: text[key] for key in text if key in OPEN_WORDS and event.kind not in AMONG_COLLEAGUES}
    if not disclosure.name:
        text.pop("name", None)
    return text if disclosure.words else {}
