"""The promise of a ticket not yet written, in words to be read aloud, with the policy it comes from.

Reckons with the very rows and functions that will make the clocks (policies.choose, clocks.open_clocks).
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.choices import Nature
from complaints.models import Category, Clock, PolicyVersion, Target, Ticket
from complaints.promises import clocks, policies
from complaints.promises.deadlines import amount_words, because_words
from complaints.promises.milestones import Milestone
from customers.models import Customer
from servicecenter.models import Region
from servicecenter.moments import say_deadline

# What concerns the caller, in the order it is said; the others are promises among ourselves.
SAID = {
    Milestone.ON_SITE: gettext_lazy("Somebody will be on the spot by %(moment)s."),
    Milestone.MAKE_SAFE: gettext_lazy("The place will be made safe by %(moment)s."),
    Milestone.RESTORE: gettext_lazy("Supply will be back by %(moment)s."),
    Milestone.CONTACT: gettext_lazy("We will talk with you again by %(moment)s."),
    Milestone.FIRST_RESPONSE: gettext_lazy("You will hear from one of us by %(moment)s."),
    Milestone.REPLY: gettext_lazy("You will have our answer by %(moment)s."),
}


@dataclass(frozen=True)
class Line:
    """One milestone of the policy, for the agent's eyes."""

    label: str
    amount: str
    due_at: datetime | None  # None: danger to life, and nobody has filled the time


@dataclass(frozen=True)
class Ahead:
    """words: to be read aloud, in the caller's language; the rest is for the agent."""

    words: str
    policy: str
    because: list[str]
    lines: list[Line]
    statutory: bool


def promise(
    *,
    nature: str,
    category: Category | None,
    priority: str,
    region: Region,
    customer: Customer | None,
    language: str,
    received_at: datetime,
    now: datetime,
) -> Ahead | None:
    """What such a ticket promises; None when no policy fits. Two statements."""
    ticket = Ticket(
        nature=nature, category=category, priority=priority, region=region, customer=customer,
        received_at=received_at, round=1,
    )  # fmt: skip
    version = policies.choose(policies.Facts.of(ticket), received_at)
    if version is None:
        return None
    ticket.policy_version = version
    due = {clock.milestone: clock for clock in clocks.open_clocks(ticket)}
    return Ahead(
        words=_aloud(ticket, due, language, now),
        policy=_("%(policy)s, version %(number)d") % {"policy": version.policy.label, "number": version.number},
        because=because_words(version),
        lines=[line for target in version.promised if (line := _line(target, due, version))],
        statutory=any(target.sort == Target.Sort.STATUTORY for target in version.promised),
    )


def _aloud(ticket: Ticket, due: dict[str, Clock], language: str, now: datetime) -> str:
    zone = ZoneInfo(ticket.region.calendar.zone)
    with translation.override(language):
        noted = _("I am noting this as: %(kind)s.") % {
            "kind": ticket.category.label if ticket.category else Nature(ticket.nature).label
        }
        told = [
            str(words) % {"moment": say_deadline(due[milestone].due_at, zone, now=now)}
            for milestone, words in SAID.items()
            if milestone in due
        ]
        return (" " if language == "en" else "").join([noted, *told])


def _line(target: Target, due: dict[str, Clock], version: PolicyVersion) -> Line | None:
    clock = due.get(target.milestone)
    if target.milestone == Milestone.ACKNOWLEDGE or (clock is None and not target.danger):
        return None
    amount = amount_words(target.amount, target.unit) if target.amount is not None else _("not filled")
    return Line(str(Milestone(target.milestone).label), amount, clock.due_at if clock else None)
