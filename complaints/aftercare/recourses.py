"""Where a customer can go who disagrees with an answer: chosen by what the matter is about and where."""

from collections.abc import Iterable

from django.db.models import Q

from complaints.models import Recourse, Ticket


def for_ticket(ticket: Ticket) -> list[Recourse]:
    """Every right of review and outside body whose selectors fit, in the order an administrator gave them."""
    utility = ticket.category.utility if ticket.category else ""
    fitting = (
        Q(nature__in={"", ticket.nature})
        & Q(utility__in={"", utility})
        & (Q(category=None) | Q(category=ticket.category_id))
        & (Q(region=None) | Q(region=ticket.region_id))
    )
    return list(Recourse.objects.filter(fitting, is_active=True))


def by_code(codes: Iterable[str]) -> dict[str, Recourse]:
    """Those named in an answer. One removed since is not among them."""
    return {one.code: one for one in Recourse.objects.filter(code__in=set(codes))}
