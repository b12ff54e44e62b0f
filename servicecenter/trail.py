"""The trail: what happened, written once and never changed.

`record` inserts the event and one outbox row per subscriber in the caller's transaction, so a fact
and the duty to tell others of it stand or fall together. Kinds and subscribers are declared when
the apps load; an unknown kind or payload key is refused.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from servicecenter.actors import Actor
from servicecenter.models import Event, EventText, Outbox

# Sources whose events never leave the house: put through from a file, or made up for the demo.
REPLAY, DEMO = "replay", "demo"
STAYS_IN_HOUSE = frozenset({REPLAY, DEMO})


class UndeclaredEvent(Exception):
    """The kind, or one of the keys, was never declared."""


@dataclass(frozen=True)
class Kind:
    name: str
    payload: frozenset[str]
    text: frozenset[str]


@dataclass(frozen=True)
class Subscriber:
    """Hears events at least once; must be harmless when it hears one twice."""

    name: str
    hear: Callable[[Event], None]
    kinds: frozenset[str]
    leaves_house: bool


@dataclass(frozen=True)
class Happening:
    """An event about to be recorded; `record_many` writes a batch of them in three statements."""

    kind: str
    subject: tuple[str, int]
    at: datetime
    actor: Actor
    source: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    text: Mapping[str, Any] = field(default_factory=dict)
    request_id: str = ""


_kinds: dict[str, Kind] = {}
_subscribers: dict[str, Subscriber] = {}


def declare(name: str, payload: Iterable[str] = (), text: Iterable[str] = ()) -> None:
    """Make a kind of event known, once, with the only keys it may carry."""
    if name in _kinds:
        raise UndeclaredEvent(f"{name} is declared twice")
    _kinds[name] = Kind(name, frozenset(payload), frozenset(text))


def subscribe(name: str, hear: Callable[[Event], None], kinds: Iterable[str], *, leaves_house: bool) -> None:
    """Tell `hear` of every event of these kinds. `leaves_house`: it may send something outside."""
    _subscribers[name] = Subscriber(name, hear, frozenset(kinds), leaves_house)


def subscriber(name: str) -> Subscriber:
    return _subscribers[name]


def declared() -> Mapping[str, Kind]:
    return _kinds


def digest(salt: str, text: Mapping[str, Any]) -> str:
    """The fingerprint of erasable words: it proves them while they exist and says nothing after."""
    canonical = json.dumps(text, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{salt}{canonical}".encode()).hexdigest()


def is_intact(event: Event) -> bool:
    """Whether the words are those that were recorded. Erased ones leave nothing to doubt; none may be added."""
    words = EventText.objects.filter(event_id=event.pk).first()
    return words is None or event.payload.get("digest") == digest(words.salt, words.text)


def record(
    kind: str,
    *,
    subject: tuple[str, int],
    at: datetime,
    actor: Actor,
    source: str,
    payload: Mapping[str, Any] | None = None,
    text: Mapping[str, Any] | None = None,
    request_id: str = "",
) -> Event:
    """Write one event in the caller's transaction. Raises UndeclaredEvent."""
    return record_many([Happening(kind, subject, at, actor, source, payload or {}, text or {}, request_id)])[0]


def record_many(happenings: list[Happening]) -> list[Event]:
    """Write events, their words and their outbox rows; order is kept."""
    if not happenings:
        return []
    drafts = [_draft(happening) for happening in happenings]
    # No savepoint of its own: a fact stands or falls with the caller's transaction.
    with transaction.atomic(savepoint=False):
        events = Event.objects.bulk_create([event for event, _ in drafts])
        words = [words for _, words in drafts if words]
        for text in words:
            text.event_id = text.event.pk
        if words:
            EventText.objects.bulk_create(words)
        if owed := [row for event in events for row in _owed(event)]:
            Outbox.objects.bulk_create(owed)
    return events


def _draft(happening: Happening) -> tuple[Event, EventText | None]:
    kind = _kinds.get(happening.kind)
    if kind is None:
        raise UndeclaredEvent(happening.kind)
    text = {key: value for key, value in happening.text.items() if value not in (None, "", [], {})}
    if unknown := (set(happening.payload) - kind.payload) | (set(happening.text) - kind.text):
        raise UndeclaredEvent(f"{happening.kind} may not carry {', '.join(sorted(unknown))}")
    payload = dict(happening.payload)
    event = Event(
        at=happening.at,
        kind=kind.name,
        subject_type=happening.subject[0],
        subject_id=happening.subject[1],
        actor_id=happening.actor.id,
        actor_role=happening.actor.role,
        source=happening.source,
        request_id=happening.request_id,
        payload=payload,
    )
    if not text:
        return event, None
    words = EventText(event=event, salt=secrets.token_hex(16), text=text)
    payload["digest"] = digest(words.salt, text)
    return event, words


def _owed(event: Event) -> list[Outbox]:
    return [
        Outbox(event=event, subscriber=one.name, next_attempt_at=event.at)
        for one in _subscribers.values()
        if event.kind in one.kinds and not (one.leaves_house and event.source in STAYS_IN_HOUSE)
    ]
