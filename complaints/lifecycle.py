"""The table of moves: what may be done at which stage, by whom, and what it does to the clocks.

One table draws the buttons, answers the API's "what may I do", compiles the database's guard and is
tested pair by pair. `move` is the only code that writes a ticket's stage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from complaints import clocks
from complaints.choices import OPEN, Stage
from complaints.in_hand import held
from complaints.milestones import FROM_RECEIPT, FROM_REOPENING, Milestone
from complaints.models import Ticket
from complaints.refusals import Conflict, Missing, NotNow, NotYours, Refused
from servicecenter import trail
from servicecenter.actors import Actor
from servicecenter.models import Event
from servicecenter.requests import request_id

__all__ = [
    "MOVES",
    "PAIRS",
    "TABLE",
    "Conflict",
    "Missing",
    "Move",
    "NotNow",
    "NotYours",
    "Refused",
    "allowed",
    "last_move",
    "move",
    "why_not",
]

HUMANS = ("agent", "reviewer", "supervisor", "shift_leader", "complaint_manager")

HOLDABLE = (Stage.REVIEWING, Stage.DISPATCHED, Stage.INVESTIGATING)


@dataclass(frozen=True)
class Move:
    """One row of the table.

    who: roles of staff, or "customer", "client" (an API client with the scope), "system".
    counted: it raises the ticket's version, so a form opened before it no longer fits.
    """

    name: str
    label: str | Promise
    sources: tuple[Stage, ...]
    target: Stage | None
    who: tuple[str, ...]
    event: str
    key: str = ""
    counted: bool = True
    starts: tuple[Milestone, ...] = ()
    ends: tuple[Milestone, ...] = ()
    # While a ticket is held its promise clocks stand still; going on to a stage ends the hold too.
    pauses: bool = False
    resumes: bool = False
    # What must, or must not, be so about the ticket: a key of CONDITIONS.
    needs: str = ""
    forbids: str = ""
    # Every clock still alive is of no more interest.
    closes: bool = False

    def lands(self, stage: str) -> str:
        return self.target or stage


# What a move may need of the ticket or be forbidden by: the field that says so → (word when it is
# missing, word when it is in the way).
CONDITIONS: dict[str, tuple[str | Promise, str | Promise]] = {
    "held_at": (gettext_lazy("It is not on hold."), gettext_lazy("It is on hold already.")),
    "awaiting_ruling": (
        gettext_lazy("No ruling is asked for."),
        gettext_lazy("It came back twice: a supervisor rules who handles it."),
    ),
    "ruled": ("", gettext_lazy("A supervisor has ruled that this department handles it.")),
    "extension_asked": (
        gettext_lazy("Nobody has asked for more time."),
        gettext_lazy("More time is asked for already; it is not decided yet."),
    ),
    "order_open": (
        gettext_lazy("No order is open."),
        gettext_lazy("An order is open; it is not answered yet."),
    ),
}

ANSWERED = (
    Milestone.FIRST_RESPONSE,
    Milestone.CONTACT,
    Milestone.REVIEW,
    Milestone.DISPATCH,
    Milestone.ACCEPT,
    Milestone.ON_SITE,
    Milestone.MAKE_SAFE,
    Milestone.RESTORE,
    Milestone.REPLY,
    Milestone.NEXT_UPDATE,
)

# A table is read by its rows.
# fmt: off
TABLE: tuple[Move, ...] = (
    Move("receive", pgettext_lazy("move", "Receive"), (), Stage.RECEIVED,
         ("agent", "customer", "client", "system"),
         "ticket.received", starts=FROM_RECEIPT, ends=(Milestone.ACKNOWLEDGE,)),
    Move("start_review", gettext_lazy("Start the review"), (Stage.RECEIVED,), Stage.REVIEWING,
         (*HUMANS, "client", "system"),
         "ticket.review_started", key="r"),
    Move("classify", gettext_lazy("Classify"), (Stage.RECEIVED, Stage.REVIEWING), None,
         (*HUMANS, "client", "system"),
         "ticket.classified", key="c", ends=(Milestone.REVIEW,)),
    Move("answer", gettext_lazy("Answer at once"), (Stage.RECEIVED, Stage.REVIEWING), Stage.REPLIED,
         (*HUMANS, "client"),
         "ticket.answered", key="a", starts=(Milestone.ARCHIVE,), ends=ANSWERED),
    Move("dispatch", gettext_lazy("Dispatch"), (Stage.REVIEWING, Stage.DISPATCHED), Stage.DISPATCHED,
         ("reviewer", "coordinator", "supervisor", "shift_leader", "complaint_manager", "client", "system"),
         "ticket.dispatched", key="d", starts=(Milestone.ACCEPT,), ends=(Milestone.REVIEW, Milestone.DISPATCH),
         forbids="awaiting_ruling"),
    Move("accept", gettext_lazy("Accept"), (Stage.DISPATCHED,), Stage.INVESTIGATING,
         ("coordinator", "handler", "supervisor", "client", "system"),
         "ticket.accepted", key="p", ends=(Milestone.ACCEPT,)),
    Move("hold", gettext_lazy("Put on hold"), HOLDABLE, None,
         ("reviewer", "handler", "coordinator", "supervisor", "client"),
         "ticket.held", key="h", pauses=True, forbids="held_at"),
    Move("resume", gettext_lazy("Resume"), HOLDABLE, None,
         ("reviewer", "handler", "coordinator", "supervisor", "client", "system"),
         "ticket.resumed", key="h", resumes=True, needs="held_at"),
    Move("return", gettext_lazy("Return to review"), (Stage.DISPATCHED, Stage.INVESTIGATING), Stage.REVIEWING,
         ("coordinator", "client"),
         "ticket.returned", key="b", forbids="ruled"),
    Move("rule", gettext_lazy("Rule who handles it"), (Stage.REVIEWING,), Stage.DISPATCHED,
         ("supervisor", "complaint_manager"),
         "ticket.ruled", key="l", starts=(Milestone.ACCEPT,), ends=(Milestone.REVIEW, Milestone.DISPATCH),
         needs="awaiting_ruling"),
    Move("find", gettext_lazy("Record the finding"), (Stage.INVESTIGATING,), None,
         ("handler", "coordinator", "client"),
         "ticket.found", key="f"),
    Move("request_extension", gettext_lazy("Ask for more time"), OPEN, None,
         ("handler", "coordinator", "reviewer", "agent", "client"),
         "ticket.extension_asked", key="e", forbids="extension_asked"),
    Move("decide_extension", gettext_lazy("Decide on more time"), OPEN, None,
         ("supervisor", "complaint_manager"),
         "ticket.extension_decided", key="x", needs="extension_asked"),
    Move("interim_reply", gettext_lazy("Tell the customer how it stands"), OPEN, None,
         ("agent", "handler", "coordinator", "client"),
         "ticket.interim_reply", key="i", counted=False, ends=(Milestone.FIRST_RESPONSE,)),
    Move("chase", gettext_lazy("Note that the customer asks again"), (*OPEN, Stage.REPLIED), None,
         ("agent", "customer", "client"),
         "ticket.chased", key="q", counted=False),
    Move("supervise", gettext_lazy("Give an order"), OPEN, None,
         ("supervisor", "complaint_manager", "client"),
         "ticket.ordered", key="s", forbids="order_open"),
    Move("answer_supervision", gettext_lazy("Answer the order"), (*OPEN, Stage.REPLIED), None,
         ("handler", "coordinator", "reviewer", "client"),
         "ticket.order_answered", key="s", needs="order_open", ends=(Milestone.SUPERVISE,)),
    Move("take_over", gettext_lazy("Take over"), OPEN, None,
         ("supervisor", "shift_leader"),
         "ticket.taken_over", key="t"),
    Move("escalate", gettext_lazy("Escalate"), OPEN, None,
         ("agent", "reviewer", "handler", "coordinator", "supervisor", "client", "system"),
         "ticket.escalated", key="u", counted=False),
    Move("reply", gettext_lazy("Reply to the customer"), (Stage.INVESTIGATING,), Stage.REPLIED,
         ("handler", "coordinator", "supervisor", "complaint_manager", "client", "system"),
         "ticket.replied", key="y", starts=(Milestone.ARCHIVE,), ends=ANSWERED),
    Move("archive", gettext_lazy("Archive"), (Stage.REPLIED,), Stage.ARCHIVED,
         (*HUMANS, "client", "system"),
         "ticket.archived", key="v", ends=(Milestone.ARCHIVE,), closes=True,
         forbids="order_open"),
    Move("withdraw", gettext_lazy("Withdraw"), OPEN, Stage.ARCHIVED,
         ("customer", "agent", "client"),
         "ticket.withdrawn", key="w", closes=True),
    Move("reopen", gettext_lazy("Reopen"), (Stage.REPLIED, Stage.ARCHIVED), Stage.REVIEWING,
         ("customer", "supervisor", "complaint_manager", "client"),
         "ticket.reopened", key="o", starts=FROM_REOPENING, closes=True),
)
# fmt: on
MOVES: dict[str, Move] = {row.name: row for row in TABLE}

NOT_HELD: Mapping[str, Any] = {"held_at": None, "held_until": None, "hold_reason": None}

PAIRS = frozenset(
    (str(source), str(row.target)) for row in TABLE for source in row.sources if row.target and source != row.target
)


def why_not(row: Move, ticket: Ticket, actor: Actor) -> Refused | None:
    """The reason this actor cannot make this move now, or None."""
    if ticket.stage not in row.sources:
        return NotNow(
            _("“%(move)s” is not possible at the stage “%(stage)s”.")
            % {"move": row.label, "stage": ticket.get_stage_display()}
        )
    if row.needs and not getattr(ticket, row.needs):
        return NotNow(CONDITIONS[row.needs][0])
    if row.forbids and getattr(ticket, row.forbids):
        return NotNow(CONDITIONS[row.forbids][1])
    if not actor.within(ticket.region_id).roles & set(row.who):
        return NotYours(_("Your role does not allow “%(move)s”.") % {"move": row.label})
    return None


def allowed(ticket: Ticket, actor: Actor) -> list[Move]:
    """The moves this actor may make now, in the table's order."""
    return [row for row in TABLE if row.sources and why_not(row, ticket, actor) is None]


