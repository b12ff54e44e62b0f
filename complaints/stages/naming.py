"""Saying whom or what a complaint is about; whoever it concerns is outside of it from that moment."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from complaints import conflicts, secrecy
from complaints.models import Named, Ticket
from complaints.moving import move
from servicecenter.actors import Actor
from servicecenter.models import Event, Team, User


def name_staff(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    about: str,
    person: User | None = None,
    team: Team | None = None,
    words: str = "",
    contact_agreed: bool = False,
) -> Event:
    """Note whom it is about. Given to somebody concerned it is taken away again, and a supervisor is told."""
    payload: dict[str, Any] = {"about": about}
    payload |= {"person": person.pk if person else None, "team": team.pk if team else None}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        if not Named.objects.filter(ticket=locked, user=person, team=team, words=words).exists():
            Named.objects.create(ticket=locked, user=person, team=team, words=words, at=at, by=actor.user)
        locked.names_staff = True
        payload["role"], payload["people"] = conflicts.reach("supervisor", locked, at)
        locked.about, locked.contact_agreed = about, contact_agreed
        secrecy.hand_down(locked, secrecy.followers_of(locked))
        return {
            "about": about, "names_staff": True, "contact_agreed": contact_agreed, **conflicts.taken_away(locked)
        }  # fmt: skip

    return move(
        ticket, "name_staff", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words},
    )  # fmt: skip
