"""On-time rate: of clocks due in the period, those met by their original due time.

Extensions and pauses move a clock's current due time, not its original one, so nobody looks punctual by
asking for more time. What is still running and past counts as late; what was cancelled is not counted.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.models import Clock, ClockPause, Extension
from complaints.promises.milestones import Milestone
from quality.figures import Indicator, Named, Scope, owned
from quality.models import Handling

ID = BigIntegerField()
# Kept, or broken, by another team, a supervisor, or who rings afterwards.
OF_OTHERS = (
    Milestone.TASK, Milestone.RULING, Milestone.SUPERVISE, Milestone.CONFIRM, Milestone.SEEN, Milestone.DECIDE,
    Milestone.CALLBACK, Milestone.ARCHIVE, Milestone.EXTERNAL,
)  # fmt: skip
MET = Q(ended_at__isnull=False, ended_at__lte=F("original_due_at"))


@dataclass(frozen=True)
class OnTime:
    """Two numbers and the clocks they were counted from."""

    numerator: int
    denominator: int
    cases: QuerySet[Clock]

    @property
    def share(self) -> float | None:
        """None when nothing was due."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def late(self) -> QuerySet[Clock]:
        return self.cases.exclude(MET)


def on_time(clocks: QuerySet[Clock], *, since: datetime, until: datetime, now: datetime) -> OnTime:
    """Of these clocks, those originally due from `since` up to, not including, `until`.

    What is due later than `now` is not judged yet, even if it has been met: counting only the met would flatter.
    """
    cases = clocks.exclude(state=Clock.State.CANCELLED).filter(
        original_due_at__gte=since, original_due_at__lt=min(until, now)
    )
    return OnTime(cases.filter(MET).count(), cases.count(), cases)


def every(scope: Scope) -> QuerySet[Clock]:
    """Clocks due in the period, each the work of who had the ticket in the clock's round, if it was theirs to keep."""
    round_of = Handling.objects.filter(ticket=OuterRef("ticket"), round=OuterRef("round"))
    clocks = Clock.objects.filter(
        original_due_at__gte=scope.since, original_due_at__lt=min(scope.until, scope.now), ticket__in=scope.tickets
    )
    return owned(
        clocks,
        _theirs(Coalesce(Subquery(round_of.values("team")[:1]), F("ticket__team_id"), output_field=ID)),
        _theirs(Coalesce(Subquery(round_of.values("handler")[:1]), F("ticket__handler_id"), output_field=ID)),
    )


def _theirs(whose: Coalesce) -> Case:
    """What somebody else than the handler has to keep in time is nobody's in particular."""
    return Case(When(milestone__in=OF_OTHERS, then=Value(None, ID)), default=whose, output_field=ID)


def due(milestone: str, scope: Scope) -> QuerySet[Clock]:
    """Clocks of this milestone due in the period."""
    return every(scope).filter(milestone=milestone)


def cancelled(scope: Scope) -> Named:
    return {"cancelled": (_("Clock cancelled"), Q(state=Clock.State.CANCELLED))}


def beside(scope: Scope) -> Named:
    granted = Extension.objects.filter(clock=OuterRef("pk"), granted=True)
    return {
        "granted": (
            _("On time including granted extensions"),
            MET | Q(Exists(granted.filter(due_at__gte=OuterRef("ended_at")))),
        ),
        "extended": (_("Extended"), Q(Exists(granted))),
        "held": (pgettext_lazy("clock", "Put on hold"), Q(Exists(ClockPause.objects.filter(clock=OuterRef("pk"))))),
    }


INDICATOR = Indicator(
    code="on-time",
    label=_("Replied on time"),
    rule=_(
        "Of the reply clocks due in the period, those met by their original due time. What is still running and"
        " past is late. Extensions and holds do not move the original due time."
    ),
    version=1,
    rows=lambda scope: due(Milestone.REPLY, scope),
    hit=lambda scope: MET,
    hit_label=_("On time"),
    miss_label=pgettext_lazy("clock", "Late"),
    moment="original_due_at",
    left_out=cancelled,
    beside=beside,
)
