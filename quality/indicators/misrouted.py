"""Misrouted: of the hand-overs of the period, those a ruling gave to somebody else."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quality.figures import Indicator
from quality.indicators.returned import given

INDICATOR = Indicator(
    code="misrouted",
    label=_("Ruled wrong"),
    rule=_(
        "Of the hand-overs made in the period, those that were returned and then given to another department by a"
        " supervisor's ruling in the same round."
    ),
    version=1,
    rows=given,
    hit=lambda scope: Q(ruled_wrong=True),
    hit_label=_("Ruled wrong"),
    miss_label=_("Not ruled wrong"),
    moment="given_at",
    more_is_better=False,
)
