"""Who took part in handling a ticket: they neither ask the customer afterwards nor decide on the answer."""

from collections.abc import Iterable

from django.db.models import QuerySet

from complaints.events import TICKET
from complaints.models import Ticket
from servicecenter.actors import NOT_STAFF
from servicecenter.models import Event, User

HANDLING = ("ticket.accepted", "ticket.found", "ticket.replied", "ticket.answered", "ticket.follow_up_done")
GIVEN = (
    "ticket.accepted",
    "ticket.taken_over",
    "ticket.reassigned",
)  # the person named in it is the handler from then on
TELLING = (*HANDLING, *GIVEN)


def who_handled(ticket: Ticket, events: Iterable[Event] | None = None) -> set[int]:
    """Ids of colleagues who handle it or handled it in any round. One statement, none with the ticket's events."""
    told = _telling(ticket) if events is None else events
    return _took_part(told) | ({ticket.handler_id} if ticket.handler_id else set())


def may_handle(ticket: Ticket, person: User) -> bool:
    """A second handling has a new owner: nobody who handled the rounds before it."""
    if ticket.round == 1:
        return True
    begun = Event.objects.filter(subject_type=TICKET, subject_id=ticket.pk, kind="ticket.second_handling")
    last = begun.order_by("-id").values_list("id", flat=True).first()
    return last is None or person.pk not in _took_part(_telling(ticket).filter(id__lt=last))


def _telling(ticket: Ticket) -> QuerySet[Event]:
    return Event.objects.filter(subject_type=TICKET, subject_id=ticket.pk, kind__in=TELLING)


def _took_part(events: Iterable[Event]) -> set[int]:
    people: set[int | None] = set()
    for event in events:
        if event.kind in HANDLING and event.actor_role not in NOT_STAFF:
            people.add(event.actor_id)
        if event.kind in GIVEN:
            people.add(event.payload.get("handler"))
    return {pk for pk in people if pk is not None}
