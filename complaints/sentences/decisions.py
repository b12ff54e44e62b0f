"""What one proposed and another decided, as colleagues read it."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from complaints.models import Proposal
from complaints.sentences.facts import Facts, joined, label
from servicecenter.money import say_money


def _decline_proposed(facts: Facts) -> str:
    return _("proposed not to accept it: %(ground)s; asked to decide: %(whom)s") % {
        "ground": facts.names.of("reason", facts.get("reason")),
        "whom": facts.told(),
    }


def _money(facts: Facts) -> str:
    amount = facts.get("amount")
    return f"{say_money(Decimal(amount))} {facts.names.of('reason', facts.get('reason'))}".strip() if amount else ""


def _proposed(facts: Facts) -> str:
    by = facts.moment("done_by")
    what = joined(_money(facts), _("by %(moment)s") % {"moment": by} if by else "")
    if facts.get("needed"):
        asked = _("asked to approve: %(whom)s") % {"whom": facts.told()}
        return _("proposed measures: %(what)s") % {"what": joined(what, asked)}
    if what:
        return _("proposed measures: %(what)s") % {"what": what}
    return _("proposed measures")


def _approved(facts: Facts) -> str:
    if half := facts.get("half"):
        told = {"right": label(Proposal.Right, half), "whom": facts.told()}
        return _("gave the first of two approvals: %(right)s; asked for the other: %(whom)s") % told
    if money := _money(facts):
        return _("approved the measures, with %(money)s") % {"money": money}
    return _("approved the measures")


DECISIONS: dict[str, Callable[[Facts], str]] = {
    "ticket.decline_proposed": _decline_proposed,
    "ticket.declined": lambda facts: (
        _("confirmed that it is not accepted: %(ground)s") % {"ground": facts.names.of("reason", facts.get("reason"))}
    ),
    "ticket.reject_proposed": lambda facts: (
        _("proposed to reject it on file; asked to decide: %(whom)s") % {"whom": facts.told()}
    ),
    "ticket.rejected": lambda facts: _("confirmed that it is rejected on file"),
    "ticket.proposed": _proposed,
    "ticket.approved": _approved,
    "ticket.sent_back": lambda facts: (
        _("sent the proposal back: %(kind)s") % {"kind": label(Proposal.Kind, facts.get("kind"))}
    ),
}
