"""What exactly stands in the way of ending a ticket: what was promised and asked of billing, by name."""

from collections.abc import Callable
from itertools import islice

from django.utils.translation import gettext as _

from complaints.models import Ticket
from servicecenter.moments import say_date

MOST_NAMED = 5  # a refusal is read, not studied


def named(condition: str, ticket: Ticket) -> list[str]:
    """The first few, as the ticket's page calls them; none where there is nothing to name."""
    return list(islice(NAMES[condition](ticket), MOST_NAMED)) if condition in NAMES else []


def _follow_ups(ticket: Ticket) -> list[str]:
    told = _("%(kind)s “%(what)s”, by %(day)s")
    return [
        told % {"kind": one.get_kind_display(), "what": one.what, "day": say_date(one.due_at.date())}
        for one in ticket.follow_ups.all()
        if one.done_at is None
    ]


def _adjustments(ticket: Ticket) -> list[str]:
    """Without the amounts: those are for who may know account facts."""
    told = _("%(kind)s, %(state)s")
    return [
        told % {"kind": one.get_kind_display(), "state": one.get_state_display()}
        for one in ticket.adjustments.all()
        if one.is_open
    ]


NAMES: dict[str, Callable[[Ticket], list[str]]] = {
    "follow_ups_open": _follow_ups,
    "adjustments_open": _adjustments,
}
