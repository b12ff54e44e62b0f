"""What is no move: messages, notes, milestones, looks at a contact, and the clocks' alarms."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from complaints.calling import contacting
from complaints.choices import Channel
from complaints.promises.milestones import Milestone
from complaints.sentences.facts import Facts, joined, label


def _message_received(facts: Facts) -> str:
    return label(Channel, facts.get("channel"))


def _message_sent(facts: Facts) -> str:
    return _("to the customer: %(channel)s") % {"channel": label(Channel, facts.get("channel"))}


def _reached(facts: Facts) -> str:
    return _("recorded “%(milestone)s”: %(moment)s") % {
        "milestone": label(Milestone, facts.get("milestone")),
        "moment": facts.moment("reached_at"),
    }


def _contact_noted(facts: Facts) -> str:
    told = {
        "channel": label(Channel, facts.get("channel")),
        "outcome": facts.names.of("reason", facts.get("reason")),
        "moment": facts.moment("started_at"),
    }
    if contacting.is_talk(facts.get("channel"), facts.get("reason")):
        return _("talked with the customer, %(moment)s: %(channel)s, %(outcome)s") % told
    return _("tried to reach the customer, %(moment)s: %(channel)s, %(outcome)s") % told


def _mentioned(facts: Facts) -> str:
    return _("told %(people)s of it") % {"people": joined(*(facts.names.person(one) for one in facts.get("people")))}


def _details(facts: Facts) -> str:
    return _("noted answers about “%(category)s”") % {"category": facts.names.of("category", facts.get("category"))}


def _alarm(facts: Facts, sentence: str) -> str:
    told = {
        "milestone": label(Milestone, facts.get("milestone")),
        "due": facts.moment("due_at"),
        "whom": facts.told(),
    }
    return sentence % told


OTHERS: dict[str, Callable[[Facts], str]] = {
    "message.received": _message_received,
    "message.sent": _message_sent,
    "note.added": lambda facts: _("note for colleagues"),
    "note.mentioned": _mentioned,
    "milestone.reached": _reached,
    "ticket.contact_noted": _contact_noted,
    "details.recorded": _details,
    "letter.posted": lambda facts: _("put the letter into the post"),
    "ticket.code_told": lambda facts: _("told the customer the access code"),
    "ticket.way_back_asked": lambda facts: _("asked for a link by email, having lost the code"),
    "ticket.way_back_used": lambda facts: _("opened the request by the link"),
    "contact.revealed": lambda facts: _("looked at the contact in full"),
    "clock.warned": lambda facts: _alarm(facts, _("%(milestone)s is due %(due)s; reminded: %(whom)s")),
    "clock.broken": lambda facts: _alarm(facts, _("%(milestone)s is overdue since %(due)s; told: %(whom)s")),
    "clock.escalated": lambda facts: _alarm(facts, _("%(milestone)s still overdue; told: %(whom)s")),
}
