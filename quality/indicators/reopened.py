"""Reopened: of the rounds answered in the period, those taken up again since, whenever that was."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from complaints.stages.archive import REOPEN_WITHIN
from quality.figures import Indicator, Named, Scope, owned
from quality.models import Handling

WITHDRAWN = ("withdraw", "merge", "undo")


def ended(scope: Scope) -> QuerySet[Handling]:
    """Rounds that ended in the period."""
    return owned(
        Handling.objects.filter(
            ended_at__gte=scope.since, ended_at__lt=min(scope.until, scope.now), ticket__in=scope.tickets
        )
    )


def withdrawn(scope: Scope) -> Named:
    return {"withdrawn": (_("Withdrawn or merged, not answered"), Q(how__in=WITHDRAWN))}


def _beside(scope: Scope) -> Named:
    still: timedelta = REOPEN_WITHIN
    return {"open": (_("Can still be reopened"), Q(ended_at__gt=scope.now - still, reopened_at=None))}


INDICATOR = Indicator(
    code="reopened",
    label=_("Reopened"),
    rule=_("Of the rounds answered in the period, those that were taken up again, whenever that was."),
    version=1,
    rows=ended,
    hit=lambda scope: Q(reopened_at__isnull=False),
    hit_label=_("Reopened"),
    miss_label=_("Not reopened"),
    moment="ended_at",
    more_is_better=False,
    left_out=withdrawn,
    beside=_beside,
)
