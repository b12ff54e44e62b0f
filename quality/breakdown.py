"""A figure by team, by person, by region and by channel: the same cases, told apart, with names and addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.choices import Channel
from quality.asking import NONE
from quality.figures import Figure, Indicator, Scope, measure_by
from servicecenter.labels import pick
from servicecenter.models import Region, Team, User

TABLES = {
    "team": gettext_lazy("By team"),
    "person": gettext_lazy("By person"),
    "region": gettext_lazy("By region"),
    "channel": gettext_lazy("By channel"),
}


@dataclass(frozen=True)
class Row:
    """key: what narrows the question to this row."""

    name: str
    key: str
    figure: Figure
    of_person: bool = False

    @property
    def too_few(self) -> bool:
        """Nobody is judged by a handful of cases."""
        return self.of_person and self.figure.too_few


def tell(indicator: Indicator, scope: Scope) -> list[tuple[str, Any, list[Row]]]:
    """(code, title, rows) of each table."""
    columns = {
        "team": "by_team", "person": "by_person", "region": indicator.path("region"),
        "channel": indicator.path("channel"),
    }  # fmt: skip
    return [(code, title, _rows(code, measure_by(indicator, scope, columns[code]))) for code, title in TABLES.items()]


def _rows(code: str, figures: list[tuple[Any, Figure]]) -> list[Row]:
    known = _names(code, [key for key, _figure in figures if key is not None])
    nobody = {"team": _("No team"), "person": _("Nobody in particular")}.get(code, "–")
    return [
        Row(*known.get(key, (nobody, NONE)), figure, of_person=code == "person" and key is not None)
        for key, figure in figures
    ]


def _names(code: str, keys: list[Any]) -> Mapping[Any, tuple[str, str]]:
    """Value → (name, what the address calls it)."""
    match code:
        case "team":
            teams = Team.objects.filter(pk__in=keys).values_list("pk", "labels", "code")
            return {pk: (pick(labels), slug) for pk, labels, slug in teams}
        case "region":
            regions = Region.objects.filter(pk__in=keys).values_list("pk", "labels", "code")
            return {pk: (pick(labels), slug) for pk, labels, slug in regions}
        case "person":
            people = User.objects.filter(pk__in=keys)
            return {one.pk: (one.get_full_name() or one.username, one.username) for one in people}
        case _:
            return {key: (str(Channel(key).label) if key in Channel.values else key, key) for key in keys}
