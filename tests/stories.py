"""Whether every row under a ticket was said by the ticket's own story, as complaints/story.py relies on."""

from django.db.models import Q

from complaints.models import Ticket, Tie
from complaints.story import UNDER_A_TICKET, Story


def untold() -> set[tuple[str, str]]:
    """Ticket and table, wherever there are rows no event says anything of."""
    return {(story.ticket.number, what) for story in map(Story, Ticket.objects.all()) for what in _untold(story)}


def _untold(story: Story) -> set[str]:
    ticket = story.ticket
    there = {name: set(one.model._default_manager.filter(ticket=ticket)) for name, one in UNDER_A_TICKET.items()}
    story.fetch(*UNDER_A_TICKET)
    missed = {name for name, rows in there.items() if rows != set(getattr(ticket, name).all())}
    tied = Tie.objects.standing().filter(Q(ticket=ticket) | Q(other=ticket)).exists()
    if tied and not story.may_be_tied:
        missed.add("ties")
    return missed | ({"merged"} if set(story.merged.values()) != set(ticket.merged.all()) else set())
