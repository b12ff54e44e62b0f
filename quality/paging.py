"""Cases paged by key, the latest first: never by offset, so none is lost or repeated while new ones come."""

from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any

from django.db.models import Q, QuerySet

from complaints.models import Ticket

PAGE = 50
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def page(
    found: QuerySet, moment: str, ticket: str, after: str, *, of_contacts: bool = False
) -> tuple[list[tuple[Ticket | None, datetime, Any]], str]:
    """The next cases after this key as (ticket, moment, the case), and the key to go on with.

    moment: the column that says when; ticket: the path to the ticket, "" when the case is one. The ticket of a
    contact is the first it made; None without.
    """
    ordered = found.order_by(f"-{moment}", "-pk")
    if ticket:
        ordered = ordered.select_related(ticket)
    if (key := _key(after)) is not None:
        at, pk = key
        ordered = ordered.filter(Q(**{f"{moment}__lt": at}) | Q(**{moment: at, "pk__lt": pk}))
    if of_contacts:
        ordered = ordered.prefetch_related("tickets").select_related("outcome")
        cases = [(min(row.tickets.all(), key=lambda one: one.pk, default=None), row) for row in ordered[: PAGE + 1]]
    else:
        of = attrgetter(ticket.replace("__", ".")) if ticket else None
        cases = [(of(row) if of else row, row) for row in ordered[: PAGE + 1]]
    rows = [(about, getattr(row, moment), row) for about, row in cases]
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], f"{(last[1] - BEGINNING) // timedelta(microseconds=1)}-{last[2].pk}" if last else ""


def _key(after: str) -> tuple[datetime, int] | None:
    moment, _dash, pk = after.partition("-")
    try:
        return BEGINNING + timedelta(microseconds=int(moment)), int(pk)
    except (ValueError, OverflowError):
        return None
