"""The causes being put right, as a ticket's page, the list of those still open and the API tell of them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from complaints.models import Rectification, Ticket

MOST = 200
WHO = frozenset({"supervisor", "shift_leader", "complaint_manager", "coordinator", "handler", "reviewer"})
ROWS = ("team", "cause", "done_by", "verified_by")


def of(ticket: Ticket) -> list[Rectification]:
    """Those of one ticket; nothing is asked when it never had one."""
    return list(ticket.rectifications.select_related(*ROWS)) if ticket.rectify_known else []


def standing(tickets: QuerySet[Ticket]) -> list[Rectification]:
    """Not seen to yet, on these tickets, the nearest due first, at most MOST. One statement."""
    rows = Rectification.objects.standing().filter(ticket__in=tickets)
    return list(rows.select_related(*ROWS, "ticket", "ticket__region__calendar").order_by("due_at", "pk")[:MOST])


def in_groups(rows: Iterable[Rectification], at: datetime) -> dict[str, list[Rectification]]:
    """Overdue, to be done, and done but not looked at by anybody else."""
    groups: dict[str, list[Rectification]] = {"overdue": [], "open": [], "done": []}
    for row in rows:
        groups["done" if row.done_at else "overdue" if row.due_at < at else "open"].append(row)
    return groups
