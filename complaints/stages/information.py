"""What only the customer can tell is missing: asked for twice, by two channels, five working days apart; then closed
by a supervisor with "tell us and we go on". Never by the system, and never where there is danger.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from complaints.barred import matters
from complaints.barred.facts import Facts
from complaints.choices import Met, Outcome
from complaints.models import Reason, Ticket
from complaints.moving import move
from complaints.refusals import Missing, NotNow
from complaints.stages import lapsing
from complaints.stages.reply import tell_group
from servicecenter.actors import Actor
from servicecenter.models import Event

ASKED = "ticket.information_asked"
HELD_FOR = "customer-papers"  # of the list "hold"


def ask_information(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, words: str, channel: str
) -> Event:
    """Ask the customer for what is missing. Promise clocks stand still for five working days; statutory ones run."""
    payload: dict[str, Any] = {"channel": channel}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        last = matters.last_request(Facts(locked, actor, at))
        if last and last.payload["channel"] == channel:
            raise Missing({"channel": [_("The last time it was this channel: choose another.")]})
        until, count = matters.answer_until(locked, at), locked.information_asked + 1
        payload.update(count=count, until=until.isoformat())
        return {"held_at": at, "held_until": until, "hold_reason": _reason(), "information_asked": count}

    return move(
        ticket, "ask_information", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words},
    )  # fmt: skip


def close_unanswered(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, words: str
) -> Event:
    """Both requests stayed without an answer: the customer reads what was missing, and that we go on when told."""
    text: dict[str, str] = {}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        text["words"] = f"{words}\n\n{_tell_us(locked)}"
        locked.requests.to_answer().update(result=Met.NOT_MET, why="")
        tell_group(locked, actor.within(locked.region_id), at, source)
        return {
            "replied_at": at, "reply_words": text["words"], "outcome": Outcome.UNRESOLVED, "information_asked": 0,
            **lapsing.lapse(locked, at),
        }  # fmt: skip

    return move(
        ticket, "close_unanswered", actor=actor, at=at, source=source, version=version, apply=apply,
        payload={"outcome": Outcome.UNRESOLVED}, text=text,
    )  # fmt: skip


def _reason() -> Reason:
    reasons = Reason.objects.filter(list=Reason.List.HOLD)
    found = reasons.filter(code=HELD_FOR).first() or reasons.first()
    if found is None:
        raise NotNow(_("The list of reasons for a hold is empty."))
    return found


def _tell_us(ticket: Ticket) -> str:
    """In the customer's language."""
    with translation.override(ticket.language):
        return _("Tell us what is missing and we go on: on the page of your request, or by phone.")
