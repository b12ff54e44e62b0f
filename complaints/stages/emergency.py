"""Danger: the crew goes at once; review, classification and approval follow within the hour, by somebody else.

Nothing here may wait for a field, an approval or a number that cannot be read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from complaints import conflicts
from complaints.calling import contact_outcomes, contacting, contacts_made
from complaints.choices import Channel, Nature, Priority
from complaints.events import TICKET
from complaints.models import Category, EmergencyCall, SafetyCard, Target, Ticket
from complaints.moving import move
from complaints.promises import policies
from complaints.promises.milestones import Milestone
from complaints.promises.promising import begin_within
from complaints.refusals import NotNow
from complaints.stages import receive
from complaints.stages.review import check_still_a_complaint
from servicecenter import trail
from servicecenter.actors import Actor
from servicecenter.models import Event, Region, Team
from servicecenter.requests import request_id

CONFIRM_WITHIN_MINUTES = 60
FACTS = ("place", "callback", "hazard")
MOST_ATTEMPTS = 3
STILL_THE_SAME = timedelta(minutes=10)


def dispatch_emergency(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    team: Team,
    place: str = "",
    hazard: str = "",
    read_back: Sequence[str] = (),
    crew_told: bool = False,
    said: Mapping[str, str] | None = None,
    card: str = "",
    attempts: int = 0,
) -> Event:
    """Send the crew. What is not known yet is named in the trail and stops nothing."""
    payload: dict[str, Any] = {
        "team": team.pk, "read_back": list(read_back), "crew_told": crew_told, "steps": dict(said or {}),
        "card": card, "attempts": attempts,
    }  # fmt: skip

    def apply(locked: Ticket) -> Mapping[str, Any]:
        begin_within(
            locked, Milestone.CONFIRM, "emergency", at, CONFIRM_WITHIN_MINUTES, Target.Unit.MINUTES
        )  # fmt: skip
        payload["missing"] = [
            name for name, known in (("place", place or locked.place), ("callback", locked.contact_point_id),
                                     ("hazard", hazard or locked.words)) if not known
        ]  # fmt: skip
        payload["role"], payload["people"] = conflicts.reach("supervisor", locked, at)
        fields = {"team": team, "handler": None, "dispatched_at": at, "emergency_open": True,
                  "priority": Priority.CRITICAL, "emergency_by": actor.user}  # fmt: skip
        return fields | ({"place": place} if place else {})

    return move(
        ticket, "dispatch_emergency", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": hazard, "place": place},
    )  # fmt: skip


def confirm_emergency(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    nature: str,
    category: Category,
    priority: str,
    opinion: str = "",
) -> Event:
    """Review, classify and approve afterwards what was dispatched as an emergency; never whoever dispatched it."""
    payload: dict[str, Any] = {"nature": nature, "category": category.code, "priority": priority}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        check_still_a_complaint(locked, nature, actor, opinion=opinion)
        locked.nature, locked.category, locked.priority = nature, category, priority
        chosen = policies.choose(policies.Facts.of(locked), locked.received_at)
        locked.policy_version = chosen
        payload["policy_version"] = chosen.pk if chosen else None
        return {
            "nature": nature, "category": category, "priority": priority, "policy_version": chosen,
            "emergency_open": False,
        }  # fmt: skip

    return move(
        ticket, "confirm_emergency", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"opinion": opinion},
    )  # fmt: skip


def begin_call(card: SafetyCard, *, actor: Actor, at: datetime) -> EmergencyCall:
    """A call about danger begins now. One just begun and still empty is the same call."""
    last = EmergencyCall.objects.filter(agent=actor.user, started_at__gt=at - STILL_THE_SAME).first()
    if last and last.is_untouched and last.card_id == card.pk:
        return last
    return EmergencyCall.objects.create(card=card, agent=actor.user, started_at=at, team=card.team, callback="")


def note_call(call: EmergencyCall, data: Mapping[str, Any], *, at: datetime) -> None:
    """Keep what is known so far. A step's moment is when it was first noted as said; unticked, it was a slip."""
    said = {number: call.said.get(number, at.isoformat()) for number in data["said"]}
    call.said = dict(sorted(said.items(), key=lambda pair: int(pair[0])))
    call.place, call.callback, call.hazard = data["place"], data["callback"], data["hazard"]
    call.team, call.read_back = data["team"] or call.team, [name for name in FACTS if name in data["read_back"]]
    call.save(update_fields=["said", "place", "callback", "hazard", "team", "read_back"])  # a crew may just be going


