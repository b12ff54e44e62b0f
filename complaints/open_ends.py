"""What keeps a ticket from being archived: everything promised, ordered or asked that is still open.

The one list of it. Each ground is a field of the ticket that is true, or more than nought, while it is open;
whoever adds such a field adds it here.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.models import Ticket

GROUNDS: dict[str, str | Promise] = {
    "order_open": _("An order is open; it is not answered yet."),
    "follow_ups_open": _("Something promised to the customer is not done yet."),
}


def of(ticket: Ticket) -> list[str]:
    """Why it cannot be archived now, in the reader's language; empty when nothing is open."""
    return [str(words) for field, words in GROUNDS.items() if getattr(ticket, field)]
