"""On-time rate: of clocks due in the period, those met by their original due time.

Extensions and pauses move a clock's current due time, not its original one, so nobody looks punctual by
asking for more time. What is still running and past counts as late; what was cancelled is not counted.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from complaints.models import Clock

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
