"""A refund or correction decided on a ticket, asked of billing and followed until the money is where it belongs.

No move: the ticket's stage and version stay. Every state is an event of the ticket, under the ticket's lock.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from complaints import decisions, standing
from complaints.choices import Stage
from complaints.events import TICKET
from complaints.models import Adjustment, Clock, FollowUp, Proposal, Target, Ticket
from complaints.promises import clocks
from complaints.promises.milestones import Milestone
from complaints.promises.promising import begin_at, begin_within
from complaints.refusals import Missing, NotNow, NotYours
from complaints.stages.follow_ups import do_follow_up
from customers.models import Account, Bill
from servicecenter import money, trail
from servicecenter.actors import Actor
from servicecenter.models import Event
from servicecenter.requests import request_id

STAGES = (Stage.INVESTIGATING, Stage.REPLIED)
WHO = frozenset(
    {"handler", "coordinator", "supervisor", "shift_leader", "complaint_manager", "finance_approver", "client"}
)
WORKING_DAYS = 10  # until the money is there, when neither reply nor approval named a day
BACK_DAYS = 1  # working days to say what follows when the money came back after its day
State = Adjustment.State


def may_ask(ticket: Ticket, actor: Actor) -> NotNow | NotYours | None:
    """The reason this actor cannot ask billing for an adjustment now, or None."""
    if ticket.stage not in STAGES:
        return NotNow(_("An adjustment is asked for while the matter is investigated or after the reply."))
    if not standing.before(ticket, actor).roles & WHO:
        return NotYours(_("Your role does not ask billing for adjustments."))
    return None


def request_adjustment(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    kind: str,
    account: Account,
    amount: Decimal,
    reason: str,
    bill: Bill | None = None,
    follow_up: FollowUp | None = None,
    due_at: datetime | None = None,
    instead_of: Adjustment | None = None,
) -> Event:
    """Ask billing for it. Raises NotNow, NotYours, or Missing by field; `amount` in the utility's currency."""
    with transaction.atomic():
        locked = _lock(ticket)
        if refusal := may_ask(locked, actor):
            raise refusal
        minor = _minor(amount)
        _fits(locked, account, bill, follow_up)
        proposal = _allowed_by(locked, minor, amount, actor)
        due = due_at or (follow_up and follow_up.due_at) or (proposal and proposal.done_by)
        if due_at and due_at <= at:
            raise Missing({"due_at": [_("Choose a moment to come, not one that is past.")]})
        mine = Adjustment.objects.create(
            ticket=locked, round=locked.round, account=account, bill=bill, follow_up=follow_up, proposal=proposal,
            kind=kind, amount=minor, currency=settings.CURRENCY, reason=reason, requested_at=at, changed_at=at,
            requested_by=actor.user, due_at=due or at,
        )  # fmt: skip
        _start_clock(locked, mine, due if due and due > at else None, at)
        if instead_of:
            _deal_with(locked, instead_of, at)
        _stand(locked, at, touched=True)
        event = _record("adjustment.requested", mine, actor, at, source, text={"words": reason})
    ticket.__dict__.update(locked.__dict__)
    return event


def let_rest(adjustment: Adjustment, *, actor: Actor, at: datetime, source: str, words: str) -> Event:
    """What billing rejected or took back is not asked for again, and why."""
    with transaction.atomic():
        locked = _lock(adjustment.ticket)
        if not standing.before(locked, actor).roles & WHO:
            raise NotYours(_("Your role does not ask billing for adjustments."))
        mine = _deal_with(locked, adjustment, at)
        _stand(locked, at, touched=True)
        return _record("adjustment.rested", mine, actor, at, source, text={"words": words})


def advance(
    adjustment: Adjustment, state: str, *, actor: Actor, at: datetime, source: str, reference: str, words: str = ""
) -> Adjustment:
    """Billing's word on it. Said again with the same reference it changes nothing. Raises NotNow out of order."""
    with transaction.atomic():
        locked = _lock(adjustment.ticket)
        mine = Adjustment.objects.select_for_update(of=("self",)).get(pk=adjustment.pk)
        if mine.state == state and mine.reference == reference:
            return mine
        if state not in Adjustment.NEXT[State(mine.state)]:
            told = {"now": mine.get_state_display(), "then": State(state).label}
            raise NotNow(_("It is “%(now)s”: “%(then)s” does not follow from that.") % told)
        mine.state, mine.changed_at, mine.reference, mine.answer = state, at, reference or mine.reference, words
        mine.save(update_fields=["state", "changed_at", "reference", "answer"])
        if state == State.SETTLED:
            clocks.end_of_subject(locked, mine.subject, at)
        elif state == State.REVERSED:
            _start_again(locked, mine, at)
        _stand(locked, at, touched=False)
        payload = _handler_hears(locked, mine) if mine.waits_for_us else {}
        text = {"words": words, "reference": reference}
        _record(f"adjustment.{state}", mine, actor, at, source, payload=payload, text=text)
        if state == State.SETTLED:
            _keep_promise(locked, mine, actor, at, source)
    return mine


def _lock(ticket: Ticket) -> Ticket:
    return Ticket.objects.select_for_update(of=("self",)).select_related("region__calendar").get(pk=ticket.pk)


def _minor(amount: Decimal) -> int:
    try:
        return money.minor(amount, settings.CURRENCY)
    except ValueError as error:
        raise Missing({"amount": [_("So small a part of the currency does not exist.")]}) from error


