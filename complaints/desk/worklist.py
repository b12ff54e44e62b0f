"""The list of work: what waits for whom, in the order it is due, filtered, counted and paged by key.

Every list begins at queries.visible_by_way. Counting stops at CAP, so no page ever counts a million rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, F, IntegerField, Q, QuerySet, Subquery
from django.utils import timezone

from complaints.choices import OPEN, Nature, Priority, Stage
from complaints.desk import mentions
from complaints.desk.listed import ACTIVE, KEY, LISTED
from complaints.models import Proposal, Task, Ticket
from complaints.promises.milestones import Milestone
from complaints.queries import visible_by_way, visible_to
from customers.models import Customer
from servicecenter.models import User

APPROVALS = (Proposal.Kind.MEASURES, Proposal.Kind.MONEY)
CAP = 1000
PAGE = 50
VIEWS = ("mine", "mentioned", "others", "all", "new")
DUE = ("overdue", "hour", "today", "later", "paused", "none")
HOUR = timedelta(hours=1)


# Handled under their lead's number.
WITH_LEAD = Q(lead__isnull=False, own_way=False, stage__in=OPEN)


class HowMany(Subquery):
    """The number of rows of a queryset, as one figure among others in a single statement."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def waits_for(user: User, at: datetime) -> Q:
    """What this person is the one to act on next, by their roles; `handler` is always theirs."""
    mine = Q(handler=user, stage__in=OPEN)
    if user.team_id:
        mine |= Q(stage__in=OPEN, pk__in=Task.objects.open().filter(team=user.team_id).values("ticket"))
    for held in user.held_at(at):
        here = Q(region=held.region_id) if held.region_id else Q()
        match held.role:
            case "agent" | "reviewer":
                mine |= here & Q(stage__in=[Stage.RECEIVED, Stage.REVIEWING, Stage.REPLIED])
            case "coordinator" if user.team_id:
                mine |= Q(stage=Stage.DISPATCHED, team_id__in=user.teams_led())
            case "handler" | "crew" if user.team_id:  # danger waits for nobody to hand it out
                mine |= Q(stage=Stage.DISPATCHED, team=user.team_id, handler=None, priority=Priority.CRITICAL)
            case "shift_leader" | "supervisor":
                mine |= here & Q(stage__in=OPEN) & (Q(escalation_level__gte=1) | Q(decision_asked__in=APPROVALS))
            case "finance_approver":
                mine |= here & Q(stage__in=OPEN, decision_asked=Proposal.Kind.MONEY)
            case "complaint_manager":
                final = Q(stage=Stage.REPLIED, triage_due=True, round__gt=1)  # the last word is theirs
                mine |= final | Q(stage__in=OPEN, escalation_level__gte=2)
            case "integrity_officer":
                mine |= Q(nature="report")
    return mine


@dataclass(frozen=True)
class Work:
    """Tickets, as one queryset for each way in which their reader comes to see them; some are in several."""

    ways: tuple[QuerySet[Ticket], ...]

    def filter(self, *conditions: Q, **fields: Any) -> "Work":
        return Work(tuple(one.filter(*conditions, **fields) for one in self.ways))

    def exclude(self, *conditions: Q) -> "Work":
        return Work(tuple(one.exclude(*conditions) for one in self.ways))

    def first_keys(self, most: int) -> QuerySet:
        """Keys of the `most` first of every way, in no order."""
        return _together([one.order_by("next_due_at", "pk").values("pk")[:most] for one in self.ways])


def _together(keys: list[QuerySet]) -> QuerySet:
    """One query of several that end somewhere; SQLite takes none of those into a union as they are."""
    first, *rest = keys if len(keys) == 1 else [Ticket.objects.filter(pk__in=one).values("pk") for one in keys]
    return first.union(*rest) if rest else first


def view(name: str, user: User, at: datetime) -> Work:
    """One of VIEWS, unordered."""
    return _view(name, user, at, _reach(user, at), waits_for(user, at))


def _reach(user: User, at: datetime) -> Work:
    return Work(tuple(visible_by_way(user, at, Ticket.objects.filter(LISTED))))


def _view(name: str, user: User, at: datetime, reach: Work, mine: Q) -> Work:
    match name:
        case "mine":
            return reach.filter(mine).exclude(WITH_LEAD)
        case "mentioned":
            return Work((visible_to(user, at).filter(mentions.is_unseen(user)),))
        case "others":
            return reach.exclude(mine)
        case "new":
            return reach.filter(stage=Stage.RECEIVED).exclude(WITH_LEAD)
        case _:
            return reach


def count_views(user: User, at: datetime) -> dict[str, int]:
    """How much is in each view, counted up to CAP + 1 at least, in one statement."""
    reach, mine = _reach(user, at), waits_for(user, at)
    figures = {name: HowMany(_view(name, user, at, reach, mine).first_keys(CAP + 1)) for name in VIEWS}
    row: Any = User.objects.filter(pk=user.pk).values(**figures).get()
    return {name: row[name] or 0 for name in VIEWS}


