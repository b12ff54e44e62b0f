"""Clocks stopped in a way that can be undone: photographed, cancelled, put back exactly as they were."""

from datetime import datetime
from typing import Any

from complaints.models import Clock, ClockPause, Ticket
from complaints.promises.clocks import CHANGING, cancel

MOMENTS = ("paused_at", "next_alarm_at")


def photograph(ticket: Ticket) -> list[dict[str, Any]]:
    """The ticket's living clocks as they stand, for putting them back exactly (put_back)."""
    alive = ticket.clocks.alive().values("pk", "state", "paused_at", "next_alarm_at")
    return [{**clock, **{name: clock[name] and clock[name].isoformat() for name in MOMENTS}} for clock in alive]


def put_back(photographed: list[dict[str, Any]]) -> None:
    """Clocks cancelled since the photograph run, or stand still, as they did; one judged since stays judged."""
    for taken in photographed:
        moments = {name: taken[name] and datetime.fromisoformat(taken[name]) for name in MOMENTS}
        cancelled = Clock.objects.filter(pk=taken["pk"], state=Clock.State.CANCELLED)
        cancelled.update(state=taken["state"], ended_at=None, **moments)
        if taken["paused_at"]:
            ClockPause.objects.filter(clock=taken["pk"], since=moments["paused_at"]).update(until=None)


def cancel_all(ticket: Ticket, at: datetime) -> None:
    """Every living clock of the locked ticket is of no more interest."""
    for clock in Clock.objects.alive().filter(ticket=ticket):
        cancel(clock, at)
        clock.save(update_fields=CHANGING)
    ticket.__dict__.pop("settled_clocks", None)
