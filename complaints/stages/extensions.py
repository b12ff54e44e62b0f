"""More time: asked early, decided by someone else, said to the customer, and never for a statutory clock.

Once by a supervisor, once more by the complaint manager, together at most as much again as was promised;
asked at the latest when a fifth of the time is left.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints import standing
from complaints.models import Clock, Extension, Ticket
from complaints.moving import move
from complaints.promises import alarms, more_time
from complaints.refusals import Missing, NotYours
from servicecenter import opening_hours
from servicecenter.actors import Actor
from servicecenter.models import Event
from servicecenter.moments import say_moment


def request_extension(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    due_at: datetime,
    why: str,
    words: str,
) -> Event:
    """Ask for more time for the reply, with the words the customer will hear."""
    payload: dict[str, Any] = {"due_at": due_at.isoformat()}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        clock = more_time.reply_clock(locked, locked.clocks.alive().select_related("calendar"))
        assert clock is not None  # barred/matters.py
        _check_asking(clock, due_at, at)
        payload.update(clock=clock.pk, due_before=clock.due_at.isoformat())
        Extension.objects.create(
            ticket=locked, clock=clock, asked_at=at, asked_by=actor.user, due_before=clock.due_at, due_at=due_at,
            why=why, words=words,
        )  # fmt: skip
        return {"extension_asked": True}

    return move(
        ticket, "request_extension", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"why": why, "words": words},
    )  # fmt: skip


def decide_extension(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    granted: bool,
    opinion: str = "",
) -> Event:
    """Grant the time or refuse it. Nobody decides on what they asked for themselves."""
    payload: dict[str, Any] = {"granted": granted}
    text: dict[str, str] = {"opinion": opinion}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        asked = locked.extensions.select_related("clock__calendar").get(granted=None)
        _check_deciding(asked, standing.before(locked, actor), granted)
        payload.update(clock=asked.clock_id, due_before=asked.due_before.isoformat(), due_at=asked.due_at.isoformat())
        if granted:
            text["words"] = asked.words
            _lengthen(asked.clock, locked, asked.due_at, at)
        asked.granted, asked.decided_at, asked.decided_by, asked.opinion = granted, at, actor.user, opinion
        asked.save(update_fields=["granted", "decided_at", "decided_by", "opinion"])
        return {"extension_asked": False}

    return move(
        ticket, "decide_extension", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text=text,
    )  # fmt: skip


def lapse(ticket: Ticket, at: datetime) -> Mapping[str, Any]:
    """The customer has their answer: what is still asked for is of no more use."""
    if ticket.extension_asked:
        ticket.extensions.filter(granted=None).update(granted=False, decided_at=at)
    return {"extension_asked": False}


def _check_asking(clock: Clock, due_at: datetime, at: datetime) -> None:
    calendar = opening_hours.of(clock.calendar)
    longest = clock.original_due_at + (clock.original_due_at - clock.started_at)
    if due_at <= clock.due_at:
        raise Missing({"due_at": [_("Choose a time after the present one.")]})
    if due_at > longest:
        raise Missing(
            {
                "due_at": [
                    _("At the most as much again as was promised: until %(moment)s.")
                    % {"moment": say_moment(longest, calendar.zone, now=at)}
                ]
            }
        )


def _check_deciding(asked: Extension, actor: Actor, granted: bool) -> None:
    if granted and not more_time.may_grant(actor.roles, asked.clock):
        raise NotYours(_("A second extension is granted by the complaint manager only."))


def _lengthen(clock: Clock, ticket: Ticket, due_at: datetime, at: datetime) -> None:
    """The new due time; the original one stays, and by it we are measured."""
    clock.ticket = ticket
    clock.due_at = due_at
    clock.next_alarm_at = None if clock.paused_at else alarms.first(clock, at)
    clock.save(update_fields=["due_at", "next_alarm_at", "alarm_step", "ladder"])
