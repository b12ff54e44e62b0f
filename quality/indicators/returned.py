"""Returned: of the hand-overs of the period, those the department gave back."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from quality.figures import Indicator, Scope, owned
from quality.models import Assignment


def given(scope: Scope) -> QuerySet[Assignment]:
    """Hand-overs of the period, each the work of whoever made it; the team is the one it was given to."""
    made = Assignment.objects.filter(
        given_at__gte=scope.since, given_at__lt=min(scope.until, scope.now), ticket__in=scope.tickets
    )
    return owned(made, "team_id", "given_by_id")


INDICATOR = Indicator(
    code="returned",
    label=_("Returned"),
    rule=_("Of the hand-overs made in the period by dispatch or ruling, those that were returned, whenever that was."),
    version=1,
    rows=given,
    hit=lambda scope: Q(returned_at__isnull=False),
    hit_label=_("Returned"),
    miss_label=_("Kept"),
    moment="given_at",
    more_is_better=False,
)
