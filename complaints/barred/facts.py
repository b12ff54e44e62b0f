"""What the rules look at, each read at most once, and the story first: it says what there is to be read."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from complaints import part_taken, standing, ties
from complaints.events import TICKET
from complaints.models import Clock, FollowUp, Rectification, Task, Ticket, Tie
from servicecenter.actors import Actor
from servicecenter.models import Event

DECIDED = ("ticket.approved", "ticket.declined", "ticket.rejected", "ticket.sent_back")
TELLING = (
    *part_taken.TELLING, *DECIDED, "ticket.held", "ticket.information_asked", "ticket.extension_decided",
    "ticket.joined",
)  # fmt: skip


def colleague(actor: Actor) -> int | None:
    """Their id; no customer, client or round is one."""
    return actor.id if actor.kind == "staff" else None


class Facts:
    """Of one ticket, for whoever looks at it at this moment.

    events: the ticket's own, where they are read already; what is prefetched on the ticket is not read again.
    """

    def __init__(self, ticket: Ticket, actor: Actor, at: datetime, events: Iterable[Event] | None = None):
        self.ticket, self.at = ticket, at
        self.actor = standing.before(ticket, actor)
        self._events = events

    @property
    def me(self) -> int | None:
        return colleague(self.actor)

    @cached_property
    def events(self) -> list[Event]:
        if self._events is not None:
            return list(self._events)
        own = Event.objects.filter(subject_type=TICKET, subject_id=self.ticket.pk, kind__in=TELLING)
        return list(own.order_by("id"))

    def told(self, *kinds: str) -> list[Event]:
        return [one for one in self.events if one.kind in kinds]

    @cached_property
    def handled(self) -> set[int]:
        """Ids of colleagues who handle it or handled it in any round."""
        return part_taken.who_handled(self.ticket, self.events)

    @cached_property
    def clocks(self) -> list[Clock]:
        """Those alive."""
        return [one for one in self.ticket.clocks.all() if one.is_alive]

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        return list(self.ticket.follow_ups.all())

    @cached_property
    def rectifications(self) -> list[Rectification]:
        return list(self.ticket.rectifications.standing())

    @cached_property
    def tasks(self) -> list[Task]:
        """Those open."""
        return list(self.ticket.tasks.open())

    @cached_property
    def tie(self) -> Tie | None:
        """The newest that may be undone."""
        return ties.newest_to_undo(self.ticket)