def move(
    ticket: Ticket,
    name: str,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    apply: Callable[[Ticket], Mapping[str, Any]] | None = None,
    payload: Mapping[str, Any] | None = None,
    text: Mapping[str, Any] | None = None,
) -> Event:
    """Make one move in one transaction: ticket row first, then event, clocks and outbox.

    `version` is what the actor saw; None means they saw none (rounds, the customer's own page).
    `apply` gets the locked ticket, checks what only the locked row can tell and returns the fields
    to change. Raises NotNow, NotYours, Conflict or whatever `apply` raises; nothing is changed then.
    The caller's `ticket` is brought up to date.
    """
    row, hand = MOVES[name], held()
    with transaction.atomic(savepoint=hand is None):
        locked = (hand or {}).get(ticket.pk) or _lock(ticket.pk)
        if version is not None and version != locked.version:
            raise Conflict(locked, last_move(locked))
        if refusal := why_not(row, locked, actor):
            raise refusal
        before = locked.stage
        fields = dict(apply(locked)) if apply else {}
        event = _write(row, locked, before, fields, actor.within(locked.region_id), at, source, payload, text)
        if hand is not None:
            hand[locked.pk] = locked
    ticket.__dict__.update(locked.__dict__)
    return event


def _lock(ticket_id: int) -> Ticket:
    return Ticket.objects.select_for_update(of=("self",)).select_related("region").get(pk=ticket_id)


