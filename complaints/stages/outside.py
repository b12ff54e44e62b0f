"""An outside body reviews: its number and clock, its decision, what we must do by when, and the proof that we did.

From its opening to its end the ticket is under legal hold: nothing of it is erased, let go or merged.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints.models import Clock, ExternalReview, Reason, Ticket
from complaints.moving import move
from complaints.promises import clocks
from complaints.promises.milestones import Milestone
from complaints.promises.promising import begin_at
from complaints.refusals import Missing
from complaints.stages.archive import next_round
from servicecenter.actors import Actor
from servicecenter.models import Event


def open_review(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    body: Reason,
    number: str = "",
    words: str,
    due_at: datetime,
    sort: str,
) -> Event:
    """The body asks while we still work on it."""
    return _open("open_review", ticket, actor, at, source, version, body, number, words, due_at, sort)


def reopen_for_review(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    body: Reason,
    number: str = "",
    words: str,
    due_at: datetime,
    sort: str,
) -> Event:
    """The body asks after our answer, however long ago: it is taken up in a further round."""
    return _open("reopen_for_review", ticket, actor, at, source, version, body, number, words, due_at, sort)


def _open(name, ticket, actor, at, source, version, body: Reason, number: str, words: str, due_at, sort) -> Event:
    payload: dict[str, Any] = {"body": body.code, "number": number, "due_at": due_at.isoformat()}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        _check_to_come("due_at", due_at, at)
        fields: dict[str, Any] = {"review_open": True, "legal_hold": True}
        if name == "reopen_for_review":
            fields |= next_round(locked)
            payload["round"] = fields["round"]
        review = ExternalReview.objects.create(
            ticket=locked, body=body, number=number, asked=words, opened_at=at, due_at=due_at
        )
        begin_at(locked, Milestone.EXTERNAL, f"review:{review.pk}", at, due_at, sort)
        payload["review"] = review.pk
        return fields

    return move(
        ticket, name, actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words},
    )  # fmt: skip


def decide_review(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    words: str,
    remedy: str = "",
    comply_by: datetime | None = None,
) -> Event:
    """What the body decided. With a remedy it stays open until there is proof; without one it is over."""
    payload: dict[str, Any] = {"due_at": comply_by.isoformat() if comply_by else ""}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        review = locked.external_reviews.get(closed_at=None)
        review.decided_at, review.decision, review.remedy, review.comply_by = at, words, remedy, comply_by
        review.closed_at = None if remedy else at
        review.save(update_fields=["decided_at", "decision", "remedy", "comply_by", "closed_at"])
        payload["review"] = review.pk
        _end_clock(locked, f"review:{review.pk}", at)
        if comply_by:
            _check_to_come("comply_by", comply_by, at)
            begin_at(locked, Milestone.EXTERNAL, f"comply:{review.pk}", at, comply_by, "statutory")
        return {"review_decided": bool(remedy), "review_open": bool(remedy), "legal_hold": bool(remedy)}

    return move(
        ticket, "decide_review", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words, "remedy": remedy},
    )  # fmt: skip


def comply_review(
    ticket: Ticket, *, actor: Actor, at: datetime, source: str, version: int | None = None, words: str
) -> Event:
    """Proof that we did what was decided: the review is over, and the legal hold with it."""
    payload: dict[str, Any] = {}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        review = locked.external_reviews.get(closed_at=None)
        review.complied_at = review.closed_at = at
        review.proof = words
        review.save(update_fields=["complied_at", "closed_at", "proof"])
        payload["review"] = review.pk
        _end_clock(locked, f"comply:{review.pk}", at)
        return {"review_decided": False, "review_open": False, "legal_hold": False}

    return move(
        ticket, "comply_review", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"words": words},
    )  # fmt: skip


def _check_to_come(field: str, moment: datetime, at: datetime) -> None:
    if moment <= at:
        raise Missing({field: [_("Choose a moment to come, not one that is past.")]})


def _end_clock(ticket: Ticket, subject: str, at: datetime) -> None:
    for clock in Clock.objects.alive().filter(ticket=ticket, subject=subject):
        clocks.end(clock, at)
        clock.save(update_fields=clocks.CHANGING)
    ticket.__dict__.pop("settled_clocks", None)  # a ticket kept in hand must see it
