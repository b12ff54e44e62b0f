"""People now: who is on duty, when each was last seen at work, what they have in hand and what of it is about to break.

Last seen is the newest event of theirs in the trail; nobody is asked to prove that they are there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from complaints.choices import OPEN
from complaints.desk import worklist
from complaints.models import Ticket
from servicecenter import duty
from servicecenter.models import Duty, Event, User
from servicecenter.roles import BY_WEIGHT

WATCHERS = frozenset({"supervisor", "shift_leader", "complaint_manager"})
READERS = WATCHERS | {"coordinator"}
ACTIVE_FOR = timedelta(minutes=15)
SOON = timedelta(hours=2)
MOST = 200
DUE = ("overdue", "hour", "today")


@dataclass
class Person:
    """role: the weightiest they are on duty in, "" off duty. Counts are of open tickets in the reader's reach."""

    user: User
    role: str = ""
    duties: list[Duty] = field(default_factory=list)
    last_at: datetime | None = None
    in_hand: int = 0
    overdue: int = 0
    hour: int = 0
    today: int = 0
    now: datetime | None = None

    @property
    def active(self) -> bool:
        """Did something within the last quarter of an hour."""
        return bool(self.last_at and self.now and self.now - self.last_at < ACTIVE_FOR)

    @property
    def until(self) -> datetime | None:
        return max((one.until for one in self.duties), default=None)

    @property
    def name(self) -> str:
        return self.user.get_full_name() or self.user.username


def people(reader: User, reach: QuerySet[Ticket], at: datetime) -> list[Person]:
    """Whoever is on duty where the reader watches, and whoever has something of their reach in hand.

    By role, those off duty last; three statements, however many they are.
    """
    if reader.roles_at(at) & WATCHERS:
        return _told(duty.on_duty(at, duty.regions_of(reader, at, WATCHERS)), reach, at)
    team = set(reader.teams_led()) if reader.team_id else set()
    return _told([one for one in duty.on_duty(at, None) if one.user.team_id in team], reach, at)


def everybody(reach: QuerySet[Ticket], at: datetime) -> list[Person]:
    """The same of all regions, for programs."""
    return _told(duty.on_duty(at, None), reach, at)


def _told(watching: list[Duty], reach: QuerySet[Ticket], at: datetime) -> list[Person]:
    counted = in_hand(reach, at)
    known = {pk: Person(user, now=at) for pk, user in _seen({*counted, *(one.user_id for one in watching)}).items()}
    for one in watching:
        known[one.user_id].duties.append(one)
    for pk, person in known.items():
        person.role = _weightiest(one.role for one in person.duties)
        person.last_at = person.user.last_event_at  # type: ignore[attr-defined]  # annotated in _seen
        for name, count in counted.get(pk, {}).items():
            setattr(person, name, count)
    order = {role: place for place, role in enumerate((*BY_WEIGHT, ""))}
    return sorted(known.values(), key=lambda one: (order.get(one.role, 99), one.name, one.user.pk))


def in_hand(reach: QuerySet[Ticket], at: datetime) -> dict[int, dict[str, int]]:
    """By handler how many open tickets, and how many of them are overdue, due within the hour, later today."""
    conditions = worklist.Days(at).conditions()
    figures = {due: Count("pk", filter=conditions[due]) for due in DUE}
    held = reach.filter(stage__in=OPEN, handler__isnull=False, handler__is_active=True).order_by()
    rows = held.values("handler").annotate(in_hand=Count("pk"), **figures)
    return {row.pop("handler"): row for row in rows}  # type: ignore[misc]  # rows of values are dicts


def about_to_break(reach: QuerySet[Ticket], at: datetime) -> list[tuple[User | None, list[Ticket]]]:
    """Open tickets whose nearest promise ends within SOON, by who has them; what nobody has stands last."""
    ending = reach.filter(stage__in=OPEN, next_due_at__gt=at, next_due_at__lte=at + SOON)
    rows = list(ending.select_related("handler", "team").order_by("next_due_at", "pk")[:MOST])
    rows.sort(key=lambda one: (one.handler_id is None, one.handler_id or 0))
    grouped = [(who, list(found)) for who, found in groupby(rows, key=lambda one: one.handler)]
    return sorted(grouped, key=lambda pair: (pair[0] is None, -len(pair[1])))


def of_person(reach: QuerySet[Ticket], person: User) -> list[Ticket]:
    """What this person has in hand, the nearest due first."""
    rows = reach.filter(stage__in=OPEN, handler=person).select_related("handler", "team")
    return list(rows.order_by("next_due_at", "pk")[:MOST])


def _seen(ids: Iterable[int]) -> dict[int, User]:
    """These people with the moment of their newest event. Programs and customers have ids of their own."""
    theirs = Event.objects.filter(actor_id=OuterRef("pk")).exclude(actor_role__in=["client", "customer", "system"])
    newest = Subquery(theirs.order_by("-id").values("at")[:1])
    users = User.objects.filter(Q(pk__in=list(ids))).select_related("team").annotate(last_event_at=newest)
    return {one.pk: one for one in users}


def _weightiest(roles: Iterable[str]) -> str:
    held = set(roles)
    return next((one for one in BY_WEIGHT if one in held), "")
