"""How long tickets stayed at each stage, in elapsed and in working time, read from their moves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from complaints.choices import Stage
from complaints.lifecycle import TABLE
from servicecenter import opening_hours, working_time
from servicecenter.replay.preparing import House
from servicecenter.working_time import Calendar

MOVES = [row.event for row in TABLE if row.target]


def of(events, house: House) -> dict[str, Any]:
    """Per stage: how many stays have ended, p50 and p90 of them in hours, and how many are there now."""
    office = opening_hours.of(next(iter(house.regions.values())).calendar)
    moves = events.filter(kind__in=MOVES).order_by("subject_id", "id")
    elapsed: dict[str, list[int]] = defaultdict(list)
    worked: dict[str, list[int]] = defaultdict(list)
    staying: dict[str, int] = defaultdict(int)
    for stage, since, until in _stays(moves.values_list("subject_id", "at", "payload__to").iterator(chunk_size=5000)):
        if until is None:
            staying[stage] += 1
        else:
            elapsed[stage].append(int((until - since).total_seconds()))
            worked[stage].append(_worked(since, until, office))
    return {
        stage: {
            "ended": len(elapsed[stage]),
            "there_now": staying[stage],
            "elapsed_hours": _quantiles(elapsed[stage]),
            "working_hours": _quantiles(worked[stage]),
        }
        for stage in Stage.values
    }


def _stays(moves: Iterable[tuple[int, datetime, str]]) -> Iterator[tuple[str, datetime, datetime | None]]:
    """(stage, since, until) of each stay; until is None for where the ticket is now."""
    ticket, stage, since = None, "", None
    for subject, at, to in moves:
        if subject != ticket:
            if since is not None:
                yield stage, since, None
            ticket, stage, since = subject, to, at
        elif to != stage:
            assert since is not None
            yield stage, since, at
            stage, since = to, at
    if since is not None:
        yield stage, since, None


def _worked(since: datetime, until: datetime, office: Calendar) -> int:
    return working_time.between(since, until, working_time.Unit.WORKING_MINUTES, office) if until > since else 0


def _quantiles(seconds: list[int]) -> dict[str, float | None]:
    """Nearest rank: a value that occurred."""
    ordered = sorted(seconds)
    return {
        f"p{percent}": round(ordered[-(-len(ordered) * percent // 100) - 1] / 3600, 2) if ordered else None
        for percent in (50, 90)
    }
