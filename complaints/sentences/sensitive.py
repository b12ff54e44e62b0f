"""A sensitive matter, as the few who may read it read it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from complaints.sentences.facts import Facts

SENSITIVE: dict[str, Callable[[Facts], str]] = {
    "ticket.marked_sensitive": lambda facts: _("marked it as sensitive; told: %(whom)s") % {"whom": facts.told()},
    "ticket.sensitive_seen": lambda facts: _("acknowledged the sensitive matter"),
    "ticket.unmarked_sensitive": lambda facts: _("no longer marks it as sensitive"),
}