def _fits(ticket: Ticket, account: Account, bill: Bill | None, follow_up: FollowUp | None) -> None:
    """Bill and promise are of this account and this ticket, as they stand under the lock."""
    if bill and bill.account_id != account.pk:
        raise Missing({"bill": [_("It is another account's bill.")]})
    if bill and bill.currency != settings.CURRENCY:
        raise Missing({"bill": [_("This bill is in another currency.")]})
    if follow_up is None:
        return
    still = FollowUp.objects.filter(pk=follow_up.pk, ticket=ticket, kind=FollowUp.Kind.REFUND, done_at=None)
    if not still.exists() or _alive(follow_up.adjustments).exists():
        raise Missing({"follow_up": [_("This promise is kept already, or asked of billing already.")]})


def _alive(rows: Any) -> Any:
    return rows.exclude(state__in=[State.REJECTED, State.REVERSED])


def _allowed_by(ticket: Ticket, minor: int, amount: Decimal, actor: Actor) -> Proposal | None:
    """The approved proposal that has so much left, or None when it lies within the actor's own limit."""
    for proposal in ticket.proposals.filter(approved=True, amount__isnull=False).order_by("-pk"):
        spent = _alive(proposal.adjustments).aggregate(sum=Sum("amount"))["sum"] or 0
        if minor <= _minor(proposal.amount or Decimal(0)) - spent:
            return proposal
    given = _alive(ticket.adjustments.filter(proposal=None)).aggregate(sum=Sum("amount"))["sum"] or 0
    whole = amount + money.major(given, settings.CURRENCY)
    if decisions.covers(decisions.limit_of(standing.before(ticket, actor).roles), whole):
        return None
    raise NotYours(_("This amount is above the limit of this role: propose it first, and have it approved."))


def _start_clock(ticket: Ticket, mine: Adjustment, due: datetime | None, at: datetime) -> None:
    if mine.follow_up_id:
        return  # the promise has its own
    if due:
        begin_at(ticket, Milestone.PAYMENT, mine.subject, at, due, Target.Sort.PROMISE)
        return
    clock = begin_within(ticket, Milestone.PAYMENT, mine.subject, at, WORKING_DAYS, Target.Unit.WORKING_DAYS)
    mine.due_at = clock.due_at
    mine.save(update_fields=["due_at"])


def _start_again(ticket: Ticket, mine: Adjustment, at: datetime) -> None:
    """The customer has not the money after all: until somebody says what follows it is promised as it was."""
    if mine.due_at > at:
        begin_at(ticket, Milestone.PAYMENT, mine.subject_back, at, mine.due_at, Target.Sort.PROMISE)
    else:
        begin_within(ticket, Milestone.PAYMENT, mine.subject_back, at, BACK_DAYS, Target.Unit.WORKING_DAYS)


def _deal_with(ticket: Ticket, adjustment: Adjustment, at: datetime) -> Adjustment:
    """Its clock is of no more interest: the money goes another way or none."""
    mine = ticket.adjustments.filter(pk=adjustment.pk).first()
    if mine is None or not mine.waits_for_us:
        raise NotNow(_("Nothing about this adjustment waits for an answer."))
    mine.dealt_with_at = at
    mine.save(update_fields=["dealt_with_at"])
    for clock in Clock.objects.alive().filter(ticket=ticket, subject__in=[mine.subject, mine.subject_back]):
        clocks.cancel(clock, at)
        clock.save(update_fields=clocks.CHANGING)
    return mine


def _stand(ticket: Ticket, at: datetime, *, touched: bool) -> None:
    """Note on the ticket how many are open and what it waits for next."""
    open_ = Q(state__in=[State.REQUESTED, State.ACKNOWLEDGED])
    unanswered = Q(state__in=[State.REJECTED, State.REVERSED], dealt_with_at=None)
    ticket.adjustments_open = ticket.adjustments.filter(open_ | unanswered).count()
    clocks.point_at_nearest(ticket, Clock.objects.alive().filter(ticket=ticket))
    if touched:
        ticket.touched_at = at
    ticket.save(update_fields=["adjustments_open", "touched_at", *clocks.NEAREST])


def _keep_promise(ticket: Ticket, mine: Adjustment, actor: Actor, at: datetime, source: str) -> None:
    """The money is there, so the reply's promise is done; somebody else still verifies it."""
    promised = mine.follow_up
    if promised is None or promised.done_at or ticket.stage == Stage.ARCHIVED:
        return
    proof = _("Settled by billing: %(reference)s") % {"reference": mine.reference}
    do_follow_up(ticket, actor=actor, at=at, source=source, follow_up=promised, words=proof)


def _handler_hears(ticket: Ticket, mine: Adjustment) -> Mapping[str, Any]:
    people = {ticket.handler_id, mine.requested_by_id} - {None}
    return {"role": "handler", "people": sorted(one for one in people if one)}


def _record(
    kind: str, mine: Adjustment, actor: Actor, at: datetime, source: str, *,
    payload: Mapping[str, Any] | None = None, text: Mapping[str, Any] | None = None,
) -> Event:  # fmt: skip
    facts = {"adjustment": mine.pk, "kind": mine.kind, "amount": mine.amount, "currency": mine.currency}
    return trail.record(
        kind, subject=(TICKET, mine.ticket_id), at=at, actor=actor, source=source,
        payload={**facts, **(payload or {})}, text=text, request_id=request_id.get(),
    )  # fmt: skip
