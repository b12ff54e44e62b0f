"""The customer says themselves whether it is solved: their own verification, to be changed for a day."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.aftercare.after_policy import REOPEN_WITHIN
from complaints.choices import Stage
from complaints.events import TICKET
from complaints.models import Callback, CallbackRule, Ticket, Triage
from complaints.refusals import NotNow
from complaints.stages import settling
from servicecenter import trail
from servicecenter.actors import Actor
from servicecenter.models import Event
from servicecenter.requests import request_id

ANSWERED = {Stage.REPLIED, Stage.ARCHIVED}
CHANGED_WITHIN = timedelta(days=1)


def may_rate(ticket: Ticket, at: datetime) -> bool:
    """There is an answer to speak of, and what was said before can still be changed."""
    return why_not(ticket, at) == ""


def why_not(ticket: Ticket, at: datetime) -> str:
    """Why it cannot be rated, in words; empty when it can. The one rule for page, link and REST."""
    return _no_answer(ticket) or _why_not(ticket, _present(ticket), at)


def rate(
    ticket: Ticket,
    *,
    solved: bool,
    result: str,
    service: str,
    words: str = "",
    actor: Actor,
    at: datetime,
    source: str,
) -> Event:
    """Keep what they say of result and service. Not solved, or not satisfied: somebody else decides what follows.

    Not a move: neither stage nor version changes. Raises NotNow.
    """
    with transaction.atomic():
        locked = Ticket.objects.select_for_update(of=("self",)).select_related("region__calendar").get(pk=ticket.pk)
        callback = _present(locked) or _own(locked, at)
        if reason := _why_not(locked, callback, at):
            raise NotNow(reason)
        again = callback.by_customer
        first_said = callback.settled_at if again else at
        callback.result, callback.service, callback.words = result, service, words
        callback.by_customer, callback.settled_by, callback.waiver = True, None, None
        satisfied = solved and callback.satisfied
        if not satisfied and locked.stage == Stage.ARCHIVED:
            raise NotNow(_("It is closed. Have it looked at again and somebody takes it up."))
        callback.save()
        changed = (
            settling.closed(locked, callback, Callback.State.VERIFIED, at)
            if satisfied
            else settling.unsatisfied(locked, callback, at)
        )
        callback.settled_at = first_said
        callback.save(update_fields=["settled_at"])
        settling.keep(locked, changed)
        event = _record(locked, callback, solved, again, actor, at, source)
    ticket.__dict__.update(locked.__dict__)
    return event


def hear_displeasure(locked: Ticket, *, result: str, service: str, words: str, at: datetime) -> bool:
    """Not satisfied, said elsewhere than here: somebody else decides what follows. For the locked ticket.

    False when that cannot be any more: it is closed, its days are over, or somebody has taken it up already.
    """
    callback = _present(locked) or _own(locked, at)
    if locked.stage != Stage.REPLIED or callback.state == Callback.State.UNSATISFIED or _why_not(locked, callback, at):
        return False
    callback.result, callback.service, callback.words = result, service, words
    callback.by_customer, callback.settled_by, callback.waiver = True, None, None
    callback.save()
    settling.keep(locked, settling.unsatisfied(locked, callback, at))
    return True


def _record(locked: Ticket, callback: Callback, solved: bool, again: bool, actor: Actor, at, source: str) -> Event:
    said = {"result": callback.result, "service": callback.service, "solved": solved}
    return trail.record(
        "ticket.rated", subject=(TICKET, locked.pk), at=at, actor=actor, source=source,
        payload={"callback": callback.pk, "state": callback.state, "changed": again, **said},
        text={"words": callback.words}, request_id=request_id.get(),
    )  # fmt: skip


def _present(ticket: Ticket) -> Callback | None:
    return ticket.callbacks.filter(round=ticket.round).first()


def _own(ticket: Ticket, at: datetime) -> Callback:
    """Nobody meant to ask; they speak all the same."""
    return Callback(
        ticket=ticket, round=ticket.round, first=CallbackRule.First.MESSAGE, planned_at=at, next_at=at,
        contact_point_id=ticket.contact_point_id,
    )  # fmt: skip


def _no_answer(ticket: Ticket) -> str:
    if ticket.stage not in ANSWERED:
        return _("We are still working on it. You can rate it when you have our answer.")
    if ticket.merged_into:
        told = _("We handle it together with your request %(number)s. You can rate it there when you have our answer.")
        return told % {"number": ticket.merged_into.number}
    if ticket.stage == Stage.ARCHIVED and not ticket.outcome:  # only an answer gives it one
        return _("It was withdrawn: there is no answer of ours to rate.")
    return ""


def _why_not(ticket: Ticket, callback: Callback | None, at: datetime) -> str:
    if reason := _no_answer(ticket):
        return reason
    if ticket.replied_at and at > ticket.replied_at + REOPEN_WITHIN:
        return _("You could rate it for 30 days after our answer.")
    if callback is None or callback.pk is None:
        return ""
    if callback.by_customer and callback.settled_at and at > callback.settled_at + CHANGED_WITHIN:
        return _("Your answer could be changed for a day; that day is over.")
    if Triage.objects.filter(callback=callback).exists():
        return _("We have already taken up what you told us.")
    return ""


def asked_about(ticket: Ticket) -> Callback | None:
    """The callback of this round, once there is an answer to speak of. One statement."""
    return _present(ticket) if ticket.stage in ANSWERED else None


def last_said(callback: Callback | None) -> dict[str, Any]:
    """What they said themselves, to begin the form with when they change it."""
    if callback is None or not callback.by_customer:
        return {}
    solved = "yes" if callback.state == Callback.State.VERIFIED else "no"
    return {"solved": solved, "result": callback.result, "service": callback.service, "words": callback.words}


def is_noted(callback: Callback | None) -> bool:
    """A colleague noted on it what they said."""
    return callback is not None and bool(callback.result) and not callback.by_customer
