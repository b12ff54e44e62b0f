"""What is due on tickets: alarms to fire, holds that end. Each round is f(now) and safe to run twice."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from complaints import conflicts, joint
from complaints.choices import Priority
from complaints.events import TICKET
from complaints.models import Clock, Rectification, Task, Ticket
from complaints.promises import alarms
from complaints.promises.ladders import Step
from complaints.promises.milestones import Milestone
from complaints.refusals import Refused
from complaints.stages import investigate
from servicecenter import duty, trail
from servicecenter.actors import SYSTEM

log = logging.getLogger(__name__)

BATCH = 500
PUT_OFF = timedelta(hours=1)
Reach = Callable[[str, datetime], tuple[str, list[int]]]


def sweep_clocks(now: datetime) -> bool:
    """Round: fire every alarm that is due. True when there was one."""
    return sweep(now, replayed=False)


def sweep(
    now: datetime, *, replayed: bool, source: str = "round", ticket_id: int | None = None, punctual: bool = False
) -> bool:
    """Fire what is due by `now` among live clocks, or among those in a replay's own time; or of one ticket.

    `punctual`: each at its own moment, as rounds would have done that never came late.
    """
    source = trail.REPLAY if replayed else source
    due = Clock.objects.running().filter(next_alarm_at__lte=now, replayed=replayed)
    if ticket_id is not None:
        due = due.filter(ticket_id=ticket_id)
    tickets = list(due.order_by("next_alarm_at").values_list("ticket_id", flat=True)[:BATCH])
    if not tickets:
        return False
    with transaction.atomic():
        # Tickets first, ascending, and never one that someone is moving: no deadlock, no waiting.
        locked = {
            ticket.pk: ticket
            for ticket in Ticket.objects.filter(pk__in=tickets).order_by("pk").select_for_update(skip_locked=True)
        }
        clocks = list(due.filter(ticket_id__in=locked).select_related("calendar").order_by("next_alarm_at", "pk"))
        first = min((clock.next_alarm_at for clock in clocks), default=now) if punctual else now
        roster = duty.Roster({ticket.region_id for ticket in locked.values()}, first, now)
        barred = conflicts.barred_on(locked.values())
        happenings = []
        for clock in clocks:
            clock.ticket = locked[clock.ticket_id]
            reach = _reach_of(clock.ticket, roster, barred)
            happenings += _climb_or_put_off(clock, now, reach, source, punctual)
        happenings.sort(key=lambda happening: happening.at)
        trail.record_many(happenings)
        Clock.objects.bulk_update(clocks, ["alarm_step", "next_alarm_at"])
    return bool(clocks)


def _reach_of(ticket: Ticket, roster: duty.Roster, barred: dict[int, frozenset[int]]) -> Reach:
    """Whom an alarm of this ticket may reach: nobody it concerns, and of a report the integrity role only."""
    without = barred.get(ticket.pk, frozenset())

    def reach(role: str, at: datetime) -> tuple[str, list[int]]:
        return roster.reach(conflicts.role_for(ticket, role), ticket.region_id, at, without)

    return reach


def resume_held(now: datetime) -> bool:
    """Round: take up again what was held until a date that has come."""
    held = list(Ticket.objects.filter(held_until__lte=now, replayed=False).order_by("held_until")[:BATCH])
    # Every one, not only until the first that goes on.
    return bool(sum(_resume(ticket, now) for ticket in held))


def _resume(ticket: Ticket, now: datetime) -> bool:
    """False when somebody moved it between the look and the lock, or it cannot be resumed just now."""
    try:
        investigate.resume(ticket, actor=SYSTEM, at=now, source="round", version=ticket.version)
    except Refused:
        return False
    except Exception as error:  # one ticket's trouble must not keep the others on hold
        log.error("ticket %s could not be resumed: %s", ticket.pk, type(error).__name__)
        return False
    return True


def _climb_or_put_off(clock: Clock, now: datetime, reach: Reach, source: str, punctual: bool) -> list[trail.Happening]:
    """One clock nobody can reckon must not keep the alarms of all others: it is looked at again in an hour."""
    step = clock.alarm_step
    try:
        return _climb(clock, now, reach, source, punctual)
    except Exception as error:
        log.error("the alarm of clock %s could not be reckoned: %s", clock.pk, type(error).__name__)
        clock.alarm_step, clock.next_alarm_at = step, now + PUT_OFF
        return []


def _climb(clock: Clock, now: datetime, reach: Reach, source: str, punctual: bool) -> list[trail.Happening]:
    """Every step due by now, each with its own true moment."""
    happenings = []
    while clock.next_alarm_at is not None and clock.next_alarm_at <= now:
        step, at = alarms.of(clock).steps[clock.alarm_step], clock.next_alarm_at
        if step.is_rung and _touched_since(clock, clock.due_at):
            clock.next_alarm_at = None  # answered: it climbs no further
            break
        if not (step.only_untouched and _touched_since(clock, clock.started_at)):
            happenings.append(_alarm(clock, step, at, at if punctual else now, reach, source))
        clock.alarm_step += 1
        clock.next_alarm_at = alarms.upcoming(clock, at)
    return happenings


def _touched_since(clock: Clock, moment: datetime) -> bool:
    """Somebody has acted on the ticket since."""
    touched = clock.ticket.touched_at
    return touched is not None and touched > moment


def _alarm(clock: Clock, step: Step, at: datetime, now: datetime, reach: Reach, source: str) -> trail.Happening:
    ticket = clock.ticket
    role, people = _whom(clock, step, now, reach)
    return trail.Happening(
        step.event,
        (TICKET, ticket.pk),
        now if not clock.replayed else at,
        SYSTEM,
        source,
        {
            "clock": clock.pk,
            "milestone": clock.milestone,
            "step": clock.alarm_step,
            "planned_at": at.isoformat(),
            "due_at": clock.due_at.isoformat(),
            "recomputed": clock.recomputed,
            "role": role,
            "people": people,
            "critical": ticket.priority == Priority.CRITICAL,
        },
    )


def _whom(clock: Clock, step: Step, now: datetime, reach: Reach) -> tuple[str, list[int]]:
    """The handler in person; the others by who is on duty now. Of what another team was asked, that team."""
    ticket = clock.ticket
    if clock.milestone == Milestone.TASK and step.role in {"handler", "coordinator"}:
        asked = Task.objects.get(pk=clock.subject.partition(":")[2])
        if people := joint.people_of(asked.team_id, clock.due_at):
            return "coordinator", list(people)
    if step.role in {"handler", "coordinator"} and (people := _who_rectifies(clock)):
        return "coordinator", people
    if step.role == "handler" and ticket.handler_id:
        return "handler", [ticket.handler_id]
    if step.role == "handler":
        return reach("coordinator" if ticket.team_id else "reviewer", now)
    return reach(step.role, now)


def _who_rectifies(clock: Clock) -> list[int]:
    """Of a rectification the responsible department, whoever handled the complaint."""
    if clock.milestone != Milestone.RECTIFY:
        return []
    row = Rectification.objects.get(pk=clock.subject.split(":")[1])
    return list(joint.people_of(row.team_id, clock.due_at)) if row.team_id else []