def _write(row, locked, before, fields, actor, at, source, payload, text) -> Event:
    old_version = locked.version
    if row.target:
        fields |= {"stage": row.target, "stage_since": at}
    if row.target or row.resumes:
        fields |= NOT_HELD
    if row.counted:
        fields["version"] = old_version + 1
    if actor.kind in {"staff", "client"}:
        fields["touched_at"] = at
    for field, value in fields.items():
        setattr(locked, field, value)
    clocks.settle(locked, row, actor=actor, at=at)
    fields["next_due_at"] = locked.next_due_at
    # Stage and version in the WHERE: exactly one row changes, even if a lock was not what it seemed.
    changed = Ticket.objects.filter(pk=locked.pk, stage=before, version=old_version).update(**fields)
    if changed != 1:
        raise Conflict(locked, last_move(locked))
    return trail.record(
        row.event,
        subject=("ticket", locked.pk),
        at=at,
        actor=actor,
        source=source,
        payload={
            "move": row.name,
            "from": before,
            "to": locked.stage,
            "version": locked.version,
            **(payload or {}),
        },
        text=text,
        request_id=request_id.get(),
    )


def last_move(ticket: Ticket) -> Event | None:
    """The newest move that raised the ticket's version: whom a conflict names."""
    kinds = [row.event for row in TABLE if row.counted]
    return Event.objects.filter(subject_type="ticket", subject_id=ticket.pk, kind__in=kinds).order_by("-id").first()
