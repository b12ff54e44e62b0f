"""A policy tried against past tickets: what it would have promised them, and how that would have ended.

Reads only; nothing here changes a ticket, a clock or a policy. Deadlines come from promising.due_time, alarms
from alarms.py, the choice from policies.py, so a trial and a real promise never reckon differently.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from django.db.models import F, Prefetch, Q, QuerySet

from complaints.choices import Nature
from complaints.models import Clock, PolicyVersion, Target, Ticket
from complaints.promises import alarms, ladders, policies
from complaints.promises.milestones import FROM_RECEIPT
from complaints.promises.promising import due_time
from servicecenter.models import Calendar

MOST = 1000
"""Tickets reckoned at once; of more, every n-th is taken and the page says so."""


class Verdict(StrEnum):
    """How one promise would have ended against how it ended. On time is by the first due time, as in the figures."""

    STAYS_ON_TIME = "stays_on_time"
    STAYS_LATE = "stays_late"
    TURNS_ON_TIME = "turns_on_time"
    TURNS_LATE = "turns_late"
    NEW = "new"
    """Not promised then, so when it was reached is not on record."""
    DROPPED = "dropped"
    """Promised then, and no longer by this version."""
    YOUNG = "young"
    """Due later than now, then or under the version: not judged yet."""
    CANCELLED = "cancelled"
    NOT_BEGUN = "not_begun"
    """It would begin with a move nobody has made yet."""


ON_TIME_THEN = frozenset({Verdict.STAYS_ON_TIME, Verdict.TURNS_LATE})
ON_TIME_NOW = frozenset({Verdict.STAYS_ON_TIME, Verdict.TURNS_ON_TIME})
JUDGED = ON_TIME_THEN | ON_TIME_NOW | {Verdict.STAYS_LATE}


@dataclass(frozen=True)
class Outcome:
    """One milestone of one ticket. Moments are UTC; None where there was none."""

    ticket: Ticket
    milestone: str
    verdict: Verdict
    due_then: datetime | None = None
    due_now: datetime | None = None
    reached_at: datetime | None = None
    alarms_then: int = 0
    alarms_now: int = 0


PARTS: Mapping[str, Callable[[Outcome], bool]] = {
    "promised": lambda one: one.verdict != Verdict.DROPPED,
    "judged": lambda one: one.verdict in JUDGED,
    "on_time_then": lambda one: one.verdict in ON_TIME_THEN,
    "on_time_now": lambda one: one.verdict in ON_TIME_NOW,
    "turns_on_time": lambda one: one.verdict == Verdict.TURNS_ON_TIME,
    "turns_late": lambda one: one.verdict == Verdict.TURNS_LATE,
    "new": lambda one: one.verdict == Verdict.NEW,
    "dropped": lambda one: one.verdict == Verdict.DROPPED,
    "not_judged": lambda one: one.verdict in {Verdict.YOUNG, Verdict.CANCELLED, Verdict.NOT_BEGUN},
    "alarms_then": lambda one: one.alarms_then > 0,
    "alarms_now": lambda one: one.alarms_now > 0,
}
"""What can be counted and listed. `then` is as it was, `now` under the version."""


@dataclass
class Tally:
    """The outcomes of one milestone, or of all of them, counted."""

    milestone: str
    target: Target | None
    outcomes: list[Outcome] = field(default_factory=list)

    def count(self, part: str) -> int:
        return sum(map(PARTS[part], self.outcomes))

    def share(self, part: str) -> float | None:
        """Of the judged; None when none was."""
        judged = self.count("judged")
        return self.count(part) / judged if judged else None

    @property
    def alarms_then(self) -> int:
        return sum(one.alarms_then for one in self.outcomes)

    @property
    def alarms_now(self) -> int:
        return sum(one.alarms_now for one in self.outcomes)


@dataclass
class Trial:
    """The version against the tickets received from `since` up to, not including, `until`."""

    version: PolicyVersion
    since: datetime
    until: datetime
    candidates: int
    """Tickets of the period its selectors fit."""
    every: int
    """1: all of them were reckoned; n: every n-th."""
    tickets: list[Ticket]
    """Those it would have been chosen for, by key: no more particular policy was in force."""
    tallies: list[Tally]

    @cached_property
    def total(self) -> Tally:
        return Tally("", None, [one for tally in self.tallies for one in tally.outcomes])

    def listed(self, milestone: str, part: str, after: str, most: int) -> tuple[list[Outcome], str]:
        """The next outcomes of a part after this key, by ticket, and the key to go on with ("" at the end)."""
        found = [one for one in self.total.outcomes if milestone in {"", one.milestone} and PARTS[part](one)]
        rows = sorted((one for one in found if _key(one) > _read_key(after)), key=_key)
        last = rows[most - 1] if len(rows) > most else None
        return rows[:most], f"{last.ticket.pk}-{last.milestone}" if last else ""


def run(version: PolicyVersion, *, since: datetime, until: datetime, now: datetime, most: int = MOST) -> Trial:
    """Try the version. A constant number of statements, whatever the period holds."""
    targets = list(version.targets.all())
    candidates = _candidates(version).filter(received_at__gte=since, received_at__lt=until)
    count = candidates.count()
    every = max(1, -(-count // most))
    if every > 1:
        candidates = candidates.annotate(rest=F("pk") % every).filter(rest=0)
    others = list(PolicyVersion.objects.filter(policy__is_active=True).exclude(policy=version.policy_id))
    tickets = [one for one in _loaded(candidates) if _would_be_chosen(version, others, one)]
    calendars = {one.pk: one for one in Calendar.objects.prefetch_related("days")}
    tallies = {target.milestone: Tally(target.milestone, target) for target in targets if target.amount is not None}
    for ticket in tickets:
        for outcome in _outcomes(ticket, targets, calendars, now):
            tallies.setdefault(outcome.milestone, Tally(outcome.milestone, None)).outcomes.append(outcome)
    return Trial(version, since, until, count, every, tickets, list(tallies.values()))


def _key(outcome: Outcome) -> tuple[int, str]:
    return outcome.ticket.pk, outcome.milestone


def _read_key(after: str) -> tuple[int, str]:
    """A key that cannot be read begins at the beginning."""
    pk, _dash, milestone = after.partition("-")
    return (int(pk), milestone) if pk.isascii() and pk.isdigit() else (0, "")


def _candidates(version: PolicyVersion) -> QuerySet[Ticket]:
    """Tickets the selectors fit. Reports of wrongdoing are read by nobody here, so they are not counted either."""
    path = {"customer_class": "customer__standing", "area_class": "region__area_class"}
    chosen = {field: getattr(version, field) for field in policies.WEIGHTS if getattr(version, field)}
    fitting = Q(**{path.get(field, field): value for field, value in chosen.items()})
    return Ticket.objects.filter(fitting).exclude(nature=Nature.REPORT)


def _loaded(tickets: QuerySet[Ticket]) -> Iterable[Ticket]:
    """By key, with what a policy is chosen by and the clocks of the first round."""
    first = Clock.objects.filter(round=1, subject="", policy_version__isnull=False)
    return (
        tickets.select_related("region", "customer")
        .defer("words", "reply_words")
        .prefetch_related(Prefetch("clocks", first, to_attr="first_clocks"))
        .order_by("pk")
    )


def _would_be_chosen(version: PolicyVersion, others: list[PolicyVersion], ticket: Ticket) -> bool:
    facts, at = policies.Facts.of(ticket), ticket.received_at
    rivals = [one for one in others if policies.in_force(one, at) and policies.fits(one, facts)]
    return policies.best([*rivals, version]) is version


def _outcomes(ticket: Ticket, targets: list[Target], calendars: dict[int, Calendar], now: datetime) -> list[Outcome]:
    had = {clock.milestone: clock for clock in ticket.first_clocks}  # type: ignore[attr-defined]
    for clock in had.values():
        clock.calendar, clock.due_at = calendars[clock.calendar_id], clock.original_due_at
    filled = [target for target in targets if target.amount is not None]
    found = [_outcome(ticket, target, had.get(target.milestone), calendars, now) for target in filled]
    dropped = [had[name] for name in had.keys() - {target.milestone for target in targets}]
    return found + [
        Outcome(
            ticket, clock.milestone, Verdict.DROPPED, clock.original_due_at, None, _reached(clock),
            alarms_then=_alarms(clock, clock, now),
        )
        for clock in dropped
    ]  # fmt: skip


def _outcome(
    ticket: Ticket, target: Target, had: Clock | None, calendars: dict[int, Calendar], now: datetime
) -> Outcome:
    start = had.started_at if had else ticket.received_at if target.milestone in FROM_RECEIPT else None
    if start is None:
        return Outcome(ticket, target.milestone, Verdict.NOT_BEGUN)
    tried = _tried(target, start, calendars[target.calendar_id or ticket.region.calendar_id], now)
    if had is None:
        return Outcome(ticket, target.milestone, Verdict.NEW, None, tried.due_at)
    return Outcome(
        ticket, target.milestone, _judge(had, tried, now), had.original_due_at, tried.due_at, _reached(had),
        _alarms(had, had, now), _alarms(tried, had, now),
    )  # fmt: skip


def _tried(target: Target, start: datetime, calendar: Calendar, now: datetime) -> Clock:
    """The clock the target would have started then, never saved, with the alarms one begun now would have."""
    assert target.amount is not None
    due = due_time(start, target.amount, target, calendar)
    return Clock(
        started_at=start, original_due_at=due, due_at=due, unit=target.unit, calendar=calendar, sort=target.sort,
        ladder_id=ladders.in_force(target.sort, now),
    )  # fmt: skip


def _judge(had: Clock, tried: Clock, now: datetime) -> Verdict:
    if had.state == Clock.State.CANCELLED:
        return Verdict.CANCELLED
    if max(had.original_due_at, tried.due_at) >= now:
        return Verdict.YOUNG
    reached = _reached(had)
    was, would_be = (reached is not None and reached <= due for due in (had.original_due_at, tried.due_at))
    if was:
        return Verdict.STAYS_ON_TIME if would_be else Verdict.TURNS_LATE
    return Verdict.TURNS_ON_TIME if would_be else Verdict.STAYS_LATE


def _reached(clock: Clock) -> datetime | None:
    return clock.ended_at if clock.has_been_judged else None


def _alarms(clock: Clock, had: Clock, now: datetime) -> int:
    return alarms.sounded(clock, min(had.ended_at or now, now))