@dataclass(frozen=True)
class Days:
    """Where the groups of the list part: now, within the hour, the end of today."""

    now: datetime

    @property
    def midnight(self) -> datetime:
        local = timezone.localtime(self.now)
        return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)

    def conditions(self) -> dict[str, Q]:
        hour, midnight = self.now + HOUR, max(self.midnight, self.now + HOUR)
        return {
            "overdue": Q(next_due_at__lte=self.now),
            "hour": Q(next_due_at__gt=self.now, next_due_at__lte=hour),
            "today": Q(next_due_at__gt=hour, next_due_at__lt=midnight),
            "later": Q(next_due_at__gte=midnight) & Q(next_due_at__gt=hour),
            "paused": Q(next_due_at=None, held_at__isnull=False),
            "none": Q(next_due_at=None, held_at=None),
        }

    def group(self, ticket: Ticket) -> str:
        due = ticket.next_due_at
        if due is None:
            return "paused" if ticket.held_at else "none"
        if due <= self.now:
            return "overdue"
        if due <= self.now + HOUR:
            return "hour"
        return "today" if due < self.midnight else "later"


MIND = {
    "second": Q(round__gt=1),
    "critical": Q(priority="critical"),
    "sensitive": Q(sensitive=True) | Q(confidential=True) | Q(anonymous=True),
    "key": Q(customer__in=Customer.objects.filter(KEY)),
}


# What the list can be narrowed by, and by each of them to what; beside these to MOST_HANDLERS people by name.
FACETS: dict[str, list[str]] = {
    "due": list(DUE), "stage": [one.value for one in ACTIVE], "waiting": list(Milestone.values),
    "kind": list(Nature.values), "mind": list(MIND),
}  # fmt: skip
MOST_HANDLERS = 20


def narrowed(work: Work, chosen: dict[str, list[str]], days: Days) -> Work:
    """Within one facet any of what is ticked, between facets all of them."""
    return work.filter(*(_any(facet, ticked, days) for facet, ticked in chosen.items() if ticked))


def count_facets(work: Work, choices: dict[str, list[str]], chosen: dict[str, list[str]], days: Days) -> dict[str, int]:
    """How many each tick box would show beside what is ticked in the others: {"due:overdue": 2, …, "all": 16}.

    Counts the first CAP + 1 of the list at least, in one statement.
    """
    asked = {"all": Count("pk")}
    for facet, values in choices.items():
        others = Q()
        for other, ticked in chosen.items():
            if other != facet and ticked:
                others &= _any(other, ticked, days)
        for value in values:
            asked[f"{facet}:{value}"] = Count("pk", filter=_any(facet, [value], days) & others)
    return Ticket.objects.filter(pk__in=work.first_keys(CAP + 1)).aggregate(**asked)


def _any(facet: str, values: Iterable[str], days: Days) -> Q:
    conditions = {"due": days.conditions(), "mind": MIND}.get(facet)
    if facet == "waiting":
        return Q(waiting_for__in=list(values))
    if facet == "handler":
        return Q(handler__username__in=list(values))
    if facet == "stage":
        return Q(stage__in=list(values))
    if facet == "kind":
        return Q(nature__in=list(values))
    assert conditions is not None
    result = Q(pk__in=[])
    for value in values:
        result |= conditions[value]
    return result


def page(work: Work, after: str = "") -> tuple[list[Ticket], str]:
    """The next PAGE tickets after this key, and the key to go on with ("" at the end). One statement.

    First what is due, by its time; then what is paused, by when it is taken up again; then what has no deadline.
    """
    parts = [part.values("pk")[: PAGE + 1] for way in work.ways for part in _after(way, after)]
    found = Ticket.objects.filter(pk__in=_together(parts))
    rows = list(
        found.select_related("customer", "hold_reason", "team", "handler").order_by(
            F("next_due_at").asc(nulls_last=True), F("held_until").asc(nulls_last=True), "pk"
        )[: PAGE + 1]
    )
    return rows[:PAGE], key_of(rows[PAGE - 1]) if len(rows) > PAGE else ""


def key_of(ticket: Ticket) -> str:
    """Where this ticket stands in the order of the list."""
    if ticket.next_due_at:
        return f"d{_micro(ticket.next_due_at)}-{ticket.pk}"
    return f"p{_micro(ticket.held_until)}-{ticket.pk}" if ticket.held_until else f"n-{ticket.pk}"


def _after(tickets: QuerySet[Ticket], key: str) -> list[QuerySet[Ticket]]:
    """The three parts of the list, from the key on; a key that cannot be read begins at the beginning."""
    due = tickets.filter(next_due_at__isnull=False).order_by("next_due_at", "pk")
    paused = tickets.filter(next_due_at=None, held_until__isnull=False).order_by("held_until", "pk")
    # Ordered by a column that is empty in all of them: else the planner walks every ticket by its key.
    idle = tickets.filter(next_due_at=None, held_until=None).order_by("next_due_at", "pk")
    part, (moment, _dash, pk) = key[:1], key[1:].rpartition("-")
    try:
        last, at = int(pk), _moment(moment) if part in {"d", "p"} else None
    except (ValueError, OverflowError):
        return [due, paused, idle]
    match part:
        case "d":
            return [
                due.filter(Q(next_due_at__gt=at) | Q(next_due_at=at, pk__gt=last), next_due_at__gte=at),
                paused,
                idle,
            ]
        case "p":
            return [paused.filter(Q(held_until__gt=at) | Q(held_until=at, pk__gt=last), held_until__gte=at), idle]
        case "n":
            return [idle.filter(pk__gt=last)]
    return [due, paused, idle]


def _micro(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _moment(written: str) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(written))
