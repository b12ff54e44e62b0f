"""Who took part in handling a ticket: they neither ask the customer afterwards nor decide on the answer."""

from complaints.events import TICKET
from complaints.models import Ticket
from servicecenter.models import Event, User

HANDLING = ("ticket.accepted", "ticket.found", "ticket.replied", "ticket.answered", "ticket.follow_up_done")
GIVEN = (
    "ticket.accepted",
    "ticket.taken_over",
    "ticket.reassigned",
)  # the person named in it is the handler from then on
NOT_STAFF = ("customer", "client", "system")


def who_handled(ticket: Ticket) -> set[int]:
    """Ids of colleagues who handle it or handled it in any round. One statement."""
    return _took_part(ticket) | ({ticket.handler_id} if ticket.handler_id else set())


def may_handle(ticket: Ticket, person: User) -> bool:
    """A second handling has a new owner: nobody who handled the rounds before it."""
    if ticket.round == 1:
        return True
    begun = Event.objects.filter(subject_type=TICKET, subject_id=ticket.pk, kind="ticket.second_handling")
    last = begun.order_by("-id").values_list("id", flat=True).first()
    return last is None or person.pk not in _took_part(ticket, before=last)


def _took_part(ticket: Ticket, before: int | None = None) -> set[int]:
    events = Event.objects.filter(subject_type=TICKET, subject_id=ticket.pk, kind__in=(*HANDLING, *GIVEN))
    if before is not None:
        events = events.filter(id__lt=before)
    people: set[int | None] = set()
    for kind, actor_id, role, payload in events.values_list("kind", "actor_id", "actor_role", "payload"):
        if kind in HANDLING and role not in NOT_STAFF:
            people.add(actor_id)
        if kind in GIVEN:
            people.add(payload.get("handler"))
    return {pk for pk in people if pk is not None}
