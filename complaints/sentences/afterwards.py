"""What follows the reply, as colleagues read it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from complaints.models import FollowUp
from complaints.sentences.facts import Facts, label


def _verified(facts: Facts) -> str:
    kind = {"kind": label(FollowUp.Kind, facts.get("kind"))}
    if facts.get("kept"):
        return _("verified the follow-up: %(kind)s, kept") % kind
    return _("found the follow-up not kept: %(kind)s is open again") % kind


AFTERWARDS: dict[str, Callable[[Facts], str]] = {
    "ticket.follow_up_done": lambda facts: (
        _("noted the follow-up as done: %(kind)s") % {"kind": label(FollowUp.Kind, facts.get("kind"))}
    ),
    "ticket.follow_up_verified": _verified,
}
