"""The ground's nouns: who works here, where, when, and what was written down."""

from servicecenter.models.calendars import Calendar, CalendarDay
from servicecenter.models.clients import ApiClient, Attempt, Idempotency
from servicecenter.models.events import Event, EventText, Outbox
from servicecenter.models.people import Duty, Region, RoleHeld, Team, User
from servicecenter.models.replays import ReplayProgress

__all__ = [
    "ApiClient",
    "Attempt",
    "Calendar",
    "CalendarDay",
    "Duty",
    "Event",
    "EventText",
    "Idempotency",
    "Outbox",
    "Region",
    "ReplayProgress",
    "RoleHeld",
    "Team",
    "User",
]
