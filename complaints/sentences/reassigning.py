"""A change of hands, as colleagues read it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from complaints.sentences.facts import Facts


def _reassigned(facts: Facts) -> str:
    whom = facts.names.person(facts.get("handler"))
    if was := facts.names.person(facts.get("had_by")):
        return _("gave it to %(whom)s, from %(was)s") % {"whom": whom, "was": was}
    return _("gave it to %(whom)s") % {"whom": whom}


REASSIGNING: dict[str, Callable[[Facts], str]] = {
    "ticket.reassigned": _reassigned,
    "ticket.requeued": lambda facts: (
        _("put it back into the queue of %(team)s") % {"team": facts.names.of("team", facts.get("team"))}
    ),
}
