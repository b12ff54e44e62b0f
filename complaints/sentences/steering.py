"""What keeps a ticket on its way, as colleagues read it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from complaints.calling import came_by
from complaints.choices import Channel
from complaints.models import Finding
from complaints.sentences.facts import Facts, joined, label


def _returned(facts: Facts) -> str:
    whom = facts.names.of("team", facts.get("team"))
    if facts.get("people"):
        return _("returned it again, proposing %(team)s; a ruling is asked of %(whom)s") % {
            "team": whom,
            "whom": facts.told(),
        }
    return _("returned it, proposing %(team)s") % {"team": whom}


def _ruled(facts: Facts) -> str:
    whom = joined(facts.names.of("team", facts.get("team")), facts.names.person(facts.get("handler")))
    return _("ruled that %(whom)s handles it") % {"whom": whom}


def _found(facts: Facts) -> str:
    found = joined(
        label(Finding.Verdict, facts.get("verdict")),
        facts.names.of("cause", facts.get("cause")),
        facts.names.of("team", facts.get("team")),
    )
    return _("recorded the finding: %(found)s") % {"found": found}


def _extension_decided(facts: Facts) -> str:
    if facts.get("granted"):
        return _("granted more time, until %(due)s") % {"due": facts.moment("due_at")}
    return _("refused more time: %(due)s stands") % {"due": facts.moment("due_before")}


def _withdrawn(facts: Facts) -> str:
    if facts.event.actor_role == "customer":
        return _("withdrew it")
    channel = label(Channel, came_by.channel_of(facts.event))
    return _("noted that the customer withdraws it, by: %(channel)s") % {"channel": channel}


def _chased(facts: Facts) -> str:
    if name := facts.text.get("name"):
        return _("noted that %(name)s asks again, time %(count)s; told: %(whom)s") % {
            "name": name,
            "count": facts.get("count"),
            "whom": facts.told(),
        }
    return _("noted that the customer asks again, time %(count)s; told: %(whom)s") % {
        "count": facts.get("count"),
        "whom": facts.told(),
    }


STEERING: dict[str, Callable[[Facts], str]] = {
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
    "ticket.withdrawn": _withdrawn,
}
