"""Two tickets in one move: the other one found, both rows locked in ascending order, the tie between them kept."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from complaints.choices import Nature
from complaints.events import TICKET
from complaints.models import Ticket, Tie
from complaints.numbers import read_number
from complaints.queries import visible_to, visible_to_client
from complaints.refusals import Missing
from servicecenter import trail
from servicecenter.actors import Actor
from servicecenter.models import ApiClient
from servicecenter.requests import request_id


def reachable(actor: Actor, at: datetime):
    """The tickets this actor may name."""
    if actor.kind == "client" and actor.id is not None:
        return visible_to_client(ApiClient.objects.get(pk=actor.id))
    return visible_to(actor.user, at) if actor.user else Ticket.objects.all()


def find_other(written: str, ticket: Ticket, actor: Actor, at: datetime, field: str) -> Ticket:
    """The ticket of this number. Foreign, unknown, mistyped and the ticket itself are told alike.

    Raises Missing at `field`.
    """
    found = reachable(actor, at).filter(number=read_number(written)).exclude(pk=ticket.pk).first()
    if found is None:
        raise Missing({field: [_("There is no other ticket with this number, or not for you.")]})
    if Nature.REPORT in {found.nature, ticket.nature} and found.nature != ticket.nature:
        raise Missing({field: [_("A report of wrongdoing is tied to nothing but another such report.")]})
    return found


def lock_in_order(*ids: int) -> dict[int, Ticket]:
    """Both rows, ascending: two people who tie the same pair never wait for each other in a ring."""
    rows = Ticket.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return {row.pk: row for row in rows}


def newest_to_undo(ticket: Ticket) -> Tie | None:
    return ticket.ties.standing().exclude(kind=Tie.Kind.REPEAT).select_related("other").order_by("-pk").first()


def may_still_undo(ticket: Ticket, except_tie: Tie) -> bool:
    return ticket.ties.standing().exclude(kind=Tie.Kind.REPEAT).exclude(pk=except_tie.pk).exists()


def tell(kind: str, ticket: Ticket, what: str, other: Ticket, *, actor: Actor, at: datetime, source: str) -> None:
    """Write on `ticket` what a move made on `other` did to it."""
    trail.record(
        kind, subject=(TICKET, ticket.pk), at=at, actor=actor.within(ticket.region_id), source=source,
        payload={"what": what, "other": other.pk, "number": other.number}, request_id=request_id.get(),
    )  # fmt: skip


def standing_of(ticket: Ticket) -> list[Tie]:
    """Every standing tie, from either side. One statement."""
    mine = Tie.objects.standing().filter(Q(ticket=ticket) | Q(other=ticket))
    return list(mine.select_related("ticket", "other"))


@dataclass(frozen=True)
class Tied:
    """One standing tie as it is read from a ticket: `words` of the one at its other end."""

    kind: str
    words: str
    ticket: Ticket


def told_of(ticket: Ticket, visible: QuerySet[Ticket]) -> list[Tied]:
    """The standing ties whose other end is among `visible`. At most two statements."""
    standing = standing_of(ticket)
    ends = [tie.ticket_id if tie.other_id == ticket.pk else tie.other_id for tie in standing]
    seen = set(visible.filter(pk__in=ends).values_list("pk", flat=True)) if ends else set()
    return [_told(tie, ticket) for tie, end in zip(standing, ends, strict=True) if end in seen]


def _told(tie: Tie, ticket: Ticket) -> Tied:
    from_here = tie.ticket_id == ticket.pk
    words = {
        Tie.Kind.LINK: (_("Linked"), _("Linked")),
        Tie.Kind.MERGE: (_("Merged into"), _("Merged into this one")),
        Tie.Kind.SPLIT: (_("Split off from"), _("Split off from this one")),
        Tie.Kind.REPEAT: (_("The same again as"), _("Came again")),
    }[Tie.Kind(tie.kind)]
    return Tied(tie.kind, words[0 if from_here else 1], tie.other if from_here else tie.ticket)
