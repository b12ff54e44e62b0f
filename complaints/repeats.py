"""The same again: same customer or premise, same category, within thirty days after an answer.

Before an answer it is a chase. Counted from the answer, by the receipt of the later ticket.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Q

from complaints.models import Ticket, Tie

WITHIN = timedelta(days=30)


def earlier_of(ticket: Ticket) -> Ticket | None:
    """The newest ticket this one repeats."""
    whose = Q()
    if ticket.customer_id and ticket.customer and not ticket.customer.is_new:
        whose |= Q(customer=ticket.customer_id)
    if ticket.premise_id:
        whose |= Q(premise=ticket.premise_id)
    if ticket.category_id is None or not whose:
        return None
    answered = Ticket.objects.filter(
        whose,
        category=ticket.category_id,
        nature=ticket.nature,
        replied_at__gte=ticket.received_at - WITHIN,
        replied_at__lte=ticket.received_at,
    )
    return answered.exclude(pk=ticket.pk).order_by("-replied_at", "-pk").first()


def tie(ticket: Ticket, earlier: Ticket, at: datetime) -> None:
    Tie.objects.create(ticket=ticket, other=earlier, kind=Tie.Kind.REPEAT, made_at=at)


def mark(ticket: Ticket, at: datetime) -> Mapping[str, bool]:
    """Tie the ticket, classified anew, to what it repeats now; what the ticket says of it."""
    before = ticket.ties.standing().filter(kind=Tie.Kind.REPEAT) if ticket.is_repeat else Tie.objects.none()
    earlier = earlier_of(ticket)
    if ticket.is_repeat:
        before.exclude(other=earlier).update(undone_at=at)
    if earlier and not before.filter(other=earlier).exists():
        tie(ticket, earlier, at)
    return {"is_repeat": earlier is not None}
