"""Two matters in one ticket: the second gets its own number, keeps the receipt, and its clocks run from there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import numbers, secrecy
from complaints.desk import asked
from complaints.events import TICKET
from complaints.models import Category, Clock, Ticket, Tie
from complaints.moving import move
from complaints.promises import clocks, policies
from complaints.promises.milestones import Milestone
from complaints.refusals import Missing
from complaints.stages.receive import first_words, name_complainant, record_receipt
from servicecenter import opening_hours, trail
from servicecenter.actors import Actor
from servicecenter.models import Event
from servicecenter.requests import request_id

# The customer's, the place's and the door's; what has been done about it is the whole's own.
KEPT = (
    "access_code_hash", "nature", "nature_received", "priority", "language", "channel", "source", "client_id",
    "region_id", "premise_id", "place", "happened_on", "customer_id", "contact_point_id", "anonymous",
    "confidential", "first_owner_id", "received_at", "replayed",
)  # fmt: skip
# Said to the customer before the split, it was said for both.
SAID_FOR_BOTH = (Milestone.ACKNOWLEDGE, Milestone.FIRST_RESPONSE, Milestone.CONTACT)


def split(
    ticket: Ticket,
    *,
    actor: Actor,
    at: datetime,
    source: str,
    version: int | None = None,
    words: str,
    requests: Sequence[str] = (),
    category: Category | None = None,
    why: str = "",
) -> Event:
    """Make a ticket of its own of a part: `words` say which, `requests` are the positions it takes along."""
    payload: dict[str, Any] = {"requests": [int(one) for one in requests]}

    def apply(locked: Ticket) -> Mapping[str, Any]:
        part = _make_part(locked, words, category, at)
        secrecy.hand_down(locked, [part])
        _hand_over(locked, part, payload["requests"])
        _record(part, locked, actor, at, source)
        Tie.objects.create(ticket=part, other=locked, kind=Tie.Kind.SPLIT, made_at=at)
        payload.update(other=part.pk, number=part.number)
        return {}

    return move(
        ticket, "split", actor=actor, at=at, source=source, version=version, apply=apply,
        payload=payload, text={"why": why},
    )  # fmt: skip


def _make_part(whole: Ticket, words: str, category: Category | None, at: datetime) -> Ticket:
    part = Ticket(
        **{name: getattr(whole, name) for name in KEPT},
        number=_free_number(whole),
        stage_since=at,
        title=first_words(words),
        words=words,
        category=category or whole.category,
        can_undo=True,
    )
    part.policy_version = policies.choose(policies.Facts.of(part), part.received_at)
    begun = clocks.open_clocks(part)
    _carry_on(begun, whole)
    clocks.point_at_nearest(part, begun)
    with transaction.atomic():
        part.save(force_insert=True)
        Clock.objects.bulk_create(begun)
        name_complainant(part, at)
    return part


def _free_number(whole: Ticket) -> str:
    """Of the month of the receipt, as everything else about it."""
    month = whole.received_at.astimezone(opening_hours.of(whole.region.calendar).zone)
    while Ticket.objects.filter(number=(number := numbers.draw_number(month))).exists():
        pass
    return number


def _carry_on(begun: list[Clock], whole: Ticket) -> None:
    ended = {clock.milestone: clock for clock in whole.clocks.filter(round=1, milestone__in=SAID_FOR_BOTH)}
    for clock in begun:
        before = ended.get(Milestone(clock.milestone))
        if before is not None and before.ended_at and clock.is_alive:
            clocks.end(clock, before.ended_at)


def _hand_over(whole: Ticket, part: Ticket, positions: Sequence[int]) -> None:
    taken = whole.requests.to_answer().filter(position__in=positions)
    if len(taken) != len(set(positions)):
        raise Missing({"requests": [_("There is no such request on this ticket.")]})
    asked.hand_over(taken, part)


def _record(part: Ticket, whole: Ticket, actor: Actor, at: datetime, source: str) -> None:
    """Received when the whole was; split off now."""
    record_receipt(part, requests=part.requests.count(), files=0, actor=actor, at=part.received_at, source=source)
    trail.record(
        "ticket.split_off", subject=(TICKET, part.pk), at=at, actor=actor.within(part.region_id), source=source,
        payload={"other": whole.pk, "number": whole.number}, request_id=request_id.get(),
    )  # fmt: skip
