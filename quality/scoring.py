"""Scores by a scorecard's version: every figure with its target and what it earned, and the cases to look at.

A score is given only where every line has enough cases; otherwise it says "too few".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from quality.figures import Figure, Indicator, Scope, measure_by
from quality.indicators import BY_CODE
from quality.models import Scorecard, ScorecardLine, ScorecardVersion
from servicecenter.labels import pick
from servicecenter.models import Team, User


@dataclass(frozen=True)
class Earned:
    """One line for one owner. target: the share to reach, None when its base period had no case."""

    line: ScorecardLine
    indicator: Indicator
    figure: Figure
    target: float | None

    @property
    def too_few(self) -> bool:
        return self.figure.too_few or self.target is None

    @property
    def points(self) -> float:
        """Of the line's weight."""
        share, target = self.figure.share, self.target
        if share is None or target is None:
            return 0.0
        return self.line.weight * reached(share, target, self.line.direction)


@dataclass(frozen=True)
class Score:
    """What one person, team or department earned; key: how the address of its cases calls it."""

    name: str
    key: str
    earned: list[Earned]

    @property
    def too_few(self) -> bool:
        return any(one.too_few for one in self.earned)

    @property
    def total(self) -> float | None:
        return None if self.too_few else round(sum(one.points for one in self.earned), 1)


def reached(share: float, target: float, direction: str) -> float:
    """0 to 1: how much of the target was reached; more than all of it is still all of it."""
    if direction == ScorecardLine.Direction.UP:
        return 1.0 if share >= target else share / target
    return 1.0 if share <= target else target / share


def version_at(card: Scorecard, moment: datetime) -> ScorecardVersion | None:
    """The version in force then."""
    return card.versions.filter(valid_from__lte=moment).order_by("-valid_from", "-number").first()


def scores(version: ScorecardVersion, scope: Scope) -> list[Score]:
    """Everybody with a case in the period, the best first, those with too few last."""
    lines = list(version.lines.all())
    measured = {line.pk: _measured(version.card.of, BY_CODE[line.indicator], scope) for line in lines}
    bases = {line.pk: _base(version.card.of, line, scope) for line in lines}
    owners = {owner for found in measured.values() for owner in found} - {None}
    names = _names(version.card.of, owners)
    found = [
        Score(*names[owner], [_earned(line, measured[line.pk], bases[line.pk], owner) for line in lines])
        for owner in owners
        if owner in names
    ]
    return sorted(found, key=lambda one: (one.total is None, -(one.total or 0), one.name))


def _measured(of: str, indicator: Indicator, scope: Scope) -> dict[Any, Figure]:
    key = "by_person" if of == Scorecard.Of.PERSON else "by_team"
    figures = dict(measure_by(indicator, scope, key, most=1000))
    return _by_department(indicator, figures) if of == Scorecard.Of.DEPARTMENT else figures


def _by_department(indicator: Indicator, figures: dict[Any, Figure]) -> dict[Any, Figure]:
    above = dict(Team.objects.filter(pk__in=figures).values_list("pk", "department"))
    summed: dict[Any, Figure] = {}
    for team, one in figures.items():
        owner = above.get(team) or team
        before = summed.get(owner, Figure(indicator, 0, 0))
        summed[owner] = Figure(indicator, before.hits + one.hits, before.cases + one.cases, before.young + one.young)
    return summed


def _base(of: str, line: ScorecardLine, scope: Scope) -> dict[Any, Figure]:
    if line.target_is == ScorecardLine.Target.ABSOLUTE or not line.base_since or not line.base_until:
        return {}
    zone = timezone.get_current_timezone()
    since = datetime.combine(line.base_since, time.min, tzinfo=zone)
    until = datetime.combine(line.base_until + timedelta(days=1), time.min, tzinfo=zone)
    return _measured(of, BY_CODE[line.indicator], scope.only(since=since, until=until))


def _earned(line: ScorecardLine, measured: dict[Any, Figure], base: dict[Any, Figure], owner: Any) -> Earned:
    indicator = BY_CODE[line.indicator]
    return Earned(line, indicator, measured.get(owner, Figure(indicator, 0, 0)), _target(line, base.get(owner)))


def _target(line: ScorecardLine, base: Figure | None) -> float | None:
    wanted = float(line.target) / 100
    if line.target_is == ScorecardLine.Target.ABSOLUTE:
        return wanted
    if base is None or base.share is None:
        return None
    better = wanted if line.direction == ScorecardLine.Direction.UP else -wanted
    return min(1.0, max(0.0, base.share + better))


def _names(of: str, owners: Iterable[Any]) -> dict[Any, tuple[str, str]]:
    if of == Scorecard.Of.PERSON:
        people = User.objects.filter(pk__in=list(owners))
        return {one.pk: (one.get_full_name() or one.username, one.username) for one in people}
    teams = Team.objects.filter(pk__in=list(owners)).values_list("pk", "labels", "code")
    return {pk: (pick(labels), code) for pk, labels, code in teams}


def lines(version: ScorecardVersion) -> list[tuple[ScorecardLine, Indicator]]:
    """What the version asks, each with its indicator."""
    return [(line, BY_CODE[line.indicator]) for line in version.lines.all()]
