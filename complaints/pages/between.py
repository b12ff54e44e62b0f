"""What lies between this ticket and others, for its page: what it is tied to, and what may be the same matter."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from complaints import ties
from complaints.calling import similar
from complaints.models import Party, Ticket
from complaints.queries import Disclosure, visible_to
from complaints.story import Story
from servicecenter.actors import Actor


def of(story: Story, shown: Disclosure, actor: Actor, at: datetime) -> dict[str, Any]:
    """Only what this reader may see. Seven statements at most, one for a ticket nothing of it ever happened to."""
    ticket = story.ticket
    story.fetch("tasks", "external_reviews", *(["parties"] if shown.name and ticket.parties_known else ()))
    visible = visible_to(actor.user, at)
    tied = ties.told_of(ticket, visible) if story.may_be_tied else []
    known = {one.ticket.pk for one in tied}
    open_too = similar.similar_to(ticket, visible, knows_customer=shown.name) if ticket.stage != "archived" else []
    return {
        "tasks": list(ticket.tasks.all()),
        "parties": _parties(ticket, at) if shown.name else [],
        "outside": list(ticket.external_reviews.all()),
        "members": _members(ticket, visible),
        "tied": tied,
        "similar": [one for one in open_too if one.ticket.pk not in known],
    }


def _parties(ticket: Ticket, at: datetime) -> list[tuple[Party, bool]]:
    """Each with whether they may hear the answer today."""
    if not ticket.parties_known:
        return []
    others = [one for one in ticket.parties.all() if one.ended_at is None and one.role != Party.Role.COMPLAINANT]
    today = timezone.localtime(at).date()
    return [(one, one.may_hear(today)) for one in others]


MOST_SHOWN = 10


def _members(ticket: Ticket, visible: QuerySet[Ticket]) -> dict[str, Any]:
    """Of a lead: how many there are, how many go their own way, and the first of them."""
    if not ticket.leads_group:
        return {}
    of = visible.filter(lead=ticket)
    counts = of.aggregate(all=Count("pk"), own=Count("pk", filter=Q(own_way=True) | Q(round__gt=1)))
    return counts | {"first": list(of.order_by("-own_way", "pk")[:MOST_SHOWN])}
