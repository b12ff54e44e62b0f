"""What is asked of billing and what it answers, as colleagues read it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from complaints.models import Adjustment
from complaints.sentences.facts import Facts, joined, label
from servicecenter.money import say_minor


def _told(facts: Facts, sentence: str) -> str:
    what = joined(
        label(Adjustment.Kind, facts.get("kind")), say_minor(facts.get("amount"), facts.get("currency"))
    )  # fmt: skip
    return joined(sentence % {"what": what}, facts.text.get("reference", ""))


MONEY: dict[str, Callable[[Facts], str]] = {
    "ticket.account_named": lambda facts: (
        _("named the account it is about") if facts.get("account") else _("took back which account it is about")
    ),
    "adjustment.requested": lambda facts: _told(facts, _("asked billing for an adjustment: %(what)s")),
    "adjustment.acknowledged": lambda facts: _told(facts, _("took on the adjustment: %(what)s")),
    "adjustment.settled": lambda facts: _told(facts, _("settled the adjustment: %(what)s")),
    "adjustment.rejected": lambda facts: _told(facts, _("rejected the adjustment: %(what)s")),
    "adjustment.reversed": lambda facts: _told(facts, _("took the adjustment back: %(what)s")),
    "adjustment.rested": lambda facts: _told(facts, _("lets the adjustment rest: %(what)s")),
}
