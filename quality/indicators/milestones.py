"""On time for each milestone that has a clock, by the same rule as the reply: one small figure apiece."""

from dataclasses import replace
from functools import partial

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.promises.milestones import Milestone
from quality.figures import Figure, Indicator, Scope, measure_by
from quality.indicators import on_time


def _of(milestone: Milestone) -> Indicator:
    return Indicator(
        code=f"on-time-{milestone.replace('_', '-')}",
        label=format_lazy(_("On time: {milestone}"), milestone=milestone.label),
        rule=_(
            "Of the clocks of this milestone due in the period, those met by their original due time. What is still"
            " running and past is late. Extensions and holds do not move the original due time."
        ),
        version=1,
        rows=partial(on_time.due, milestone),
        hit=lambda scope: on_time.MET,
        hit_label=_("On time"),
        miss_label=pgettext_lazy("clock", "Late"),
        moment="original_due_at",
        left_out=on_time.cancelled,
        beside=on_time.beside,
    )


BY_MILESTONE = {milestone: _of(milestone) for milestone in Milestone}
_EVERY = replace(on_time.INDICATOR, rows=on_time.every)


def measure_all(scope: Scope) -> list[Figure]:
    """One figure for each milestone that had a clock due, in the order of the milestones. One statement."""
    found = dict(measure_by(_EVERY, scope, "milestone"))
    return [replace(found[code], indicator=one) for code, one in BY_MILESTONE.items() if code in found]
