"""Verified solved: of everything answered in the period, what the customer said was solved. Silence is no Yes."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quality.figures import Indicator
from quality.indicators.reopened import ended, withdrawn

INDICATOR = Indicator(
    code="verified-solved",
    label=_("Verified solved"),
    rule=_("Of all rounds answered in the period, those the customer said were solved. Silence counts as no."),
    version=1,
    rows=ended,
    hit=lambda scope: Q(solved=True),
    hit_label=_("Customer said solved"),
    miss_label=_("Not said to be solved"),
    moment="ended_at",
    left_out=withdrawn,
    beside=lambda scope: {
        "unsolved": (_("Customer said not solved"), Q(solved=False)),
        "silent": (_("Customer said nothing"), Q(solved=None)),
    },
)
