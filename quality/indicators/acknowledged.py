"""The machine's acknowledgement, apart from any person's answer."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.promises.milestones import Milestone
from quality.figures import Indicator
from quality.indicators.on_time import MET, cancelled, due

INDICATOR = Indicator(
    code="acknowledged",
    label=_("Acknowledged on time"),
    rule=_(
        "Of the acknowledgement clocks due in the period, those met by their original due time. A machine's counts."
    ),
    version=1,
    rows=lambda scope: due(Milestone.ACKNOWLEDGE, scope),
    hit=lambda scope: MET,
    hit_label=_("On time"),
    miss_label=pgettext_lazy("clock", "Late"),
    moment="original_due_at",
    left_out=cancelled,
)
