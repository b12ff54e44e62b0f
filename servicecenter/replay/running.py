"""The moments put through in batches. A batch is one transaction with the note of how far it came.

Killed anywhere, the next run goes on after the last whole batch and ends as if nothing had been. Clocks in
the replay's own time are swept here and nowhere else: all of them at each full simulated hour, and those
of one ticket just before something happens to it.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from complaints.desk.in_hand import in_hand
from complaints.models import Ticket
from complaints.refusals import Conflict, Refused
from complaints.rounds import sweep
from servicecenter.models import ReplayProgress
from servicecenter.replay import acting, timeline
from servicecenter.replay.maps import DataSet
from servicecenter.replay.preparing import BEGINNING, House
from servicecenter.replay.reading import Refusal
from servicecenter.replay.rows import Row
from servicecenter.replay.timeline import Moment, Step
from servicecenter.trail import REPLAY

BATCH = 100
"""Moments in one transaction: about a second, so that others who write need not wait long."""

Watcher = Callable[[int, int, datetime], None]  # moments done, moments in all, simulated time


class Elsewhere(Exception):
    """Another replay of the same rows is under way."""


@dataclass
class Run:
    """One replay of these rows, from where the last one stopped."""

    data_set: DataSet
    rows: list[Row]
    house: House
    progress: ReplayProgress
    batch: int = BATCH
    known: dict[str, int] = field(default_factory=dict)  # the id in the file → our ticket
    taken: set[str] = field(default_factory=set)  # ids under which another data set has tickets

    @property
    def end(self) -> datetime:
        """The last simulated moment: all is done, or the city judges what is not."""
        ends = [self.progress.simulated_at, self.data_set.judged_at]
        return max((one for one in ends if one), default=BEGINNING)

    def refused(self) -> Iterator[Refusal]:
        """What the real path would not take."""
        return (Refusal(line, id, reason) for line, id, reason in self.progress.refused)

    def go(self, watch: Watcher) -> None:
        """Raises Elsewhere. What the real path refuses is noted in the progress and stops nothing."""
        moments = timeline.moments(self.rows)
        self._look_around()
        for first in range(self.progress.moments_done, len(moments), self.batch):
            batch = moments[first : first + self.batch]
            before = moments[first - 1].at if first else None
            self._put_through(batch, before)
            watch(first + len(batch), len(moments), batch[-1].at)
        sweep_all(self.end)  # alarms of what is still open

    def _look_around(self) -> None:
        """Tickets of an earlier run, of these or of other rows of the same data set."""
        ours = Ticket.objects.filter(source=REPLAY, region__in=list(self.house.regions.values()))
        self.known = dict(ours.values_list("external_id", "pk"))
        strangers = Ticket.objects.filter(source=REPLAY).exclude(region__in=list(self.house.regions.values()))
        self.taken = set(strangers.values_list("external_id", flat=True))

    def _put_through(self, batch: list[Moment], before: datetime | None) -> None:
        with transaction.atomic():
            self._claim(batch)
            refused = []
            for moment in batch:
                if before is None or hour_of(before) < hour_of(moment.at):
                    sweep_all(hour_of(moment.at))
                before = moment.at
                refused += self._attempt(moment)
            if refused:
                self.progress.refused = [*self.progress.refused, *refused]
                self.progress.save(update_fields=["refused"])

    def _claim(self, batch: list[Moment]) -> None:
        """Note the batch as done, first of all: whoever else is at the same place waits here and finds it taken."""
        done = self.progress.moments_done
        mine = ReplayProgress.objects.filter(pk=self.progress.pk, moments_done=done).update(
            moments_done=done + len(batch), simulated_at=batch[-1].at
        )
        if not mine:
            raise Elsewhere("Another replay of the same requests is under way.")
        self.progress.moments_done, self.progress.simulated_at = done + len(batch), batch[-1].at

    def _attempt(self, moment: Moment) -> list[list]:
        """Do the moment whole or not at all; what was refused, if it was."""
        row = self.rows[moment.row]
        ticket_id = self.known.get(row.id)
        try:
            with in_hand():
                if moment.step == Step.OPEN:
                    if row.id in self.taken:
                        return [[0, row.id, "the id belongs to another data set"]]
                    if ticket_id is None:
                        self.known[row.id] = acting.act(moment, row, None, self.house).pk
                elif ticket_id is not None:
                    sweep_all(moment.at, ticket_id)
                    acting.act(moment, row, Ticket(pk=ticket_id), self.house)
        except Conflict as conflict:
            if conflict.ticket.version < acting.version_after(moment, row):
                return [[0, row.id, "somebody else changed the ticket"]]
        except (Refused, ValidationError) as error:
            return [[0, row.id, f"refused at {moment.step.name.lower()}: {type(error).__name__}"]]
        return []


def hour_of(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def sweep_all(now: datetime, ticket_id: int | None = None) -> None:
    while sweep(now, replayed=True, ticket_id=ticket_id):
        pass


def progress_of(data_set: DataSet, fingerprint: str, rows: list[Row]) -> ReplayProgress:
    """How far the replay of just these rows of just this file has come; a fresh start if never begun."""
    chosen = hashlib.sha256(fingerprint.encode())
    for row in rows:
        chosen.update(f"\n{row.id}".encode())
    return ReplayProgress.objects.get_or_create(
        data_set=data_set.name,
        selection=chosen.hexdigest(),
        defaults={"moments": len(timeline.moments(rows))},
    )[0]
