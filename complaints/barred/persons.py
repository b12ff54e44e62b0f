"""Who stands too near a matter, or has nothing to do with it: four eyes, kept by name.

Each returns the refusal, or None. Customers, clients and rounds are no colleagues: only staff can stand too near.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from complaints import decisions
from complaints.aftercare import what_follows
from complaints.barred.facts import DECIDED, Facts, colleague
from complaints.lifecycle import MOVES
from complaints.models import Extension, FollowUp, Proposal, Rectification, Task, Ticket
from complaints.refusals import NotYours
from servicecenter.actors import NOT_STAFF, Actor
from servicecenter.models import Team

MOST_HOLDS = 2  # a handler's; a third is a supervisor's
MAY_HOLD_ON = {"supervisor", "complaint_manager"}
# Whose work it is to do what others promised: who leads them, and whoever talks with customers.
DO_FOR_OTHERS = {"agent", "coordinator", "supervisor", "complaint_manager", "client"}
# Whoever dispatches to any department.
ANYWHERE = set(MOVES["dispatch"].who) - {"coordinator"}


def dispatched_it(facts: Facts) -> NotYours | None:
    if facts.me and facts.ticket.emergency_by_id == facts.me:
        return NotYours(_("Whoever dispatched the emergency does not confirm it."))
    return None


def decided_before(facts: Facts) -> NotYours | None:
    """Nobody uses both rights on one ticket."""
    decided = (one for one in facts.told(*DECIDED) if one.actor_role not in NOT_STAFF)
    if facts.me and any(one.actor_id == facts.me for one in decided):
        return NotYours(_("Whoever has decided on this ticket proposes nothing on it."))
    return None


def had_a_hand(facts: Facts) -> NotYours | None:
    asked = decisions.asked_on(facts.ticket)
    if asked and facts.me and asked.proposed_by_id == facts.me:
        return NotYours(_("Whoever proposed it does not decide on it."))
    proposed = {one.proposed_by_id for one in facts.ticket.proposals.all()}
    if facts.me and facts.me in {facts.ticket.handler_id, *proposed}:
        return NotYours(_("Whoever handles this ticket, or proposed something on it, does not decide on it."))
    return None


def not_theirs_to_judge(facts: Facts) -> NotYours | None:
    asked = decisions.asked_on(facts.ticket)
    if asked and asked.kind == Proposal.Kind.MEASURES and not facts.actor.roles & decisions.ON_MEASURES:
        return NotYours(_("Measures are approved by a supervisor; the finance approver decides on money."))
    return None


def above_their_limit(facts: Facts) -> NotYours | None:
    """Money takes whoever may give as much; on a sensitive matter or in a further round, the measures' right too."""
    asked = decisions.asked_on(facts.ticket)
    if asked is None or asked.kind != Proposal.Kind.MONEY:
        return None
    if asked.half and facts.me and asked.half_by_id == facts.me:
        return NotYours(_("Whoever gave the first approval does not give the second."))
    missing, roles = decisions.rights_missing(facts.ticket, asked), facts.actor.roles
    if missing & decisions.rights_held(roles, asked, decisions.limit_of(roles)):
        return None
    if Proposal.Right.MONEY in missing:
        return NotYours(_("This amount is above the limit of this role."))
    return NotYours(_("The money is approved; the measures are approved by a supervisor."))


def held_it_twice(facts: Facts) -> NotYours | None:
    if not facts.actor.roles & MAY_HOLD_ON and len(facts.told("ticket.held")) >= MOST_HOLDS:
        return NotYours(_("It was put on hold twice already: a third time only a supervisor does."))
    return None


def asked_for_it(facts: Facts) -> NotYours | None:
    asked: Iterable[Extension] = (one for one in facts.ticket.extensions.all() if one.granted is None)
    if facts.me and any(one.asked_by_id == facts.me for one in asked):
        return NotYours(_("Whoever asked for more time does not decide on it."))
    return None


def may_dispatch_to(here: Actor, ticket: Ticket, team: Team) -> bool:
    """A coordinator inside the department only."""
    if "coordinator" not in here.roles or here.roles & ANYWHERE:
        return True
    return _department(team) == _department(ticket.team)


def _department(team: Team | None) -> int | None:
    return (team.department_id or team.pk) if team else None


def may_do(here: Actor, follow_up: FollowUp) -> bool:
    """Its owner; or whoever does what others promised."""
    return bool(here.roles & DO_FOR_OTHERS) or follow_up.owner_id in {None, colleague(here)}


def promised_nothing(facts: Facts) -> NotYours | None:
    open_ones = [one for one in facts.follow_ups if one.done_at is None]
    return None if any(may_do(facts.actor, one) for one in open_ones) else of_another_owner()


def of_another_owner() -> NotYours:
    return NotYours(_("What was promised is noted as done by whoever owns the promise, or by who leads them."))


def may_verify(here: Actor, done: FollowUp | Rectification) -> bool:
    return done.done_by_id is None or done.done_by_id != colleague(here)


def did_it_all(facts: Facts) -> NotYours | None:
    done = [one for one in facts.follow_ups if one.done_at and one.verified_at is None]
    return None if any(may_verify(facts.actor, one) for one in done) else did_it()


def rectified_it_all(facts: Facts) -> NotYours | None:
    done = [one for one in facts.rectifications if one.done_at]
    return None if any(may_verify(facts.actor, one) for one in done) else did_it()


def did_it() -> NotYours:
    return NotYours(_("Whoever did it does not verify it."))


def handled_it(facts: Facts) -> NotYours | None:
    if facts.me and facts.me in facts.handled:
        return NotYours(_("Whoever handled it does not ask the customer about it."))
    return None


def took_part(facts: Facts) -> NotYours | None:
    """In the handling or in the call."""
    if facts.me and facts.me in {*facts.handled, what_follows.unsatisfied(facts.ticket).settled_by_id}:
        return NotYours(_("This is decided by someone who took no part: neither in the handling nor in the call."))
    return None


def handles_it(facts: Facts) -> NotYours | None:
    if facts.me and facts.me == facts.ticket.handler_id:
        return NotYours(_("A withdrawal is taken by someone who does not handle the matter."))
    return None


def speaks_for(here: Actor, task: Task) -> bool:
    """Of the team that was asked, leading it, or a supervisor for it; a client answers for its own house."""
    if here.user is None or "supervisor" in here.roles:
        return True
    return here.user.team_id == task.team_id or task.team_id in here.user.teams_led()


def not_asked(facts: Facts) -> NotYours | None:
    return None if any(speaks_for(facts.actor, one) for one in facts.tasks) else of_another_team()


def of_another_team() -> NotYours:
    return NotYours(_("Only the team that was asked answers, or a supervisor for it."))
