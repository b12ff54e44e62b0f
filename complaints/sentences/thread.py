"""The moves of the thread, from receipt to archive and reopening, as colleagues read them."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from complaints.choices import Channel, Nature, Outcome, Priority
from complaints.sentences.facts import Facts, joined, label
from servicecenter import trail


def _received(facts: Facts) -> str:
    return joined(label(Nature, facts.get("nature")), label(Channel, facts.get("channel")))


def _classified(facts: Facts) -> str:
    what = joined(
        label(Nature, facts.get("nature")),
        facts.names.of("category", facts.get("category")),
        label(Priority, facts.get("priority")),
    )
    return _("classified it: %(what)s") % {"what": what}


def _answered(facts: Facts) -> str:
    return _("answered at once: %(outcome)s") % {"outcome": label(Outcome, facts.get("outcome"))}


def _replied(facts: Facts) -> str:
    if facts.event.actor_role == "system" and facts.event.source != trail.REPLAY:
        return _("Answered with the lead of its group: %(outcome)s") % {"outcome": label(Outcome, facts.get("outcome"))}
    return _("replied to the customer: %(outcome)s") % {"outcome": label(Outcome, facts.get("outcome"))}


def _dispatched(facts: Facts) -> str:
    whom = joined(facts.names.of("team", facts.get("team")), facts.names.person(facts.get("handler")))
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


def _archived(facts: Facts) -> str:
    where = joined(
        facts.names.of("category", facts.get("category")), facts.names.of("cause", facts.get("cause")),
        facts.names.of("closing_code", facts.get("closing_code")),
    )  # fmt: skip
    return _("archived it: %(where)s") % {"where": where}


def _reopened(facts: Facts) -> str:
    return _("asked for it again: round %(round)s began, with half the time") % {"round": facts.get("round")}


THREAD: dict[str, Callable[[Facts], str]] = {
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
    "ticket.archived": _archived,
    "ticket.reopened": _reopened,
}
