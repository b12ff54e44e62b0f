"""After the reply the customer is asked whether it is settled (回访): planned, tried, answered, or never answered.

Silence is never satisfaction: who cannot be reached is written to with a link, and the ticket stays *not verified*.
"""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from complaints.aftercare import after_policy, callback_rules
from complaints.calling import call_times
from complaints.models import Callback, CallbackAttempt, CallbackRule, Reason, Target, Ticket
from complaints.moving import move
from complaints.promises.milestones import Milestone
from complaints.promises.promising import begin
from complaints.refusals import Missing
from complaints.stages import settling
from customers.models import ContactPoint
from servicecenter import trail
from servicecenter.actors import Actor
from servicecenter.models import Event
from servicecenter.requests import request_id

Outcome = CallbackAttempt.Outcome
NOT_REACHED = {Outcome.NO_ANSWER, Outcome.ENGAGED, Outcome.WRONG_NUMBER}


def zone_of(ticket: Ticket) -> ZoneInfo:
    return ZoneInfo(ticket.region.calendar.zone)


def plan(ticket: Ticket, at: datetime, payload: dict[str, Any]) -> dict[str, Any]:
    """Plan the question of this round by the rules; the locked ticket's fields that change."""
    rule = callback_rules.choose(ticket)
    if rule is None or not callback_rules.is_drawn(ticket.number, rule.share):
        return {}
    point = ticket.contact_point
    first = CallbackRule.First.PERSON if ticket.sensitive else rule.first
    callback = Callback(
        ticket=ticket, round=ticket.round, first=first, strict=rule.strict, planned_at=at, contact_point=point,
        next_at=call_times.next_within(at, point, zone_of(ticket)),
    )  # fmt: skip
    if point is None:
        callback.state, callback.settled_at = Callback.State.WAIVED, at
        callback.waiver = _waiver("anonymous" if ticket.anonymous else "no-contact")
        callback.file_from = settling.file_from(ticket, at, after_policy.of(ticket).file_unverified_days)
        callback.save()
        payload["callback"] = callback.state
        return {"callback_open": False}
    if point.kind == ContactPoint.Kind.EMAIL:
        callback.first = CallbackRule.First.MESSAGE  # an address cannot be rung
    callback.save()
    _start_clock(ticket, at)
    payload["callback"] = callback.first
    return {"callback_open": True}


def _waiver(code: str) -> Reason | None:
    return Reason.objects.filter(list=Reason.List.NO_CALLBACK, code=code).first()


def _start_clock(ticket: Ticket, at: datetime) -> None:
    target = Target.objects.filter(version=ticket.policy_version_id, milestone=Milestone.CALLBACK)
    promised = target.select_related("calendar").first()
    clock = begin(ticket, promised, at) if promised else None
    if clock:
        clock.save(force_insert=True)
        ticket.__dict__.pop("settled_clocks", None)  # a ticket kept in hand must see it


def record_callback(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    outcome: str,
    result: str = "",
    service: str = "",
    words: str = "",
    next_at: datetime | None = None,
    other_number: str = "",
    calls_from: time | None = None,
    calls_until: time | None = None,
    reason: Reason | None = None,
) -> Event:
    """Note one attempt and, when the customer was reached, what they said: result and service, in five levels."""
    payload: dict[str, Any] = {"outcome": outcome, "other_number": bool(other_number)}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        callback = locked.callbacks.select_related("contact_point").get(state=Callback.State.PLANNED)
        _keep_hours(callback.contact_point, calls_from, calls_until)
        attempt = _keep_attempt(callback, actor, at, outcome, other_number, zone_of(locked))
        payload.update(callback=callback.pk, attempt=callback.attempts.count(), counts=attempt.counts)
        callback.words, callback.result, callback.service, callback.waiver = words, result, service, reason
        callback.settled_by = actor.user
        if outcome in NOT_REACHED and call_times.are_spent(callback.attempts.all(), zone_of(locked)):
            changed = missed(locked, callback, actor, at, source)
        else:
            changed = _follow(locked, callback, outcome, next_at, at)
        payload.update(
            result=result, service=service, state=callback.state,
            reason=reason.code if reason else "",
            next_at=callback.next_at.isoformat() if callback.state == Callback.State.PLANNED else "",
        )  # fmt: skip
        return changed

    return move(
        ticket, "record_callback", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words},
    )  # fmt: skip


def _follow(ticket: Ticket, callback: Callback, outcome: str, next_at: datetime | None, at: datetime) -> dict[str, Any]:
    """What an attempt leads to; saves the callback and returns the ticket's fields that change."""
    if outcome == Outcome.REACHED:
        return settling.answered(ticket, callback, at)
    if outcome == Outcome.DECLINED:
        return settling.closed(ticket, callback, Callback.State.UNVERIFIED, at)
    if outcome == Outcome.WAIVED:
        return settling.closed(ticket, callback, Callback.State.WAIVED, at)
    if outcome == Outcome.LATER:
        if next_at is None or next_at <= at:
            raise Missing({"next_at": [_("Choose a moment to come, not one that is past.")]})
        callback.next_at = next_at
    else:
        callback.next_at = call_times.after(outcome, at, callback.contact_point, zone_of(ticket))
    callback.save()
    return {}


def missed(ticket: Ticket, callback: Callback, actor: Actor, at: datetime, source: str) -> dict[str, Any]:
    """Tried in vain often enough: a message with a link goes out, and the answer stays open, not good."""
    trail.record(
        "ticket.callback_missed", subject=("ticket", ticket.pk), at=at, actor=actor, source=source,
        payload={"callback": callback.pk, "attempt": callback.attempts.count()}, request_id=request_id.get(),
    )  # fmt: skip
    return settling.closed(ticket, callback, Callback.State.UNVERIFIED, at)


def _keep_attempt(
    callback: Callback, actor: Actor, at: datetime, outcome: str, other_number: str, zone: ZoneInfo
) -> CallbackAttempt:
    counts = outcome in NOT_REACHED and call_times.is_within(at, callback.contact_point, zone)
    return CallbackAttempt.objects.create(
        callback=callback, at=at, by=actor.user, outcome=outcome, counts=counts, other_number=other_number or None
    )


def _keep_hours(point: ContactPoint | None, begins: time | None, ends: time | None) -> None:
    """The customer wants these hours from now on."""
    if point and (begins or ends):
        point.hours = call_times.written(begins or call_times.EARLIEST, ends or call_times.LATEST)
        point.save(update_fields=["hours"])
