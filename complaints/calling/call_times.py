"""When a customer may be rung: between nine and eight in the evening where they live, within their own hours."""

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from complaints.models import CallbackAttempt
from customers.models import ContactPoint

EARLIEST, LATEST = time(9), time(20)
ATTEMPTS, DAYS = 3, 2  # three times, on at least two different days
# Hours written by the clock; said in other words ("after the school run") they are read by people only.
SAID = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:：]([0-5]\d)\s*[-–—~～至]\s*([01]?\d|2[0-3])[:：]([0-5]\d)(?!\d)")
SOON = timedelta(minutes=30)  # after an engaged line


def hours_of(point: ContactPoint | None) -> tuple[time, time]:
    """From when until when; the customer's own hours count as far as they lie within ours."""
    said = SAID.search(point.hours) if point else None
    if said is None:
        return EARLIEST, LATEST
    begins = max(EARLIEST, time(int(said[1]), int(said[2])))
    ends = min(LATEST, time(int(said[3]), int(said[4])))
    return (begins, ends) if begins < ends else (EARLIEST, LATEST)


def written(begins: time, ends: time) -> str:
    """Hours as they are kept with a contact point."""
    return f"{begins:%H:%M}–{ends:%H:%M}"


def is_within(at: datetime, point: ContactPoint | None, zone: ZoneInfo) -> bool:
    begins, ends = hours_of(point)
    return begins <= at.astimezone(zone).time() < ends


def next_within(at: datetime, point: ContactPoint | None, zone: ZoneInfo) -> datetime:
    """The moment itself when it lies within the hours, else when they begin next."""
    begins, ends = hours_of(point)
    local = at.astimezone(zone)
    if local.time() < begins:
        return datetime.combine(local.date(), begins, zone)
    return at if local.time() < ends else datetime.combine(local.date() + timedelta(days=1), begins, zone)


def after(outcome: str, at: datetime, point: ContactPoint | None, zone: ZoneInfo) -> datetime:
    """When the next attempt is offered: soon after an engaged line, else the next day."""
    if outcome == CallbackAttempt.Outcome.ENGAGED:
        return next_within(at + SOON, point, zone)
    begins, _ends = hours_of(point)
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, begins, zone)


def are_spent(attempts: Iterable[CallbackAttempt], zone: ZoneInfo) -> bool:
    """Enough was tried, on enough days: the customer cannot be reached."""
    days = [one.at.astimezone(zone).date() for one in attempts if one.counts]
    return len(days) >= ATTEMPTS and len(set(days)) >= DAYS
