"""What is no move: messages, notes, milestones, looks at a contact, and the clocks' alarms."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from complaints.choices import Channel
from complaints.levels import LEVELS
from complaints.milestones import Milestone
from complaints.sentences.facts import Facts, label


def _message_received(facts: Facts) -> str:
    return label(Channel, facts.get("channel"))


def _message_sent(facts: Facts) -> str:
    return _("to the customer: %(channel)s") % {"channel": label(Channel, facts.get("channel"))}


def _survey(facts: Facts) -> str:
    return _("answered our question: %(levels)s") % {"levels": levels(facts)}


def levels(facts: Facts) -> str:
    """What a customer said of the result and of the service, and whether it is solved."""
    said = [
        (_("result: %(level)s"), facts.get("result")),
        (_("service: %(level)s"), facts.get("service")),
    ]
    told = [sentence % {"level": LEVELS[level]} for sentence, level in said if level in LEVELS]
    if facts.get("solved") is not None:
        told.append(_("solved") if facts.get("solved") else _("not solved"))
    return _(", ").join(told)


def _reached(facts: Facts) -> str:
    return _("recorded “%(milestone)s”: %(moment)s") % {
        "milestone": label(Milestone, facts.get("milestone")),
        "moment": facts.moment("reached_at"),
    }


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
    "survey.answered": _survey,
    "milestone.reached": _reached,
    "contact.revealed": lambda facts: _("looked at the contact in full"),
    "clock.warned": lambda facts: _alarm(facts, _("%(milestone)s is due %(due)s; reminded: %(whom)s")),
    "clock.broken": lambda facts: _alarm(facts, _("%(milestone)s is overdue since %(due)s; told: %(whom)s")),
    "clock.escalated": lambda facts: _alarm(facts, _("%(milestone)s still overdue; told: %(whom)s")),
}
