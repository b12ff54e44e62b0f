"""A ticket's story read once, and what hangs under the ticket asked for only where the story says there is some.

Every row of these tables is made in the transaction of an event that says so; tests/complaints/test_story.py holds
the house to it. Nothing here decides who may see what.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Prefetch, QuerySet, prefetch_related_objects

from complaints.events import TICKET
from complaints.models import Adjustment, Attachment, ExternalReview, Finding, FollowUp, Party, Request, Task, Ticket
from servicecenter.models import Event

# Done to a ticket by a move made on another: only after one of them something was ever merged into it.
FROM_OTHERS = frozenset({"ticket.joined", "ticket.parted"})
TIES = FROM_OTHERS | {"ticket.linked", "ticket.merged", "ticket.split", "ticket.split_off"}


@dataclass(frozen=True)
class Hanging:
    """Rows under a ticket. said_by: whether such an event says that there are some; along: what is read with them."""

    model: type[Model]
    said_by: Callable[[Event], bool]
    along: tuple[str, ...] = ()


def _kind(*kinds: str) -> Callable[[Event], bool]:
    return lambda event: event.kind in kinds


def _naming(key: str) -> Callable[[Event], bool]:
    return lambda event: bool(event.payload.get(key))


def _names_somebody(event: Event) -> bool:
    """Besides whoever complains: the first of the parties, unless they stay anonymous."""
    named = event.kind == "ticket.received" and not event.payload["anonymous"]
    return named or event.kind in {"ticket.party_added", "ticket.petition_imported"}


UNDER_A_TICKET: dict[str, Hanging] = {
    "tasks": Hanging(Task, _kind("task.opened", "ticket.team_asked"), ("team", "waived_by")),
    "parties": Hanging(Party, _names_somebody, ("customer", "authority", "verified")),
    "external_reviews": Hanging(ExternalReview, _kind("ticket.review_opened", "ticket.reopened_for_review"), ("body",)),
    "findings": Hanging(Finding, _kind("ticket.found")),
    "adjustments": Hanging(Adjustment, _kind("adjustment.requested"), ("ticket", "account", "bill")),
    "follow_ups": Hanging(FollowUp, _naming("follow_ups"), ("owner",)),
    "attachments": Hanging(Attachment, _naming("files")),
}


class Story:
    """The events of a ticket and of those merged into it, oldest first, with their words. One statement for most."""

    def __init__(self, ticket: Ticket, kinds: Iterable[str] = ()):
        wanted = set(kinds)
        own = list(_events([ticket.pk], wanted | FROM_OTHERS if wanted else ()))
        self.ticket = ticket
        self.own = own
        self.merged = _merged(ticket) if any(one.kind in FROM_OTHERS for one in own) else {}
        self.tickets = {ticket.pk: ticket, **self.merged}
        others = _events(list(self.merged), wanted) if self.merged else ()
        told = [one for one in own if not wanted or one.kind in wanted]
        self.events = sorted([*told, *others], key=lambda event: event.pk)
        self._asked: dict[int, list[Request]] = {}

    @property
    def may_be_tied(self) -> bool:
        """By a move, as the same again, or because an answered one may have come again."""
        answered = self.ticket.replied_at is not None or self.ticket.round > 1
        return answered or self.ticket.is_repeat or any(one.kind in TIES for one in self.own)

    def fetch(self, *names: str) -> None:
        """Have these rows at hand on the ticket: one statement each, none for what never was."""
        prefetch_related_objects([self.ticket], *(Prefetch(name, self._rows(name)) for name in names))

    def _rows(self, name: str) -> QuerySet[Any]:
        hanging = UNDER_A_TICKET[name]
        rows = hanging.model._default_manager.select_related(*hanging.along)
        return rows if any(hanging.said_by(one) for one in self.own) else rows.none()

    def attachments(self) -> Iterable[Attachment]:
        """The files of them all. Fetched already where the ticket came with its own."""
        if self.merged:
            return Attachment.objects.filter(ticket__in=list(self.tickets))
        if any(UNDER_A_TICKET["attachments"].said_by(one) for one in self.own):
            return self.ticket.attachments.all()
        return ()

    def asked(self, ticket: Ticket) -> list[Request]:
        """What was asked for on this one of them, fetched once."""
        if ticket.pk not in self._asked:
            self._asked[ticket.pk] = list(ticket.requests.all())
        return self._asked[ticket.pk]

    def on(self, event: Event) -> str:
        """The number of the merged ticket it happened on, or nothing."""
        return self.merged[event.subject_id].number if event.subject_id in self.merged else ""


def _events(tickets: list[int], kinds: Iterable[str]) -> QuerySet[Event]:
    events = Event.objects.filter(subject_type=TICKET, subject_id__in=tickets).select_related("words").order_by("id")
    return events.filter(kind__in=sorted(kinds)) if kinds else events


def _merged(ticket: Ticket) -> dict[int, Ticket]:
    return {one.pk: one for one in ticket.merged.prefetch_related("requests").order_by("pk")}
