"""Several departments on one ticket: one leads and answers the customer, each other has its own task and clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from complaints.events import TICKET
from complaints.models import Clock, Target, Task, Ticket
from complaints.promises import clocks
from complaints.promises.milestones import Milestone
from complaints.promises.promising import begin_at
from servicecenter import opening_hours, trail, working_time
from servicecenter.actors import Actor
from servicecenter.models import RoleHeld, Team
from servicecenter.requests import request_id

WORKING_DAYS = 2  # a co-handler's own time, when nobody names another; never beyond the reply
HALF_A_DAY = 4 * 60  # working minutes in which a dispute over the lead is ruled


@dataclass(frozen=True)
class CoHandler:
    team: Team
    question: str


def open_tasks(ticket: Ticket, asked: Iterable[CoHandler], *, actor: Actor, at: datetime, source: str) -> None:
    """Give each co-handler its task, clock and word. One that has an open task keeps that."""
    busy = set(ticket.tasks.open().values_list("team_id", flat=True))
    for one in asked:
        if one.team.pk not in busy:
            task = begin(ticket, one.team, Task.Kind.CO_HANDLING, one.question, _due(ticket, at), actor, at)
            trail.record(
                "task.opened", subject=(TICKET, ticket.pk), at=at, actor=actor.within(ticket.region_id), source=source,
                payload={"task": task.pk, "team": one.team.pk, "due_at": task.due_at.isoformat(),
                         "role": "coordinator", "people": people_of(one.team.pk, at)},
                text={"words": one.question}, request_id=request_id.get(),
            )  # fmt: skip


def begin(ticket: Ticket, team: Team, kind: str, what: str, due_at: datetime, actor: Actor, at: datetime) -> Task:
    task = Task.objects.create(
        ticket=ticket, team=team, kind=kind, what=what, asked_at=at, asked_by=actor.user, due_at=due_at
    )
    begin_at(ticket, Milestone.TASK, _subject(task), at, due_at, Target.Sort.PROMISE)
    return task


def _subject(task: Task) -> str:
    return f"task:{task.pk}"


def _due(ticket: Ticket, at: datetime) -> datetime:
    due = working_time.add(at, WORKING_DAYS, "working_days", opening_hours.of(ticket.region.calendar))
    reply = ticket.clocks.running().filter(milestone=Milestone.REPLY, due_at__gt=at).order_by("due_at").first()
    return min(due, reply.due_at) if reply else due


def close(task: Task, at: datetime, **fields: Any) -> None:
    """Answered or given up: its clock is judged or falls away."""
    Task.objects.filter(pk=task.pk).update(**fields)
    for clock in Clock.objects.alive().filter(ticket=task.ticket_id, subject=_subject(task)):
        if "answered_at" in fields:
            clocks.end(clock, at)
        else:
            clocks.cancel(clock, at)
        clock.save(update_fields=clocks.CHANGING)


def standing(ticket: Ticket) -> Mapping[str, bool]:
    """What the ticket says of its open tasks, after one was opened or closed."""
    ticket.__dict__.pop("settled_clocks", None)  # a ticket kept in hand must see the clocks
    kinds = set(ticket.tasks.open().values_list("kind", flat=True))
    return {"co_handling_open": Task.Kind.CO_HANDLING in kinds, "questions_open": Task.Kind.QUESTION in kinds}


def lapse(ticket: Ticket, at: datetime) -> Mapping[str, bool]:
    """The customer has their answer: what was still asked of others is of no more use."""
    if not ticket.tasks_open:
        return {}
    for task in ticket.tasks.open():
        close(task, at, waived_at=at)
    return standing(ticket)


def became_lead(ticket: Ticket, team: Team, at: datetime) -> Mapping[str, bool]:
    """A co-handler that leads from now on has no task beside it."""
    if not ticket.tasks_open:
        return {}
    for task in ticket.tasks.open().filter(team=team, kind=Task.Kind.CO_HANDLING):
        close(task, at, waived_at=at)
    return standing(ticket)


def ruling_due(ticket: Ticket, at: datetime) -> datetime:
    return working_time.add(at, HALF_A_DAY, "working_minutes", opening_hours.of(ticket.region.calendar))


def people_of(team_id: int, at: datetime) -> Sequence[int]:
    """Who is told when a team is asked: its handlers and coordinators, else those of its department."""
    held = RoleHeld.objects.at(at).filter(role__in=["coordinator", "handler"], user__is_active=True)
    mine = sorted(set(held.filter(user__team=team_id).values_list("user_id", flat=True)))
    above = held.filter(user__team__in=Team.objects.filter(pk=team_id).values("department"))
    return mine or sorted(set(above.values_list("user_id", flat=True)))
