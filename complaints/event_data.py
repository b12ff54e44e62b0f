"""What events about tickets, contacts and hand-overs hold: names for their keys, words for their codes and ids."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Choices
from django.utils.translation import pgettext_lazy

from complaints import lifecycle
from complaints.choices import About, Channel, Met, Nature, Outcome, Priority, Satisfaction, Stage
from complaints.models import (
    Adjustment,
    Callback,
    CallbackAttempt,
    CallbackRule,
    Category,
    Contact,
    Finding,
    FollowUp,
    Party,
    Proposal,
    Reason,
    Recourse,
    Tie,
    Triage,
)
from complaints.promises.milestones import Milestone
from servicecenter.labels import pick
from servicecenter.models import Event, Region, Team, User
from servicecenter.money import say_minor

NAMES: dict[str, Any] = {
    "about": pgettext_lazy("data", "About"),
    "account": pgettext_lazy("data", "Account, row"),
    "adjustment": pgettext_lazy("data", "Adjustment, row"),
    "amount": pgettext_lazy("data", "Amount"),
    "anonymous": pgettext_lazy("data", "Anonymous"),
    "approvals": pgettext_lazy("data", "Approvals waiting"),
    "asked": pgettext_lazy("data", "Request for a link, row"),
    "attempt": pgettext_lazy("data", "Attempt"),
    "attempts": pgettext_lazy("data", "Attempts"),
    "authority": pgettext_lazy("data", "Authority shown"),
    "bill": pgettext_lazy("data", "Bill, row"),
    "body": pgettext_lazy("data", "Outside body"),
    "breaking": pgettext_lazy("data", "Promises about to break"),
    "broken": pgettext_lazy("data", "Promises broken"),
    "callback": pgettext_lazy("data", "Callback"),
    "callbacks": pgettext_lazy("data", "Callbacks due"),
    "can_recur": pgettext_lazy("data", "Can happen again"),
    "card": pgettext_lazy("data", "Safety card"),
    "category": pgettext_lazy("data", "Category"),
    "cause": pgettext_lazy("data", "Cause"),
    "changed": pgettext_lazy("data", "Said before, now changed"),
    "channel": pgettext_lazy("data", "Channel"),
    "clock": pgettext_lazy("data", "Clock, row"),
    "closing_code": pgettext_lazy("data", "Closing code"),
    "contact": pgettext_lazy("data", "Contact, row"),
    "contact_point": pgettext_lazy("data", "Address or number, row"),
    "contacts": pgettext_lazy("data", "Contacts, rows"),
    "count": pgettext_lazy("data", "How many"),
    "counts": pgettext_lazy("data", "Counts as an attempt"),
    "crew_told": pgettext_lazy("data", "Crew told"),
    "critical": pgettext_lazy("data", "Danger to life"),
    "currency": pgettext_lazy("data", "Currency"),
    "customer": pgettext_lazy("data", "Customer, row"),
    "decision": pgettext_lazy("data", "Decision"),
    "direction": pgettext_lazy("data", "Direction"),
    "done_by": pgettext_lazy("data", "To be done by"),
    "due_at": pgettext_lazy("data", "Due"),
    "due_before": pgettext_lazy("data", "Due before the change"),
    "emergencies": pgettext_lazy("data", "Emergencies open"),
    "files": pgettext_lazy("data", "Files"),
    "follow_up": pgettext_lazy("data", "Follow-up, row"),
    "follow_ups": pgettext_lazy("data", "Follow-ups, rows"),
    "from": pgettext_lazy("data", "Stage before"),
    "granted": pgettext_lazy("data", "Granted"),
    "had_by": pgettext_lazy("data", "Handler before"),
    "half": pgettext_lazy("data", "What was approved"),
    "handler": pgettext_lazy("data", "Handler"),
    "hazard": pgettext_lazy("data", "Hazard"),
    "kept": pgettext_lazy("data", "Kept"),
    "kind": pgettext_lazy("data", "Kind"),
    "letter": pgettext_lazy("data", "Letter, row"),
    "level": pgettext_lazy("data", "Level"),
    "milestone": pgettext_lazy("data", "Milestone"),
    "missing": pgettext_lazy("data", "Not known then"),
    "move": pgettext_lazy("data", "Move"),
    "nature": pgettext_lazy("data", "Nature"),
    "needed": pgettext_lazy("data", "Needs approval"),
    "new_ticket": pgettext_lazy("data", "New ticket"),
    "next_at": pgettext_lazy("data", "Next try"),
    "next_update_at": pgettext_lazy("data", "Next word to the customer"),
    "note": pgettext_lazy("data", "Note, event"),
    "number": pgettext_lazy("data", "Number"),
    "order": pgettext_lazy("data", "Supervision order, row"),
    "other": pgettext_lazy("data", "Other ticket, row"),
    "other_number": pgettext_lazy("data", "By another number"),
    "outcome": pgettext_lazy("data", "Outcome"),
    "party": pgettext_lazy("data", "Party, row"),
    "people": pgettext_lazy("data", "Who is told"),
    "person": pgettext_lazy("data", "Person"),
    "place": pgettext_lazy("data", "Place"),
    "planned_at": pgettext_lazy("data", "Planned for"),
    "policy_version": pgettext_lazy("data", "Policy version, row"),
    "priority": pgettext_lazy("data", "Priority"),
    "questions": pgettext_lazy("data", "Questions answered"),
    "reached": pgettext_lazy("data", "Reached"),
    "reached_at": pgettext_lazy("data", "Reached at"),
    "read_back": pgettext_lazy("data", "Read back"),
    "reason": pgettext_lazy("data", "Reason"),
    "recomputed": pgettext_lazy("data", "Reckoned anew"),
    "recourses": pgettext_lazy("data", "Rights of review told"),
    "rectification": pgettext_lazy("data", "Rectification, row"),
    "region": pgettext_lazy("data", "Region"),
    "represent": pgettext_lazy("data", "Representatives among them"),
    "requests": pgettext_lazy("data", "Requests"),
    "restriction": pgettext_lazy("data", "Restriction, row"),
    "result": pgettext_lazy("data", "With the result"),
    "results": pgettext_lazy("data", "Of each request"),
    "review": pgettext_lazy("data", "Outside review, row"),
    "role": pgettext_lazy("data", "Role"),
    "round": pgettext_lazy("data", "Round"),
    "seconds": pgettext_lazy("data", "Seconds"),
    "service": pgettext_lazy("data", "With the service"),
    "solved": pgettext_lazy("data", "Solved"),
    "started_at": pgettext_lazy("data", "Begun"),
    "state": pgettext_lazy("data", "State of the callback"),
    "step": pgettext_lazy("data", "Step"),
    "steps": pgettext_lazy("data", "Steps read out"),
    "survey": pgettext_lazy("data", "Survey, row"),
    "task": pgettext_lazy("data", "Task, row"),
    "team": pgettext_lazy("data", "Team"),
    "template": pgettext_lazy("data", "Template"),
    "tickets": pgettext_lazy("data", "Tickets, rows"),
    "to": pgettext_lazy("data", "Stage after"),
    "until": pgettext_lazy("data", "Until"),
    "verdict": pgettext_lazy("data", "Verdict"),
    "verified": pgettext_lazy("data", "How verified"),
    "version": pgettext_lazy("data", "Version of the ticket"),
    "waited": pgettext_lazy("data", "Seconds waited"),
    "was": pgettext_lazy("data", "Before"),
    "what": pgettext_lazy("data", "Tie"),
}  # fmt: skip

CHOICES: dict[str, type[Choices]] = {
    "about": About,
    "callback": CallbackRule.First,
    "channel": Channel,
    "decision": Triage.Decision,
    "direction": Contact.Direction,
    "from": Stage,
    "half": Proposal.Right,
    "kind": FollowUp.Kind,
    "milestone": Milestone,
    "nature": Nature,
    "outcome": Outcome,
    "priority": Priority,
    "result": Satisfaction,
    "results": Met,
    "service": Satisfaction,
    "state": Callback.State,
    "to": Stage,
    "verdict": Finding.Verdict,
    "what": Tie.Kind,
}
# The same key, said of something else by these kinds of event.
OF_KIND: dict[tuple[str, str], type[Choices] | None] = {
    ("contact.recorded", "outcome"): None,
    ("ticket.sent_back", "kind"): Proposal.Kind,
    ("ticket.called_back", "outcome"): CallbackAttempt.Outcome,
    ("ticket.party_added", "role"): Party.Role,
    ("ticket.party_ended", "role"): Party.Role,
}
# From which list the reason with this code is; a bare "reason" from whichever has it.
REASONS: dict[str, str] = {
    "authority": Reason.List.AUTHORITY,
    "body": Reason.List.OUTSIDE,
    "cause": Reason.List.CAUSE,
    "closing_code": Reason.List.CLOSING,
    "outcome": Reason.List.CONTACT_OUTCOME,
    "reason": "",
    "verified": Reason.List.VERIFICATION,
}
PEOPLE = frozenset({"handler", "had_by", "people", "person"})
ROWS: dict[str, type[Team] | type[Region]] = {"team": Team, "region": Region}
CODED: dict[str, type[Category] | type[Recourse]] = {"category": Category, "recourses": Recourse}
FACTS = frozenset({"missing", "read_back"})


def reader(event: Event) -> Callable[[str, Any], str]:
    """For one event's page: what is asked of the database is asked value by value."""
    money = event.kind.startswith("adjustment.")

    def read(key: str, value: Any) -> str:
        if money and key == "kind":
            return _label(Adjustment.Kind, value)
        if money and key == "amount":
            return say_minor(int(value), event.payload.get("currency", ""))
        if key == "move":
            return next((str(row.label) for row in lifecycle.TABLE if row.name == value), "")
        if key in FACTS:
            return str(NAMES.get(value, ""))
        if key in PEOPLE:
            return str(User.objects.filter(pk=value).first() or "")
        if key in ROWS:
            return str(ROWS[key].objects.filter(pk=value).first() or "")
        if key in CODED:
            return _named(CODED[key].objects.filter(code=value))
        if key == "callback" and value == Callback.State.WAIVED:  # otherwise it is how they are asked first
            return str(Callback.State.WAIVED.label)
        choices = OF_KIND.get((event.kind, key), CHOICES.get(key))
        return (_label(choices, value) if choices else "") or _reason(key, value)

    return read


def _reason(key: str, code: Any) -> str:
    if key not in REASONS:
        return ""
    known = Reason.objects.filter(code=code)
    return _named(known.filter(list=REASONS[key]) if REASONS[key] else known)


def _label(choices: type[Choices], value: Any) -> str:
    return str(choices(value).label) if value in choices.values else ""


def _named(rows: Iterable[Any]) -> str:
    return next((pick(row.labels) for row in rows), "")
