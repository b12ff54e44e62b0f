"""What follows from a customer who is not satisfied: decided by someone who took no part, within a working day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints import part_taken, standing
from complaints.aftercare import after_policy, recourses, what_follows
from complaints.models import Callback, Recourse, Ticket, Triage
from complaints.moving import move
from complaints.refusals import Missing, NotYours
from complaints.stages import archive, merging, settling
from complaints.stages.receive import Intake, receive
from servicecenter.actors import Actor
from servicecenter.models import Event, Team, User

Decision = Triage.Decision
# After our own review, and after the final reply, what is left is outside.
OUTSIDE = (Recourse.Kind.OUTSIDE,)
OPEN_TO = {Decision.EXPLAINED: OUTSIDE, Decision.FINAL: OUTSIDE, Decision.NEW_MATTER: ()}


def triage(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    decision: str,
    why: str,
    words: str = "",
) -> Event:
    """Decide what follows. `words` are for the customer, or of a new matter what it is about."""
    payload: dict[str, Any] = {"decision": decision}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        callback = what_follows.unsatisfied(locked)
        if refusal := what_follows.barred(locked, standing.before(locked, actor)).get(Decision(decision)):
            raise refusal
        if decision != Decision.SECOND and not words.strip():
            raise Missing({"words": [_("Write what the customer is told, or what the new matter is.")]})
        born = _new_ticket(locked, words, why, actor, at, source) if decision == Decision.NEW_MATTER else None
        Triage.objects.create(
            ticket=locked, callback=callback, round=locked.round, decision=decision, why=why, decided_at=at,
            decided_by=actor.user, new_ticket=born,
        )  # fmt: skip
        payload.update(callback=callback.pk, new_ticket=born.number if born else "")
        if decision == Decision.SECOND:
            return {"triage_due": False, "second_due": True}
        payload["recourses"] = [
            one.code for one in recourses.for_ticket(locked) if one.kind in OPEN_TO[Decision(decision)]
        ]
        return {"triage_due": False, **_nothing_more(locked, callback, decision, at)}

    said = "" if decision == Decision.SECOND else words
    return move(
        ticket, "triage", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"why": why, "words": said},
    )  # fmt: skip


def _nothing_more(ticket: Ticket, callback: Callback, decision: str, at: datetime) -> dict[str, Any]:
    """No further handling of this matter: it is filed after some days in which the customer may still write."""
    callback.file_from = settling.file_from(ticket, at, after_policy.of(ticket).file_unverified_days)
    callback.save(update_fields=["file_from"])
    if decision == Decision.EXPLAINED:
        return {"reviewed_at": at}
    return {"final_reply_at": at} if decision == Decision.FINAL else {}


def _new_ticket(ticket: Ticket, words: str, why: str, actor: Actor, at: datetime, source: str) -> Ticket:
    """A matter of its own, with its own clocks, of the same customer."""
    point = ticket.contact_point
    wish = Intake(
        nature=ticket.nature, words=words, channel=ticket.channel, region=ticket.region, category=None,
        place=ticket.place, name=ticket.customer.name if ticket.customer else "",
        contact=str(point.value) if point else "", anonymous=ticket.anonymous, confidential=ticket.confidential,
        language=ticket.language,
    )  # fmt: skip
    born, _code = receive(wish, actor=actor, at=at, source=source)
    Ticket.objects.filter(pk=born.pk).update(code_untold=True)
    born.code_untold = True
    merging.link(born, actor=actor, at=at, source=source, other=ticket.number, why=why)
    return born


def second_handling(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    team: Team,
    handler: User | None = None,
    why: str,
) -> Event:
    """Take it up again in a further round: a new owner, half the time."""
    payload: dict[str, Any] = {"team": team.pk, "handler": handler.pk if handler else None}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        _check_owner(locked, team, handler)
        payload["round"] = locked.round + 1
        return archive.next_round(locked) | {"proposed_team": team, "second_due": False}

    return move(
        ticket, "second_handling", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"why": why},
    )  # fmt: skip


def _check_owner(ticket: Ticket, team: Team, handler: User | None) -> None:
    """Nobody who handled it; a team of which everybody did is no new owner either."""
    before = part_taken.who_handled(ticket)
    if handler and handler.pk in before:
        raise NotYours(_("Whoever handled it does not handle it a second time. Choose someone else."))
    people = User.objects.filter(team=team, is_active=True)
    if handler is None and people.exists() and not people.exclude(pk__in=before).exists():
        raise NotYours(_("Everybody in this team has handled it. Choose another team, or someone above."))
