"""What a second person decides: with which right, by when, and what becomes of a proposal nobody needs any more.

Must not decide itself: the verbs are in stages/declining.py and stages/proposals.py. Who stands too near for it is in
barred/persons.py.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q, prefetch_related_objects

from complaints import conflicts
from complaints.choices import Nature, Priority, Stage
from complaints.lifecycle import APPROVERS
from complaints.models import MoneyLimit, Proposal, Target, Ticket
from complaints.promises import clocks
from complaints.promises.milestones import Milestone
from complaints.promises.promising import begin_within
from servicecenter import duty
from servicecenter.actors import Actor

# The stages at which each kind of proposal can still be decided.
OPEN_AT: dict[str, tuple[Stage, ...]] = {
    Proposal.Kind.DECLINE: (Stage.RECEIVED, Stage.REVIEWING),
    Proposal.Kind.REJECT: (Stage.REVIEWING,),
    Proposal.Kind.MEASURES: (Stage.INVESTIGATING,),
    Proposal.Kind.MONEY: (Stage.INVESTIGATING,),
}
# Minutes within which a decision is taken: of opening hours, and of any hour when it is urgent.
WITHIN_WORKING_MINUTES = 240
WITHIN_MINUTES_URGENT = 60
PROPOSALS = Prefetch("proposals", Proposal.objects.select_related("proposed_by", "ground", "money"))
ON_MEASURES = frozenset(APPROVERS) - {"finance_approver"}


def ask(ticket: Ticket, kind: str, *, actor: Actor, at: datetime, **said: Any) -> Proposal:
    """Write down what is proposed on the locked ticket and start the clock of its decision."""
    proposal = Proposal.objects.create(
        ticket=ticket, kind=kind, round=ticket.round, proposed_at=at, proposed_by=actor.user, **said
    )
    if proposal.approved is None:
        _start_clock(ticket, proposal, at)
    return proposal


def _start_clock(ticket: Ticket, proposal: Proposal, at: datetime) -> None:
    urgent = ticket.priority in {Priority.CRITICAL, Priority.URGENT}
    amount = WITHIN_MINUTES_URGENT if urgent else WITHIN_WORKING_MINUTES
    unit = Target.Unit.MINUTES if urgent else Target.Unit.WORKING_MINUTES
    subject = f"proposal:{proposal.pk}:{proposal.half}" if proposal.half else f"proposal:{proposal.pk}"
    begin_within(ticket, Milestone.DECIDE, subject, at, amount, unit)


def asked_on(ticket: Ticket) -> Proposal | None:
    """The proposal that waits for a decision, with who made it and on which ground; None when none does.

    Those decided before are at hand on the ticket afterwards, too.
    """
    if not ticket.decision_asked:
        return None
    prefetch_related_objects([ticket], PROPOSALS)
    return next((one for one in ticket.proposals.all() if one.approved is None), None)


def close(ticket: Ticket, *, approved: bool, opinion: str, actor: Actor, at: datetime) -> Proposal:
    """Decide on what is open on the locked ticket."""
    proposal = ticket.proposals.get(approved=None)
    proposal.approved, proposal.opinion, proposal.decided_at, proposal.decided_by = approved, opinion, at, actor.user
    proposal.save(update_fields=["approved", "opinion", "decided_at", "decided_by"])
    return proposal


def rights_missing(ticket: Ticket, proposal: Proposal) -> set[str]:
    """Which rights must still be used before it is approved: money over the limit needs whoever may give as much,
    and on a sensitive matter or in a further round whoever approves measures, too.
    """
    if proposal.kind != Proposal.Kind.MONEY:
        return {Proposal.Right.MEASURES} if proposal.kind == Proposal.Kind.MEASURES else set()
    needed = {Proposal.Right.MONEY} | ({Proposal.Right.MEASURES} if ticket.sensitive or ticket.round > 1 else set())
    return {str(right) for right in needed} - {proposal.half}


def rights_held(roles: frozenset[str], proposal: Proposal, limit: "Limit") -> set[str]:
    held = {str(Proposal.Right.MEASURES)} if roles & ON_MEASURES else set()
    return held | ({str(Proposal.Right.MONEY)} if covers(limit, proposal.amount) else set())


def approve_half(ticket: Ticket, *, actor: Actor, at: datetime) -> Proposal | None:
    """Use one of two rights on what is open on the locked ticket; None when this approval is the last one needed."""
    proposal = ticket.proposals.get(approved=None)
    missing = rights_missing(ticket, proposal)
    used = missing & rights_held(actor.roles, proposal, limit_of(actor.roles))
    if used == missing:
        return None
    proposal.half, proposal.half_by, proposal.half_at = used.pop(), actor.user, at
    proposal.save(update_fields=["half", "half_by", "half_at"])
    return proposal


def wait_for_the_other(ticket: Ticket, proposal: Proposal, at: datetime) -> None:
    """The clock of the first half has ended with it: that of the second begins."""
    _start_clock(ticket, proposal, at)
    clocks.point_at_nearest(ticket, list(ticket.clocks.alive()))
    ticket.save(update_fields=[*clocks.NEAREST])


def lapse(ticket: Ticket, stage: str, at: datetime) -> Mapping[str, Any]:
    """The matter goes on to a stage where what is asked for is of no more use, and neither is its clock."""
    if not ticket.decision_asked or stage in OPEN_AT[ticket.decision_asked]:
        return {}
    if ticket.proposals.filter(approved=None).update(approved=False, decided_at=at):
        clocks.cancel_running(ticket, Milestone.DECIDE, at)
    return {"decision_asked": ""}


Limit = Decimal | None  # None: without one


def limit_of(roles: frozenset[str]) -> Limit:
    """The highest amount these roles give or approve without asking further; nothing for who has no row."""
    found = list(MoneyLimit.objects.filter(role__in=roles).values_list("amount", flat=True))
    known = [amount for amount in found if amount is not None]
    return None if len(known) < len(found) else max(known, default=Decimal(0))


def covers(limit: Limit, amount: Decimal | None) -> bool:
    return limit is None or amount is None or amount <= limit


def whom_to_ask(ticket: Ticket, kind: str, amount: Decimal | None, at: datetime) -> tuple[str, list[int]]:
    """Who is on duty now and may decide, the lowest role first; without anybody on duty, who holds the role.

    Of a report of wrongdoing only the integrity role hears.
    """
    if ticket.nature == Nature.REPORT:
        return conflicts.reach("integrity_officer", ticket, at)
    roles: tuple[str, ...] = ("supervisor", "complaint_manager")
    if kind == Proposal.Kind.MONEY:
        enough = MoneyLimit.objects.filter(Q(amount=None) | Q(amount__gte=amount), role__in=APPROVERS)
        able = set(enough.values_list("role", flat=True))
        roles = tuple(role for role in APPROVERS if role in able)
    return duty.reach_first(roles, ticket.region_id, at, conflicts.of(ticket))
