"""Whom a complaint concerns, as colleagues who may know it read it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from complaints.choices import About
from complaints.sentences.facts import Facts, joined, label


def _named(facts: Facts) -> str:
    whom = joined(facts.names.person(facts.get("person")), facts.names.of("team", facts.get("team")))
    about = label(About, facts.get("about"))
    return _("noted what it is about: %(about)s") % {"about": joined(about, whom)}


NAMING: dict[str, Callable[[Facts], str]] = {"ticket.staff_named": _named}
