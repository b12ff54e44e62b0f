"""What a replay shows: counts, how long the stages took, and how our due times and judgements agree with the city's.

The city's own figures are read here for the first time. Everything is computed from our rows; nothing is kept.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count

from complaints.choices import OPEN
from complaints.models import Clock, Ticket
from complaints.promises.milestones import Milestone
from quality.indicators.on_time import on_time
from servicecenter.models import Event
from servicecenter.replay import stage_times
from servicecenter.replay.preparing import BEGINNING
from servicecenter.replay.published import Verdict
from servicecenter.replay.reading import Reading
from servicecenter.replay.rows import Row
from servicecenter.replay.running import Run
from servicecenter.trail import REPLAY

SAME = timedelta(minutes=5)
"""Due times no further apart than this are the same."""


@dataclass(frozen=True)
class Share:
    numerator: int
    denominator: int

    def form(self) -> dict[str, Any]:
        share = round(100 * self.numerator / self.denominator, 2) if self.denominator else None
        return {"numerator": self.numerator, "denominator": self.denominator, "percent": share}


def make(run: Run, reading: Reading, verdicts: Mapping[str, Verdict]) -> dict[str, Any]:
    """The whole report as plain data, asked at the simulated moment the run ended."""
    tickets = Ticket.objects.filter(source=REPLAY, region__in=list(run.house.regions.values()))
    clocks = Clock.objects.filter(ticket__in=tickets)
    events = Event.objects.filter(subject_type="ticket", subject_id__in=tickets.values("pk"), source=REPLAY)
    refused = [*reading.refused, *run.refused()]
    return {
        "data_set": run.data_set.name,
        "moments": {"done": run.progress.moments_done, "in_all": run.progress.moments},
        "rows": {"read": reading.read, "chosen": len(run.rows), "refused": len(refused)},
        "tickets": tickets.count(),
        "still_open": tickets.filter(stage__in=OPEN).count(),
        "events": _counted(events, "kind"),
        "clocks": _counted(clocks, "state"),
        "on_time": _own_rate(clocks, run.end),
        "stages": stage_times.of(events, run.house),
        "refused": {
            "by_reason": dict(Counter(one.reason for one in refused).most_common()),
            "rows": [{"line": one.line, "id": one.id, "reason": one.reason} for one in refused],
        },
        "agreement": _agreement(run, tickets, clocks, verdicts),
    }


def _counted(things, field: str) -> dict[str, int]:
    found = dict(things.order_by(field).values_list(field).annotate(Count("pk")))
    return {"all": sum(found.values()), **found}


def _own_rate(clocks, now: datetime) -> dict[str, Any]:
    rate = on_time(clocks.filter(milestone=Milestone.REPLY), since=BEGINNING, until=now, now=now)
    return Share(rate.numerator, rate.denominator).form()


def _agreement(run: Run, tickets, clocks, verdicts: Mapping[str, Verdict]) -> dict[str, Any] | None:
    """For rows opened from the split on; None for a data set nothing was learned from."""
    split, judged_at = run.data_set.split, run.data_set.judged_at
    if split is None or judged_at is None:
        return None
    replies = clocks.filter(milestone=Milestone.REPLY, round=1)
    dues = dict(replies.values_list("ticket__external_id", "original_due_at"))
    judged = on_time(replies, since=BEGINNING, until=judged_at, now=judged_at)
    overdue = set(judged.late.values_list("ticket__external_id", flat=True))
    ours = set(tickets.values_list("external_id", flat=True)) & verdicts.keys()
    second = [row for row in run.rows if row.opened >= split and row.id in ours]
    return {
        "opened_from": split.isoformat(),
        "all": _compare(second, dues, overdue, verdicts),
        "utility": _compare([row for row in second if row.matter.utility], dues, overdue, verdicts),
    }


def _compare(
    rows: Iterable[Row], dues: Mapping[str, datetime], overdue: set[str], verdicts: Mapping[str, Verdict]
) -> dict[str, Any]:
    pairs = [(dues.get(row.id), row.id not in overdue, verdicts[row.id]) for row in rows]
    given = [(ours, city.due) for ours, _flag, city in pairs if city.due]
    flags = [(ours, city.on_time) for _due, ours, city in pairs if city.on_time is not None]
    return {
        "rows": len(pairs),
        "due_within_5_minutes": Share(
            sum(ours is not None and abs(ours - theirs) <= SAME for ours, theirs in given), len(given)
        ).form(),
        "due_of_ours_where_the_city_gave_none": sum(ours is not None and not city.due for ours, _f, city in pairs),
        "on_time_flag": Share(sum(ours == theirs for ours, theirs in flags), len(flags)).form(),
    }
