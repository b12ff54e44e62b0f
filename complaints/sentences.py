"""Each kind of event as a sentence, in the reader's language: the one place that turns kinds into words.

A sentence for colleagues follows the name of who did it ("Ruth Lin" + "started the review").
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.choices import Channel, Nature, Outcome, Priority
from complaints.milestones import Milestone
from complaints.models import Finding
from complaints.names import Names
from servicecenter.models import Event
from servicecenter.moments import say_moment
from servicecenter.roles import ROLES


@dataclass(frozen=True)
class Facts:
    """All a sentence may speak of."""

    event: Event
    text: Mapping[str, Any]
    names: Names
    zone: ZoneInfo
    now: datetime

    def get(self, key: str) -> Any:
        return self.event.payload.get(key, "")

    def moment(self, key: str) -> str:
        written = self.get(key)
        return say_moment(datetime.fromisoformat(written), self.zone, now=self.now) if written else ""

    def told(self) -> str:
        """Whom an alarm reached: one person by name, several by their role."""
        people = self.event.payload.get("people", [])
        if len(people) == 1 and (name := self.names.person(people[0])):
            return name
        role = str(ROLES.get(self.get("role"), ""))
        return ngettext("%(role)s, %(count)d person", "%(role)s, %(count)d people", len(people)) % {
            "role": role,
            "count": len(people),
        }


def say(facts: Facts) -> str:
    """The sentence for colleagues; of a kind without one, its bare name."""
    sentence = COLLEAGUES.get(facts.event.kind)
    return sentence(facts) if sentence else facts.event.kind


def say_to_customer(event: Event) -> str:
    """The sentence for the customer, who is addressed."""
    match event.kind:
        case "ticket.received":
            return _("You wrote to us")
        case "message.received":
            return _("You wrote")
        case "message.sent":
            return _("We wrote to you")
        case "ticket.answered" | "ticket.replied":
            return _("Our answer")
        case "ticket.interim_reply":
            return _("How it stands")
        case "ticket.extension_decided":
            return _("We need more time")
        case "ticket.chased":
            return _("You asked again")
        case "ticket.withdrawn":
            return _("You withdrew it") if event.actor_role == "customer" else _("It was withdrawn for you")
        case "ticket.reopened":
            return _("You asked us to look again") if event.actor_role == "customer" else _("We took it up again")
        case "ticket.archived":
            return _("The matter is closed")
    return ""


def _label(choices: Any, code: str) -> str:
    return str(choices(code).label) if code in choices.values else code


def _joined(*parts: str) -> str:
    return _(", ").join(part for part in parts if part)


def _received(facts: Facts) -> str:
    return _joined(_label(Nature, facts.get("nature")), _label(Channel, facts.get("channel")))


def _classified(facts: Facts) -> str:
    what = _joined(
        _label(Nature, facts.get("nature")),
        facts.names.of("category", facts.get("category")),
        _label(Priority, facts.get("priority")),
    )
    return _("classified it: %(what)s") % {"what": what}


def _answered(facts: Facts) -> str:
    return _("answered at once: %(outcome)s") % {"outcome": _label(Outcome, facts.get("outcome"))}


def _replied(facts: Facts) -> str:
    return _("replied to the customer: %(outcome)s") % {"outcome": _label(Outcome, facts.get("outcome"))}


def _dispatched(facts: Facts) -> str:
    whom = _joined(facts.names.of("team", facts.get("team")), facts.names.person(facts.get("handler")))
    return _("dispatched it to %(whom)s") % {"whom": whom}


def _accepted(facts: Facts) -> str:
    handler = facts.get("handler")
    if not handler or handler == facts.event.actor_id:
        return _("accepted it")
    return _("accepted it for %(handler)s") % {"handler": facts.names.person(handler)}


def _held(facts: Facts) -> str:
    return _("put it on hold until %(until)s: %(reason)s") % {
        "until": facts.moment("until"),
        "reason": facts.names.of("reason", facts.get("reason")),
    }


def _resumed(facts: Facts) -> str:
    return _("Resumed by itself: the hold is over") if facts.event.actor_role == "system" else _("resumed it")


def _escalated(facts: Facts) -> str:
    reason = facts.names.of("reason", facts.get("reason"))
    if reason:
        return _("escalated it to %(whom)s: %(reason)s") % {"whom": facts.told(), "reason": reason}
    return _("escalated it to %(whom)s") % {"whom": facts.told()}


def _returned(facts: Facts) -> str:
    whom = facts.names.of("team", facts.get("team"))
    if facts.get("people"):
        return _("returned it again, proposing %(team)s; a ruling is asked of %(whom)s") % {
            "team": whom,
            "whom": facts.told(),
        }
    return _("returned it, proposing %(team)s") % {"team": whom}


def _ruled(facts: Facts) -> str:
    whom = _joined(facts.names.of("team", facts.get("team")), facts.names.person(facts.get("handler")))
    return _("ruled that %(whom)s handles it") % {"whom": whom}


def _found(facts: Facts) -> str:
    found = _joined(
        _label(Finding.Verdict, facts.get("verdict")),
        facts.names.of("cause", facts.get("cause")),
        facts.names.of("team", facts.get("team")),
    )
    return _("recorded the finding: %(found)s") % {"found": found}


def _extension_decided(facts: Facts) -> str:
    if facts.get("granted"):
        return _("granted more time, until %(due)s") % {"due": facts.moment("due_at")}
    return _("refused more time: %(due)s stands") % {"due": facts.moment("due_before")}


def _chased(facts: Facts) -> str:
    return _("noted that the customer asks again, time %(count)s; told: %(whom)s") % {
        "count": facts.get("count"),
        "whom": facts.told(),
    }


def _archived(facts: Facts) -> str:
    where = _joined(
        facts.names.of("category", facts.get("category")), facts.names.of("closing_code", facts.get("closing_code"))
    )
    return _("archived it: %(where)s") % {"where": where}


def _reopened(facts: Facts) -> str:
    return _("asked for it again: round %(round)s began, with half the time") % {"round": facts.get("round")}


def _message_received(facts: Facts) -> str:
    return _label(Channel, facts.get("channel"))


def _message_sent(facts: Facts) -> str:
    return _("to the customer: %(channel)s") % {"channel": _label(Channel, facts.get("channel"))}


def _reached(facts: Facts) -> str:
    return _("recorded “%(milestone)s”: %(moment)s") % {
        "milestone": _label(Milestone, facts.get("milestone")),
        "moment": facts.moment("reached_at"),
    }


def _alarm(facts: Facts, sentence: str) -> str:
    told = {
        "milestone": _label(Milestone, facts.get("milestone")),
        "due": facts.moment("due_at"),
        "whom": facts.told(),
    }
    return sentence % told


COLLEAGUES: dict[str, Callable[[Facts], str]] = {
    "ticket.received": _received,
    "ticket.review_started": lambda facts: _("started the review"),
    "ticket.classified": _classified,
    "ticket.answered": _answered,
    "ticket.dispatched": _dispatched,
    "ticket.accepted": _accepted,
    "ticket.held": _held,
    "ticket.resumed": _resumed,
    "ticket.escalated": _escalated,
    "ticket.replied": _replied,
    "ticket.returned": _returned,
    "ticket.ruled": _ruled,
    "ticket.found": _found,
    "ticket.extension_asked": lambda facts: _("asked for more time, until %(due)s") % {"due": facts.moment("due_at")},
    "ticket.extension_decided": _extension_decided,
    "ticket.interim_reply": lambda facts: (
        _("told the customer how it stands; next word by %(due)s") % {"due": facts.moment("next_update_at")}
    ),
    "ticket.chased": _chased,
    "ticket.ordered": lambda facts: _("gave an order, to be answered by %(due)s") % {"due": facts.moment("due_at")},
    "ticket.order_answered": lambda facts: _("answered the order"),
    "ticket.taken_over": lambda facts: _("took it over"),
    "ticket.withdrawn": lambda facts: _("noted that the customer withdraws it"),
    "ticket.archived": _archived,
    "ticket.reopened": _reopened,
    "message.received": _message_received,
    "message.sent": _message_sent,
    "note.added": lambda facts: _("note for colleagues"),
    "milestone.reached": _reached,
    "contact.revealed": lambda facts: _("looked at the contact in full"),
    "clock.warned": lambda facts: _alarm(facts, _("%(milestone)s is due %(due)s; reminded: %(whom)s")),
    "clock.broken": lambda facts: _alarm(facts, _("%(milestone)s is overdue since %(due)s; told: %(whom)s")),
    "clock.escalated": lambda facts: _alarm(facts, _("%(milestone)s still overdue; told: %(whom)s")),
}
