"""Danger on the line, as colleagues read it afterwards."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.choices import Nature, Priority
from complaints.inputs.emergency import READ_BACK
from complaints.sentences.facts import Facts, joined, label


def _dispatched(facts: Facts) -> str:
    names = {code: str(words) for code, words in READ_BACK}
    steps = len(facts.get("steps") or {})
    back = [names.get(code, code) for code in facts.get("read_back") or []]
    missing = [names.get(code, code) for code in facts.get("missing") or []]
    said = ngettext("%(n)d step of the card said", "%(n)d steps of the card said", steps) % {"n": steps}
    return joined(
        _("dispatched %(team)s as an emergency") % {"team": facts.names.of("team", facts.get("team"))},
        said if steps else "",
        _("said back: %(facts)s") % {"facts": _(", ").join(back)} if back else "",
        _("not known yet: %(facts)s") % {"facts": _(", ").join(missing)} if missing else "",
    )


def _confirmed(facts: Facts) -> str:
    what = joined(
        label(Nature, facts.get("nature")),
        facts.names.of("category", facts.get("category")),
        label(Priority, facts.get("priority")),
    )
    return _("confirmed the emergency: %(what)s") % {"what": what}


def _rung_back(facts: Facts) -> str:
    count = {"n": facts.get("attempt")}
    if facts.get("reached"):
        return _("rang back after the line dropped, attempt %(n)s: reached") % count
    return _("rang back after the line dropped, attempt %(n)s: no answer") % count


EMERGENCY: dict[str, Callable[[Facts], str]] = {
    "ticket.emergency_dispatched": _dispatched,
    "ticket.emergency_confirmed": _confirmed,
    "emergency.rung_back": _rung_back,
}
