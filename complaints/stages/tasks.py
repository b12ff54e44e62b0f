"""Stage 4 with several: another team is asked, answers, is waited for or gone on without; and who leads is disputed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints import conflicts, joint, standing
from complaints.barred import persons
from complaints.models import Target, Task, Ticket
from complaints.moving import move
from complaints.promises.milestones import Milestone
from complaints.promises.promising import begin_at
from complaints.refusals import Missing
from servicecenter.actors import Actor
from servicecenter.models import Event, Team


def ask_team(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    team: Team,
    words: str,
    due_at: datetime,
) -> Event:
    """Ask another team something, by a time. The reply does not wait for it, and the customer never reads it."""
    payload: dict[str, Any] = {"team": team.pk, "due_at": due_at.isoformat()}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        if due_at <= at:
            raise Missing({"due_at": [_("Choose a moment to come, not one that is past.")]})
        if locked.tasks.open().filter(team=team).exists():
            raise Missing({"team": [_("This team has been asked already and has not answered yet.")]})
        task = joint.begin(locked, team, Task.Kind.QUESTION, words, due_at, actor, at)
        payload.update(task=task.pk, role="coordinator", people=joint.people_of(team.pk, at))
        return joint.standing(locked)

    return move(
        ticket, "ask_team", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words},
    )  # fmt: skip


def answer_task(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, team: Team, words: str
) -> Event:
    """The team's own finding or answer. The lead alone speaks to the customer."""
    payload: dict[str, Any] = {"team": team.pk}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        task = _open_task(locked, team)
        if not persons.speaks_for(standing.before(locked, actor), task):
            raise persons.of_another_team()
        joint.close(task, at, answered_at=at, answered_by=actor.user, answer=words)
        payload["task"] = task.pk
        return joint.standing(locked)

    return move(
        ticket, "answer_task", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words},
    )  # fmt: skip


def waive_task(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, team: Team, why: str
) -> Event:
    """Let the lead answer without this co-handler; the name of who said so stays on it."""
    payload: dict[str, Any] = {"team": team.pk}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        task = _open_task(locked, team)
        joint.close(task, at, waived_at=at, waived_by=actor.user)
        payload["task"] = task.pk
        return joint.standing(locked)

    return move(
        ticket, "waive_task", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"why": why},
    )  # fmt: skip


def dispute_lead(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, team: Team, why: str
) -> Event:
    """Say that another department should lead: a supervisor rules within half a day. No clock stops for that."""
    payload: dict[str, Any] = {"team": team.pk}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        due_at = joint.ruling_due(locked, at)
        times = locked.clocks.filter(milestone=Milestone.RULING).count()
        begin_at(locked, Milestone.RULING, f"ruling:{times + 1}", at, due_at, Target.Sort.PROMISE)
        role, people = conflicts.reach("supervisor", locked, at)
        payload.update(due_at=due_at.isoformat(), role=role, people=people)
        return {"awaiting_ruling": True, "proposed_team": team, "team": None, "handler": None}

    return move(
        ticket, "dispute_lead", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"why": why},
    )  # fmt: skip


def _open_task(ticket: Ticket, team: Team) -> Task:
    task = ticket.tasks.open().filter(team=team).first()
    if task is None:
        raise Missing({"team": [_("Nothing is open with this team.")]})
    return task
