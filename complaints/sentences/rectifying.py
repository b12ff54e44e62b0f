"""The cause put right, as colleagues read it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from complaints.sentences.facts import Facts


def _opened(facts: Facts) -> str:
    told = {"team": facts.names.of("team", facts.get("team")), "due": facts.moment("due_at")}
    return _("opened a rectification, as it can happen again: %(team)s, by %(due)s") % told


RECTIFYING: dict[str, Callable[[Facts], str]] = {
    "ticket.rectification_opened": _opened,
    "ticket.rectification_planned": lambda facts: _("planned the rectification"),
    "ticket.rectification_done": lambda facts: _("noted the rectification as done"),
    "ticket.rectification_verified": lambda facts: (
        _("verified the rectification: it holds")
        if facts.get("kept")
        else _("found the cause still there: the rectification is open again")
    ),
}
