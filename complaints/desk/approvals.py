"""What waits for this person's decision: proposals, refusals, more time, rulings. Must not decide: moves do.

Whoever had a hand in a matter does not find it here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from complaints import decisions, standing
from complaints.barred.facts import Facts
from complaints.choices import OPEN
from complaints.lifecycle import MOVES
from complaints.models import Extension, Proposal, Ticket
from complaints.moving import why_not
from complaints.queries import visible_to
from servicecenter import actors
from servicecenter.actors import Actor
from servicecenter.models import User

MOST = 50
# As the partial index has it, so that a full house answers at once.
ASKED = (
    ~Q(decision_asked="")
    | Q(extension_asked=True)
    | Q(awaiting_ruling=True)
    | Q(emergency_open=True)
    | Q(sensitive_unseen=True)
)
# Sort → the condition on the ticket, the move that grants, the move that sends back or refuses.
SORTS: dict[str, tuple[Q, str, str]] = {
    "approval": (Q(decision_asked__in=[Proposal.Kind.MEASURES, Proposal.Kind.MONEY]), "approve", "send_back"),
    "decline": (Q(decision_asked=Proposal.Kind.DECLINE), "decline", "send_back_refusal"),
    "reject": (Q(decision_asked=Proposal.Kind.REJECT), "reject", "send_back_refusal"),
    "extension": (Q(extension_asked=True), "decide_extension", "decide_extension"),
    "ruling": (Q(awaiting_ruling=True), "rule", ""),
    "emergency": (Q(emergency_open=True), "confirm_emergency", ""),
    "sensitive": (Q(sensitive_unseen=True), "see_sensitive", ""),
}
# Of a report of wrongdoing the integrity role decides.
DECIDERS = frozenset(role for _q, grant, _back in SORTS.values() for role in MOVES[grant].who) | {"integrity_officer"}


@dataclass(frozen=True)
class Asked:
    """One decision to take. `able` is false when the amount is above the limit of who looks at it."""

    ticket: Ticket
    sort: str
    proposal: Proposal | None = None
    extension: Extension | None = None
    able: bool = True

    @property
    def grant(self) -> str:
        return SORTS[self.sort][1]

    @property
    def back(self) -> str:
        return SORTS[self.sort][2]

    @property
    def by(self) -> User | None:
        if self.extension:
            return self.extension.asked_by
        return self.proposal.proposed_by if self.proposal else None


def asked_for(tickets: QuerySet[Ticket], sorts: Iterable[str]) -> QuerySet[Ticket]:
    """Those of the tickets on which one of these sorts of decision is asked for."""
    found = Q(pk__in=[])
    for sort in sorts:
        found |= SORTS[sort][0]
    return tickets.filter(ASKED, found, stage__in=OPEN)


def waiting(user: User, at: datetime) -> list[Asked]:
    """What this person may decide now, the nearest due time first; the same few statements however much it is."""
    actor = actors.staff(user, at)
    limits: dict[frozenset[str], decisions.Limit] = {}
    found = asked_for(visible_to(user, at), SORTS).select_related(
        "region__calendar", "customer", "category", "proposed_team", "handler", "team", "hold_reason"
    )
    tickets = found.prefetch_related(
        decisions.PROPOSALS,
        Prefetch("extensions", Extension.objects.select_related("asked_by", "clock")),
        "requests",
        "findings__cause",
    ).order_by("next_due_at", "pk")[:MOST]
    return [asked for ticket in tickets for asked in _of(ticket, actor, limits, at)]


def _of(ticket: Ticket, actor: Actor, limits: dict, at: datetime) -> Iterable[Asked]:
    here, facts = standing.before(ticket, actor), Facts(ticket, actor, at)
    if here.roles not in limits:
        limits[here.roles] = decisions.limit_of(here.roles)

    def may(sort: str) -> bool:
        """Sending back takes no right to as much money."""
        return why_not(MOVES[SORTS[sort][2] or SORTS[sort][1]], ticket, actor, at, facts) is None

    proposal = decisions.asked_on(ticket)
    if proposal and proposal.half_by_id != actor.id:
        sort = "approval" if proposal.kind in {Proposal.Kind.MEASURES, Proposal.Kind.MONEY} else proposal.kind
        if may(sort):
            yield Asked(ticket, sort, proposal=proposal, able=_able(ticket, proposal, here, limits[here.roles]))
    if ticket.extension_asked and may("extension"):
        yield Asked(ticket, "extension", extension=next(one for one in ticket.extensions.all() if one.granted is None))
    if ticket.awaiting_ruling and may("ruling"):
        yield Asked(ticket, "ruling")
    if ticket.emergency_open and may("emergency"):
        yield Asked(ticket, "emergency")
    if ticket.sensitive_unseen and may("sensitive"):
        yield Asked(ticket, "sensitive")


def _able(ticket: Ticket, proposal: Proposal, here: Actor, limit: Decimal | None) -> bool:
    missing = decisions.rights_missing(ticket, proposal)
    return not missing or bool(missing & decisions.rights_held(here.roles, proposal, limit))
