"""Whether the promise of a reply can be lengthened: asked early, twice at the most, never for what the law sets."""

from collections.abc import Iterable, Set
from datetime import datetime

from django.utils.translation import gettext as _

from complaints.models import Clock, Target, Ticket
from complaints.promises.milestones import Milestone
from servicecenter import opening_hours, working_time
from servicecenter.moments import say_moment

ASK_BEFORE = 0.8  # share of the time after which it is too late to ask
# Who may grant the first, the second; a third is never granted.
GRANTED_BY = (("supervisor", "complaint_manager"), ("complaint_manager",))


def reply_clock(ticket: Ticket, clocks: Iterable[Clock]) -> Clock | None:
    """The reply promised in this round, still to come."""
    return next(
        (
            one
            for one in clocks
            if one.is_alive and (one.milestone, one.round, one.subject) == (Milestone.REPLY, ticket.round, "")
        ),
        None,
    )  # fmt: skip


def may_grant(roles: Set[str], clock: Clock) -> bool:
    """The first by more of them than the second. Two statements at the most."""
    granted = clock.extensions.filter(granted=True).count()
    return not roles.isdisjoint(GRANTED_BY[granted])


def why_none(clock: Clock | None, granted: int, at: datetime) -> str:
    """Why there is no more time for it after so many times granted; "" when some may be asked for."""
    if clock is None:
        return _("No reply is promised at a time that could be extended.")
    if clock.sort != Target.Sort.PROMISE:
        return _("This time limit is set by law or by another body. It is never extended here.")
    if granted >= len(GRANTED_BY):
        return _("It was extended twice already. There is no third time.")
    calendar = opening_hours.of(clock.calendar)
    last_call = working_time.at_share(clock.started_at, clock.due_at, ASK_BEFORE, clock.unit, calendar)
    if at > last_call:
        return _("More time had to be asked for by %(moment)s, while a fifth of the time was left.") % {
            "moment": say_moment(last_call, calendar.zone, now=at)
        }
    return ""
