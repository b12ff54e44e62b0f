"""Shift hand-over: what the system knows at the end of a shift, what only people know, and who took it over.

The facts are kept as they were; what has become of each ticket since is on its own page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from complaints.choices import OPEN, Priority, Stage
from complaints.desk import approvals
from complaints.desk.listed import LISTED
from complaints.events import HANDOVER
from complaints.models import Callback, Handover, Ticket
from complaints.queries import visible_to
from complaints.refusals import Missing, NotNow, NotYours
from servicecenter import duty, trail
from servicecenter.actors import Actor
from servicecenter.models import Region, User
from servicecenter.requests import request_id

# Who ends a shift with something to tell; auditors read along.
# Ordered: who takes it over, the nearest first.
SIGNERS = ("shift_leader", "reviewer", "supervisor", "complaint_manager")
WRITERS = frozenset(SIGNERS)
READERS = WRITERS | {"auditor"}
AHEAD, BEFORE = timedelta(hours=4), timedelta(hours=24)
MOST = 100
SORTS = ("emergencies", "breaking", "approvals", "callbacks", "broken")


def gather(tickets: QuerySet[Ticket], at: datetime) -> dict[str, list[Ticket]]:
    """What the next shift must see to, the nearest first: one statement a sort, MOST tickets of each.

    Open dangers; promises that end within AHEAD; what waits for a decision; callbacks due by then; what broke
    within BEFORE.
    """
    soon = at + AHEAD
    ringing = Callback.objects.filter(state=Callback.State.PLANNED, next_at__lte=soon).values("ticket")
    asked = {
        "emergencies": tickets.filter(priority=Priority.CRITICAL, stage__in=OPEN),
        "breaking": tickets.filter(LISTED, next_due_at__gt=at, next_due_at__lte=soon),
        "approvals": tickets.filter(approvals.ASKED, stage__in=OPEN),
        "callbacks": tickets.filter(stage=Stage.REPLIED, callback_open=True, pk__in=ringing),
        "broken": tickets.filter(LISTED, next_due_at__gt=at - BEFORE, next_due_at__lte=at),
    }
    return {
        sort: list(asked[sort].select_related("handler", "team").order_by("next_due_at", "pk")[:MOST]) for sort in SORTS
    }


def leaving(regions: list[int] | None, at: datetime) -> list[Any]:
    """Whose duty ends within AHEAD, the first to leave first."""
    ending = [one for one in duty.on_duty(at, regions) if one.until <= at + AHEAD]
    return sorted(ending, key=lambda one: (one.until, one.pk))


def regions_for(user: User, at: datetime) -> QuerySet[Region]:
    """Where this person may hand over; with every region among them also all at once (writes_for_all)."""
    mine = duty.regions_of(user, at, WRITERS)
    return Region.objects.all() if mine is None else Region.objects.filter(pk__in=mine)


def writes_for_all(user: User, at: datetime) -> bool:
    return duty.regions_of(user, at, WRITERS) is None


def visible(user: User, at: datetime) -> QuerySet[Handover]:
    """Those of this person's regions and those for all regions, the newest first."""
    if not user.roles_at(at) & READERS:
        return Handover.objects.none()
    mine = duty.regions_of(user, at, READERS)
    rows = Handover.objects.select_related("region", "written_by", "read_by").order_by("-pk")
    return rows if mine is None else rows.filter(Q(region=None) | Q(region__in=mine))


def may_read(row: Handover, actor: Actor) -> bool:
    """Whoever may write the next one takes this one over; nobody takes over from themselves."""
    here = actor.within(row.region_id) if row.region_id else actor
    return bool(here.roles & WRITERS) and row.read_at is None and row.written_by_id != actor.id


@dataclass(frozen=True)
class Kept:
    """A ticket as the log keeps it: when it was due then, and what it is now."""

    ticket: Ticket
    due_at: datetime | None


def kept(row: Handover, tickets: QuerySet[Ticket]) -> dict[str, list[Kept]]:
    """The facts of then, of tickets its reader may see. One statement."""
    asked = {int(pk) for facts in row.facts.values() for pk, _due in facts}
    found = tickets.select_related("handler", "team").in_bulk(asked)
    return {
        sort: [
            Kept(found[pk], datetime.fromisoformat(due) if due else None)
            for pk, due in row.facts.get(sort, [])
            if pk in found
        ]
        for sort in SORTS
    }


def write(
    *, region: Region | None, words: str, absent: str = "", sites: str = "", actor: Actor, at: datetime, source: str
) -> Handover:
    """Put it into the log with what the system knows now. Raises NotYours, Missing."""
    if actor.kind != "staff" or not actor.roles & WRITERS:
        raise NotYours(_("Your role does not allow this."))
    if region is None and not writes_for_all(actor.user, at):
        raise Missing({"region": [_("Choose one of your regions.")]})
    if region is not None and not regions_for(actor.user, at).filter(pk=region.pk).exists():
        raise Missing({"region": [_("Choose one of your regions.")]})
    if not words.strip():
        raise Missing({"words": [_("Must be given.")]})
    reach = visible_to(actor.user, at)
    facts = gather(reach.filter(region=region) if region else reach, at)
    with transaction.atomic():
        row = Handover.objects.create(
            region=region, written_by=actor.user, written_at=at, words=words, absent=absent, sites=sites,
            facts={sort: _ids(found) for sort, found in facts.items()},
        )  # fmt: skip
        counts: Mapping[str, Any] = {sort: len(found) for sort, found in facts.items()}
        trail.record(
            "handover.written", subject=(HANDOVER, row.pk), at=at, actor=actor, source=source,
            payload={"region": region.pk if region else None, **counts},
            text={"words": words, "absent": absent, "sites": sites}, request_id=request_id.get(),
        )  # fmt: skip
    return row


def _ids(tickets: Iterable[Ticket]) -> list[tuple[int, str | None]]:
    return [(one.pk, one.next_due_at.isoformat() if one.next_due_at else None) for one in tickets]


def read(row: Handover, *, remark: str = "", actor: Actor, at: datetime, source: str) -> Handover:
    """Sign for having read it: once, by somebody else. Raises NotYours, NotNow."""
    with transaction.atomic():
        locked = Handover.objects.select_for_update(of=("self",)).select_related("read_by", "region").get(pk=row.pk)
        if locked.read_by:
            name = locked.read_by.get_full_name() or locked.read_by.username
            raise NotNow(_("%(name)s has signed it already.") % {"name": name})
        if locked.written_by_id == actor.id:
            raise NotYours(_("Somebody else signs that it was read."))
        if actor.kind != "staff" or not may_read(locked, actor):
            raise NotYours(_("Your role does not allow this."))
        locked.read_by, locked.read_at, locked.remark = actor.user, at, remark
        locked.save(update_fields=["read_by", "read_at", "remark"])
        trail.record(
            "handover.read", subject=(HANDOVER, row.pk), at=at, actor=actor, source=source,
            text={"remark": remark}, request_id=request_id.get(),
        )  # fmt: skip
    return locked
