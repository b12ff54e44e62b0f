"""First response: the first answer of a person, by its original due time. A machine's acknowledgement is none."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.promises.milestones import Milestone
from quality.figures import Indicator
from quality.indicators.on_time import MET, cancelled, due

INDICATOR = Indicator(
    code="first-response",
    label=_("First response on time"),
    rule=_(
        "Of the first-response clocks due in the period, those met by their original due time. By phone and at the"
        " counter it is the first contact of substance after the call, otherwise the first answer of a person."
    ),
    version=1,
    rows=lambda scope: due(Milestone.FIRST_RESPONSE, scope),
    hit=lambda scope: MET,
    hit_label=_("On time"),
    miss_label=pgettext_lazy("clock", "Late"),
    moment="original_due_at",
    left_out=cancelled,
)