def dispatch_call(
    call: EmergencyCall, *, actor: Actor, at: datetime, source: str, known: Mapping[str, Any] | None = None
) -> Ticket:
    """Make the ticket and send the crew, both or neither; `known`: further fields of the ticket (danger.known_of).

    Raises NotNow without any crew to send.
    """
    team = call.team or Team.objects.filter(is_active=True).first()
    if team is None:
        raise NotNow(_("There is no crew to send."))
    with transaction.atomic():
        held = EmergencyCall.objects.select_for_update(of=("self",)).select_related("card", "ticket").get(pk=call.pk)
        if held.ticket:
            return held.ticket  # pressed twice
        ticket = _receive(call, actor, source, known or {})
        Ticket.objects.filter(pk=ticket.pk).update(code_untold=True)  # nothing of that is told in danger
        dispatch_emergency(
            ticket, actor=actor, at=at, source=source, team=team, place=call.place, hazard=call.hazard,
            read_back=call.read_back, crew_told=True, said=call.said,
            card=f"{call.card.code} {call.card.version}", attempts=len(call.attempts),
        )  # fmt: skip
        call.ticket, call.team, call.dispatched_at = ticket, team, at
        call.save(update_fields=["ticket", "team", "dispatched_at"])
        contacts_made.of_emergency(call, contact_outcomes.REGISTERED, at=at, source=source)
    return ticket


def _receive(call: EmergencyCall, actor: Actor, source: str, known: Mapping[str, Any]) -> Ticket:
    """The ticket. A number nobody can read stays on the call; it must not keep the crew."""
    common: dict[str, Any] = {
        "nature": Nature.REPAIR, "words": call.hazard or call.card.label, "channel": Channel.PHONE,
        "region": _region(actor),
        "category": call.card.category, "priority": Priority.CRITICAL, "place": call.place, "title": call.card.label,
        "language": translation.get_language() or "en",
    }  # fmt: skip
    nameless = receive.Intake(**common, anonymous=True)
    named = bool(call.callback.strip() or known.get("customer"))
    wish = replace(nameless, **({**known} | {"contact": call.callback, "anonymous": not named}))
    try:
        ticket, _code = receive.receive(wish, actor=actor, at=call.started_at, source=source)
    except ValidationError:
        ticket, _code = receive.receive(nameless, actor=actor, at=call.started_at, source=source)
    return ticket


def _region(actor: Actor) -> Region:
    own = next((where for _role, where in actor.held if where), None)
    return Region.objects.get(pk=own) if own else Region.objects.order_by("code")[0]


def ring_back(call: EmergencyCall, *, reached: bool, actor: Actor, at: datetime, source: str) -> int:
    """Record that a dropped call was rung back; returns which attempt it was. Raises NotNow after the third."""
    with transaction.atomic():
        waiting = contacting.lock_waiting([call.ticket] if call.ticket else [])
        held = EmergencyCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
        if len(held.attempts) >= MOST_ATTEMPTS:
            raise NotNow(_("Three attempts are recorded."))
        held.attempts = [*held.attempts, {"at": at.isoformat(), "reached": reached}]
        held.save(update_fields=["attempts"])
        number = len(held.attempts)
        if held.ticket_id:
            trail.record(
                "emergency.rung_back", subject=(TICKET, held.ticket_id), at=at, actor=actor, source=source,
                payload={"attempt": number, "reached": reached}, request_id=request_id.get(),
            )  # fmt: skip
        contacts_made.of_emergency(held, contact_outcomes.DROPPED, at=at, source=source)
        contacts_made.of_ringing_back(held, reached=reached, at=at, source=source)
        for ticket in waiting:
            contacting.end_if_made(ticket, actor=actor, at=at, source=source)
    call.attempts = held.attempts
    return number
