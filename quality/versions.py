"""Versions of scorecards and of inspection forms: which may still be changed, and a copy to begin another with."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from quality.models import InspectionFormVersion, ScorecardVersion
from quality.models.scorecards import check_weights

OWNER = {ScorecardVersion: "card", InspectionFormVersion: "form"}
ROWS = {ScorecardVersion: "lines", InspectionFormVersion: "criteria"}


def is_fixed(version: ScorecardVersion | InspectionFormVersion, now: datetime) -> bool:
    """A scorecard's version from its first moment on, a form's once a sample was drawn with it."""
    if version.pk is None:
        return False
    if isinstance(version, InspectionFormVersion):
        return version.plans.exists()
    return version.valid_from <= now


def next_number(version: Any) -> int:
    owner = getattr(version, OWNER[type(version)])
    return (owner.versions.aggregate(highest=Max("number"))["highest"] or 0) + 1


def copy(version: Any, since: datetime) -> Any:
    """The version's rows under the next number."""
    owner = OWNER[type(version)]
    following = type(version).objects.create(
        **{owner: getattr(version, owner)}, number=next_number(version), valid_from=since
    )
    for row in getattr(version, ROWS[type(version)]).all():
        row.pk, row.version = None, following
        row.save(force_insert=True)
    return following


def refuse_rewriting(version: ScorecardVersion, now: datetime) -> None:
    """Scores told already stay: only a card's first version begins in the past. Raises ValidationError."""
    if version.valid_from <= now and version.card.versions.exclude(pk=version.pk).exists():
        raise ValidationError({"valid_from": _("Choose a moment to come: scores already told stay as they are.")})


def refuse_unweighed(rows: Sequence[Mapping[str, Any]]) -> None:
    """The weights of rows that have one add up to 100 %. Raises ValidationError."""
    check_weights([row["weight"] for row in rows if not row.get("fatal")])
