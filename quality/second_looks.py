"""Everything that makes figures look better, read from the trail, to be looked at again by somebody else.

Nothing here is wrong by itself: a downgrade can be right. What is wrong is that nobody looks.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.choices import Nature, Priority
from complaints.models import Ticket
from quality.figures import Scope
from quality.history import person
from servicecenter.models import Event, User

SAMPLE = 20
BY_RANK = (Priority.CRITICAL, Priority.URGENT, Priority.NORMAL, Priority.LOW)


@dataclass(frozen=True)
class Sort:
    """One way to look better: the events that are it, and how it can mislead."""

    code: str
    label: Any
    why: Any
    kind: str
    which: Q = field(default_factory=Q)


def _downgraded() -> Q:
    """Called less urgent than it was, or no longer the complaint its customer made."""
    lower = Q(pk__in=[])
    for rank, before in enumerate(BY_RANK):
        lower |= Q(was_priority=before, priority__in=BY_RANK[rank + 1 :])
    return lower | (Q(was_nature=Nature.COMPLAINT) & ~Q(nature=Nature.COMPLAINT))


SORTS = {
    one.code: one
    for one in (
        Sort("downgrade", _("Downgrades"), _("Less urgent, or no longer a complaint: more time, fewer complaints."),
             "ticket.classified", _downgraded()),
        Sort("withdrawal", _("Withdrawals"), _("Closed without an answer: nothing to be late or unsatisfied with."),
             "ticket.withdrawn"),
        Sort("hold", _("Holds"), _("The clock stands still."), "ticket.held"),
        Sort("extension", _("Granted extensions"), _("The due time moves; the original one counts all the same."),
             "ticket.extension_decided", Q(payload__granted=True)),
        Sort("waived", _("Waived callbacks"), _("Who is not asked cannot be dissatisfied."),
             "ticket.called_back", Q(payload__outcome="waived")),
        Sort("merge", pgettext_lazy("tickets", "Merges"), _("Two complaints become one."), "ticket.merged"),
    )
}  # fmt: skip


def found(sort: Sort, scope: Scope) -> QuerySet[Event]:
    """The events of this sort in the period, on tickets its reader may see."""
    events = Event.objects.filter(
        kind=sort.kind, subject_type="ticket", subject_id__in=scope.tickets.values("pk"),
        at__gte=scope.since, at__lt=min(scope.until, scope.now),
    )  # fmt: skip
    if sort.code == "downgrade":
        told = {
            "was_priority": "was__priority",
            "priority": "priority",
            "was_nature": "was__nature",
            "nature": "nature",
        }
        events = events.annotate(**{name: Cast(KT(f"payload__{key}"), TextField()) for name, key in told.items()})
    events = events.filter(sort.which)
    return events if scope.person is None else events.filter(actor_id=scope.person).exclude(actor_role="client")


def count(scope: Scope) -> dict[str, int]:
    """How often each sort happened; one statement each, however many there are."""
    return {code: found(sort, scope).count() for code, sort in SORTS.items()}


def count_by_person(sort: Sort, scope: Scope) -> list[tuple[User, int]]:
    """Who did it how often, the most first; programs and customers are not in it."""
    rows = found(sort, scope).order_by().exclude(actor_role__in=["client", "customer", "system"])
    counted = list(rows.values("actor_id").annotate(n=Count("pk")).order_by("-n", "actor_id")[:200])
    people = User.objects.in_bulk([row["actor_id"] for row in counted])
    return [(people[row["actor_id"]], row["n"]) for row in counted if row["actor_id"] in people]


@dataclass(frozen=True)
class Look:
    """One event to be looked at again."""

    event: Event
    ticket: Ticket
    who: str
    why: str


def sample(sort: Sort, scope: Scope, seed: str, size: int = SAMPLE) -> list[Look]:
    """So many of them by the lot the seed draws: whoever draws again with the same seed draws the same."""
    keys = found(sort, scope).values_list("pk", flat=True)
    drawn = draw(keys, seed, size)
    events = Event.objects.filter(pk__in=drawn).select_related("words").order_by("-at", "-pk")
    return _looks(list(events))


def draw(keys: Iterable[int], seed: str, size: int) -> list[int]:
    """The first of these keys in the order of the lot; adding a key never puts another one in its place."""
    return sorted(keys, key=lambda key: lot(seed, key))[:size]


def lot(seed: str, key: int) -> str:
    return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()


def _looks(events: list[Event]) -> list[Look]:
    tickets = Ticket.objects.in_bulk([one.subject_id for one in events])
    people = User.objects.in_bulk([one for one in map(person, events) if one])
    return [
        Look(one, tickets[one.subject_id], _name(people.get(person(one) or 0)), _why(one))
        for one in events
        if one.subject_id in tickets
    ]


def _name(user: User | None) -> str:
    return (user.get_full_name() or user.username) if user else ""


def _why(event: Event) -> str:
    """What was said for it; the words may have been erased."""
    text = event.words.text if hasattr(event, "words") else {}
    return next((text[key] for key in ("why", "note", "opinion", "words") if text.get(key)), "")
