"""The names behind the ids and codes that events carry, fetched at once: never a statement per event."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Expression, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from complaints.models import Category, Reason
from servicecenter.actors import NOT_STAFF
from servicecenter.labels import pick
from servicecenter.models import ApiClient, Event, Team, User

PART = "\x1f"
_PARTS = Concat("first_name", Value(PART), "last_name", Value(PART), "username", output_field=TextField())
CODES: dict[str, type[Category] | type[Reason]] = {
    "category": Category,
    "reason": Reason,
    "closing_code": Reason,
    "cause": Reason,
    "body": Reason,
}


@dataclass(frozen=True)
class Names:
    """Who and what the events speak of, by id or code. What has gone since is told by its code."""

    known: dict[tuple[str, str], str]

    def person(self, pk: int | None) -> str:
        return self.of("person", pk)

    def of(self, sort: str, key: object) -> str:
        """sort: person, team or client (by id), category, reason or closing_code (by code)."""
        return self.known.get((sort, str(key)), str(key) if key and sort in CODES else "")


def of_events(events: Iterable[Event]) -> Names:
    """One statement, whatever the events."""
    people: set[Any] = set()
    teams: set[Any] = set()
    clients: set[Any] = set()
    codes: dict[str, set[str]] = {sort: set() for sort in CODES}
    for event in events:
        payload = event.payload
        people |= {payload.get("handler"), payload.get("had_by"), payload.get("person"), *payload.get("people", ())}
        if event.actor_role == "client":
            clients.add(event.actor_id)
        elif event.actor_role not in NOT_STAFF:
            people.add(event.actor_id)
        teams.add(payload.get("team"))
        for sort, known in codes.items():
            known.add(payload.get(sort, ""))
    asked = [_labelled(sort, model.objects.filter(code__in=codes[sort]), "code") for sort, model in CODES.items()]
    asked.append(_labelled("team", Team.objects.filter(pk__in=teams - {None}), "pk"))
    asked.append(_rows("client", ApiClient.objects.filter(pk__in=clients - {None}), "pk", "name"))
    asked.append(_rows("person", User.objects.filter(pk__in=people - {None}), "pk", _PARTS))
    first, *rest = asked
    found = first.union(*rest, all=True)
    return Names({(sort, key): _read(sort, name) for sort, key, name in found})


def _labelled(sort: str, rows: QuerySet, key: str) -> QuerySet:
    return _rows(sort, rows, key, "labels")


def _rows(sort: str, rows: QuerySet, key: str, name: str | Expression) -> QuerySet:
    return (
        rows.order_by()
        .annotate(sort_=Value(sort, CharField()), key_=Cast(key, TextField()), name_=Cast(name, TextField()))
        .values_list("sort_", "key_", "name_")
    )


def _read(sort: str, name: str) -> str:
    if sort == "client":
        return name
    if sort == "person":
        first, last, username = name.split(PART)
        return User(first_name=first, last_name=last).get_full_name() or username
    return pick(json.loads(name))
