"""The log of contacts: narrowed by what a reader asks for, paged by key, never counted."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.db.models import Q, QuerySet

from complaints.choices import Channel
from complaints.models import Contact

PAGE = 50
FILTERS = ("channel", "outcome", "agent", "made", "from", "until")


def narrowed(contacts: QuerySet[Contact], asked: Mapping[str, str], zone: tzinfo) -> QuerySet[Contact]:
    """Recorded contacts that fit. What cannot be read narrows nothing.

    channel and outcome: codes; agent: a user name; made: "ticket" or "none"; from, until: days in `zone`.
    """
    found = contacts.filter(ended_at__isnull=False)
    if asked.get("channel") in Channel.values:
        found = found.filter(channel=asked["channel"])
    if asked.get("outcome"):
        found = found.filter(outcome__code=asked["outcome"][:60])
    if asked.get("agent"):
        found = found.filter(agent__username=asked["agent"][:150])
    if asked.get("made") in {"ticket", "none"}:
        found = found.filter(tickets__isnull=asked["made"] == "none").distinct()
    if begin := _day(asked.get("from", ""), zone):
        found = found.filter(started_at__gte=begin)
    if end := _day(asked.get("until", ""), zone):
        found = found.filter(started_at__lt=end + timedelta(days=1))
    return found


def _day(written: str, zone: tzinfo) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(written), time(), tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def page(contacts: QuerySet[Contact], after: str = "") -> tuple[list[Contact], str]:
    """The next PAGE contacts after this key, the newest first, and the key to go on with ("" at the end).

    Two statements: the rows, and their tickets.
    """
    begun, _dash, pk = after.partition("-")
    if begun.isdecimal() and pk.isdecimal() and len(after) < 40:
        try:
            at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(begun))
        except OverflowError:
            return [], ""
        contacts = contacts.filter(Q(started_at__lt=at) | Q(started_at=at, pk__lt=int(pk)), started_at__lte=at)
    rows = list(
        contacts.select_related("customer", "agent", "outcome", "client")
        .prefetch_related("tickets")
        .order_by("-started_at", "-pk")[: PAGE + 1]
    )
    return rows[:PAGE], key_of(rows[PAGE - 1]) if len(rows) > PAGE else ""


def key_of(contact: Contact) -> str:
    """Where this contact stands in the order of the log."""
    return f"{(contact.started_at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)}-{contact.pk}"
