"""What is due on tickets: alarms to fire, holds that end. Each round is f(now) and safe to run twice."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from complaints import alarms
from complaints.choices import Priority
from complaints.events import TICKET
from complaints.lifecycle import Refused
from complaints.models import Clock, Ticket
from complaints.stages import investigate
from servicecenter import duty, trail
from servicecenter.actors import SYSTEM

BATCH = 500


def sweep_clocks(now: datetime) -> bool:
    """Round: fire every alarm that is due. True when there was one."""
    return sweep(now, replayed=False)


def sweep(now: datetime, *, replayed: bool, ticket_id: int | None = None) -> bool:
    """Fire what is due by `now` among live clocks, or among those in a replay's own time; or of one ticket."""
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
        happenings = []
        for clock in clocks:
            clock.ticket = locked[clock.ticket_id]
            happenings += _climb(clock, now)
        trail.record_many(happenings)
        Clock.objects.bulk_update(clocks, ["alarm_step", "next_alarm_at"])
    return bool(clocks)


def resume_held(now: datetime) -> bool:
    """Round: take up again what was held until a date that has come."""
    held = Ticket.objects.filter(held_until__lte=now, replayed=False).order_by("held_until")[:BATCH]
    for ticket in held:
        with suppress(Refused):  # somebody moved it between the look and the lock
            investigate.resume(ticket, actor=SYSTEM, at=now, source="round")
    return False


def _climb(clock: Clock, now: datetime) -> list[trail.Happening]:
    """Every step due by now, each with its own true moment."""
    happenings = []
    while clock.next_alarm_at is not None and clock.next_alarm_at <= now:
        step, at = alarms.LADDER[clock.alarm_step], clock.next_alarm_at
        if _still_needed(clock, step):
            happenings.append(_alarm(clock, step, at, now))
        clock.alarm_step += 1
        clock.next_alarm_at = None if _answered(clock, step) else alarms.upcoming(clock)
    return happenings


def _still_needed(clock: Clock, step: alarms.Step) -> bool:
    return not (step.only_untouched and clock.ticket.touched_at)


def _answered(clock: Clock, step: alarms.Step) -> bool:
    """After the breach: somebody has acted since, so the alarm climbs no further."""
    touched = clock.ticket.touched_at
    return step.share >= 1.0 and touched is not None and touched > clock.due_at


def _alarm(clock: Clock, step: alarms.Step, at: datetime, now: datetime) -> trail.Happening:
    ticket = clock.ticket
    role, people = _whom(ticket, step, now)
    return trail.Happening(
        step.event,
        (TICKET, ticket.pk),
        now if not clock.replayed else at,
        SYSTEM,
        trail.REPLAY if clock.replayed else "round",
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


def _whom(ticket: Ticket, step: alarms.Step, now: datetime) -> tuple[str, list[int]]:
    """The handler in person; the others by who is on duty now."""
    if step.role == "handler":
        if ticket.handler_id:
            return "handler", [ticket.handler_id]
        role = "coordinator" if ticket.team_id else "reviewer"
        return duty.reach(role, ticket.region_id, now)
    return duty.reach(step.role, ticket.region_id, now)
