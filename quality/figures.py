"""What an indicator is, and how it is counted: one statement for the figure, the same rows for its cases.

An indicator says which rows are its cases; whose tickets they are is decided by the scope's `tickets`,
which begins at queries.visible_to. No figure counts what its reader could not open.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from complaints.models import Contact, Ticket
from complaints.models.calls import ContactQuerySet

TOO_FEW = 30  # fewer cases than this say nothing about a person

Named = Mapping[str, tuple[Any, Q]]


@dataclass(frozen=True)
class Scope:
    """Of which tickets and contacts, from when until (not including) when, as known now; narrowed by team or person.

    teams: ids of a team and of those inside it; None = all, none of them = what no team had. person: 0 = nobody.
    """

    tickets: QuerySet[Ticket]
    since: datetime
    until: datetime
    now: datetime
    teams: tuple[int, ...] | None = None
    person: int | None = None
    contacts: ContactQuerySet = field(default_factory=Contact.objects.all)

    def only(self, **narrower: Any) -> "Scope":
        return replace(self, **narrower)


def nothing(scope: Scope) -> Named:
    return {}


@dataclass(frozen=True)
class Indicator:
    """One figure of domain.md's list: hits among cases.

    rows: every case of the period, before anything is left out, with `by_team` and `by_person`.
    left_out: what is not counted, each with its reason; young: not counted yet.
    beside: other shares of the same cases. companion: the code of a figure this
    one cannot be read without. ticket: the path from a case to its ticket ("" = it is one, or a contact).
    moment: the column whose time says which period a case belongs to; spans: a case lasts, and belongs to several.
    """

    code: str
    label: Any
    rule: Any
    version: int
    rows: Callable[[Scope], QuerySet]
    hit: Callable[[Scope], Q]
    hit_label: Any
    miss_label: Any
    moment: str
    ticket: str = "ticket"
    more_is_better: bool = True
    companion: str = ""
    of_contacts: bool = False
    spans: bool = False
    young: Callable[[Scope], Q | None] = lambda scope: None
    left_out: Callable[[Scope], Named] = nothing
    beside: Callable[[Scope], Named] = nothing

    def path(self, field: str) -> str:
        return f"{self.ticket}__{field}" if self.ticket else field


@dataclass(frozen=True)
class Figure:
    """What was counted; `beside`, `left_out` by the names their indicator gave them."""

    indicator: Indicator
    hits: int
    cases: int
    young: int = 0
    beside: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def misses(self) -> int:
        return self.cases - self.hits

    @property
    def share(self) -> float | None:
        """None when there was no case."""
        return self.hits / self.cases if self.cases else None

    @property
    def too_few(self) -> bool:
        return self.cases < TOO_FEW


def measure(indicator: Indicator, scope: Scope) -> Figure:
    """Count it, in one statement."""
    return _figure(indicator, _marked(indicator, scope).aggregate(**_counts(indicator, scope)), scope)


def measure_by(indicator: Indicator, scope: Scope, key: str, most: int = 200) -> list[tuple[Any, Figure]]:
    """The figure for each value of this column, the most cases first, in one statement."""
    grouped = _marked(indicator, scope).order_by().values(key).annotate(**_counts(indicator, scope))
    rows = grouped.filter(_all__gt=0).order_by("-_all", key)[:most]
    return [(row[key], _figure(indicator, row, scope)) for row in rows]


def measure_over(indicator: Indicator, scope: Scope, periods: Sequence[tuple[datetime, datetime]]) -> list[Figure]:
    """The figure of each of these periods (from, until), which follow one another: in one statement."""
    if indicator.spans:
        return [measure(indicator, scope.only(since=since, until=until)) for since, until in periods]
    moment = indicator.moment
    lies_in = [
        When(**{f"{moment}__gte": since, f"{moment}__lt": until}, then=Value(number))
        for number, (since, until) in enumerate(periods)
    ]
    marked = _marked(indicator, scope.only(since=periods[0][0], until=periods[-1][1]))
    grouped = marked.annotate(_period=Case(*lies_in)).order_by().values("_period").annotate(**_counts(indicator, scope))
    found = {row["_period"]: _figure(indicator, row, scope) for row in grouped}
    none = _figure(indicator, defaultdict(int), scope)
    return [found.get(number, none) for number in range(len(periods))]


def cases(indicator: Indicator, scope: Scope, part: str = "all") -> QuerySet:
    """The cases behind a number: all, hits, misses, young, or the name of something beside or left out."""
    marked = _marked(indicator, scope)
    if part in indicator.left_out(scope):
        return marked.filter(**{f"_out_{part}": True})
    if part == "young":
        return marked.filter(_young=True)
    counted = marked.filter(_counted=True)
    if part in indicator.beside(scope):
        return counted.filter(**{f"_beside_{part}": True})
    return counted if part == "all" else counted.filter(_hit=part == "hits")


def parts(indicator: Indicator, scope: Scope) -> dict[str, Any]:
    """Every part whose cases can be listed, with its name."""
    named = {"all": None, "hits": indicator.hit_label, "misses": indicator.miss_label, "young": None}
    for group in (indicator.beside(scope), indicator.left_out(scope)):
        named |= {name: label for name, (label, _q) in group.items()}
    return named


def _yes(condition: Q) -> Case:
    """True or False, never unknown: a comparison with nothing is a No."""
    return Case(When(condition, then=Value(True)), default=Value(False))


def _marked(indicator: Indicator, scope: Scope) -> QuerySet:
    """The rows of the scope, each marked with what it counts as."""
    rows = indicator.rows(scope)
    if scope.teams is not None:
        rows = rows.filter(by_team__in=scope.teams) if scope.teams else rows.filter(by_team=None)
    if scope.person is not None:
        rows = rows.filter(by_person=scope.person or None)
    out = {f"_out_{name}": _yes(condition) for name, (_label, condition) in indicator.left_out(scope).items()}
    beside = {f"_beside_{name}": _yes(condition) for name, (_label, condition) in indicator.beside(scope).items()}
    young = indicator.young(scope)
    rows = rows.annotate(**out, **beside, _hit=_yes(indicator.hit(scope)))
    rows = rows.annotate(_young=_yes(young & _none_of(out)) if young is not None else Value(False))
    return rows.annotate(_counted=_yes(_none_of(out) & Q(_young=False)))


def _none_of(names: Mapping[str, Any]) -> Q:
    return Q(**dict.fromkeys(names, False)) if names else Q(pk__isnull=False)


def _counts(indicator: Indicator, scope: Scope) -> dict[str, Count]:
    counted = Q(_counted=True)
    return {
        "_all": Count("pk"),
        "_cases": Count("pk", filter=counted),
        "_hits": Count("pk", filter=counted & Q(_hit=True)),
        "_grey": Count("pk", filter=Q(_young=True)),
        **{
            f"_n_{name}": Count("pk", filter=counted & Q(**{f"_beside_{name}": True}))
            for name in indicator.beside(scope)
        },
        **{f"_o_{name}": Count("pk", filter=Q(**{f"_out_{name}": True})) for name in indicator.left_out(scope)},
    }


def _figure(indicator: Indicator, row: Mapping[str, int], scope: Scope) -> Figure:
    return Figure(
        indicator, row["_hits"], row["_cases"], row["_grey"],
        {name: row[f"_n_{name}"] for name in indicator.beside(scope)},
        {name: row[f"_o_{name}"] for name in indicator.left_out(scope)},
    )  # fmt: skip


def owned(rows: QuerySet, team: Any = "team_id", person: Any = "handler_id") -> QuerySet:
    """Rows with `by_team` and `by_person`: whose work a case is."""
    return rows.annotate(
        by_team=F(team) if isinstance(team, str) else team, by_person=F(person) if isinstance(person, str) else person
    )
