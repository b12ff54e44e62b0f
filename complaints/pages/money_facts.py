"""Money as the ticket's own page shows it: the newest bills, and what was asked of billing."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from complaints import about, adjusting, standing
from complaints.queries import Disclosure
from complaints.story import Story
from servicecenter.actors import Actor

ON_THE_TICKET = 4


def of(story: Story, shown: Disclosure, actor: Actor, at: datetime) -> dict[str, Any]:
    """Two statements at most; nothing for who may not know account facts."""
    if not shown.account:
        return {}
    ticket = story.ticket
    story.fetch("adjustments")
    today = timezone.localtime(at).date()
    bills = about.bills_of(about.accounts_shown(ticket, shown), today, most=ON_THE_TICKET)
    return {
        "bills": bills[:ON_THE_TICKET],
        "more_bills": len(bills) > ON_THE_TICKET,
        "adjustments": list(ticket.adjustments.all()),
        "may_adjust": adjusting.may_ask(ticket, actor) is None,
        "may_deal": bool(standing.before(ticket, actor).roles & adjusting.WHO),
    }
