"""Stage 4: what is to be done about it, in measures and money, and who else approves that before the customer hears.

Making safe never waits for any of this.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from complaints import decisions, standing
from complaints.models import Proposal, Reason, Ticket
from complaints.moving import move
from servicecenter.actors import Actor
from servicecenter.models import Event


def propose(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    measures: str,
    amount: Decimal | None = None,
    money: Reason | None = None,
    done_by: datetime | None = None,
) -> Event:
    """Propose measures, money and dates. Over one's limit, on a sensitive ticket and in a further round
    somebody else approves them before the reply; otherwise they stand at once.
    """
    payload: dict[str, Any] = {
        "amount": str(amount) if amount is not None else "",
        "reason": money.code if money else "",
        "done_by": done_by.isoformat() if done_by else "",
    }

    def apply(locked: Ticket) -> Mapping[str, Any]:
        kind, needed = _what_it_needs(locked, amount, actor)
        standing = {} if needed else {"approved": True, "decided_at": at}
        decisions.ask(
            locked, kind, actor=actor, at=at, words=measures, amount=amount, money=money, done_by=done_by, **standing
        )
        payload.update(needed=needed, role="", people=[])
        if needed:
            payload["role"], payload["people"] = _whom(locked, kind, amount, at)
        return {"decision_asked": kind if needed else "", "approved_round": 0 if needed else locked.round}

    return move(
        ticket, "propose", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": measures},
    )  # fmt: skip


def _whom(ticket: Ticket, kind: str, amount: Decimal | None, at: datetime) -> tuple[str, list[int]]:
    """Who is asked; for money where the measures need approval as well, both."""
    role, people = decisions.whom_to_ask(ticket, kind, amount, at)
    if kind == Proposal.Kind.MONEY and (ticket.sensitive or ticket.round > 1):
        people = sorted({*people, *decisions.whom_to_ask(ticket, Proposal.Kind.MEASURES, None, at)[1]})
    return role, people


def _what_it_needs(ticket: Ticket, amount: Decimal | None, actor: Actor) -> tuple[str, bool]:
    """Its kind, and whether somebody else must approve it."""
    roles = standing.before(ticket, actor).roles
    if not decisions.covers(decisions.limit_of(roles), amount):
        return Proposal.Kind.MONEY, True
    return Proposal.Kind.MEASURES, ticket.sensitive or ticket.round > 1


def approve(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, opinion: str = ""
) -> Event:
    """Approve what somebody else proposed: the reply may go out.

    Money on a sensitive matter or in a further round takes two rights; used one after the other, the ticket waits
    for the second.
    """
    payload: dict[str, Any] = {}
    halves: list[Proposal] = []

    def apply(locked: Ticket) -> Mapping[str, Any]:
        here = standing.before(locked, actor)
        if half := decisions.approve_half(locked, actor=here, at=at):
            halves.append(half)
            _tell_of_half(locked, half, payload, at)
            return {}
        proposal = decisions.close(locked, approved=True, opinion=opinion, actor=here, at=at)
        payload.update(_told_of(proposal), amount=str(proposal.amount) if proposal.amount is not None else "")
        return {"decision_asked": "", "approved_round": locked.round}

    with transaction.atomic():
        event = move(
            ticket, "approve", actor=actor, at=at, source=source, version=version, apply=apply,
            payload=payload, text={"opinion": opinion},
        )  # fmt: skip
        if halves:
            decisions.wait_for_the_other(ticket, halves[0], at)
    return event


def _tell_of_half(ticket: Ticket, half: Proposal, payload: dict[str, Any], at: datetime) -> None:
    """Whoever has the right that is still missing hears of it."""
    kind = Proposal.Kind.MEASURES if half.half == Proposal.Right.MONEY else Proposal.Kind.MONEY
    role, people = decisions.whom_to_ask(ticket, kind, half.amount, at)
    payload.update(half=half.half, role=role, people=people, amount=str(half.amount))


def send_back(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, opinion: str
) -> Event:
    """Send back the measures somebody else proposed, saying why; no clock of the matter stops for it."""
    return _send_back("send_back", ticket, actor, at, source, version, opinion)


def send_back_refusal(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, opinion: str
) -> Event:
    """It is not refused like this: whoever proposed it reads why, and the review goes on."""
    return _send_back("send_back_refusal", ticket, actor, at, source, version, opinion)


def _send_back(name: str, ticket: Ticket, actor: Actor, at: datetime, source: str, version, opinion: str) -> Event:
    payload: dict[str, Any] = {}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        proposal = decisions.close(locked, approved=False, opinion=opinion, actor=actor, at=at)
        payload.update(_told_of(proposal), kind=proposal.kind)
        return {"decision_asked": ""}

    return move(
        ticket, name, actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"opinion": opinion},
    )  # fmt: skip


def _told_of(proposal: Proposal) -> dict[str, Any]:
    """Whoever proposed it hears what became of it."""
    return {"role": "handler", "people": [proposal.proposed_by_id] if proposal.proposed_by_id else []}
