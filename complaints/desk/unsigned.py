"""A hand-over nobody has signed in time is told, once: to whoever is on duty and could sign it, and to its writer.

Must not sign, close or change what was handed over.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from complaints.desk.handovers import SIGNERS
from complaints.events import HANDOVER
from complaints.models import Handover, HandoverRule
from complaints.models.handovers import USUAL_MINUTES
from servicecenter import duty, trail
from servicecenter.actors import SYSTEM

BATCH = 100
# Twice the longest time a rule may set. Of an older one nobody takes over any more: others have followed it.
PAST = timedelta(days=2)
Waits = Mapping[int | None, timedelta]


def alarm(now: datetime) -> bool:
    """Round: tell of every hand-over whose signature is due by `now`. True when there was one."""
    waits = in_force()
    late = _late(waits, now)
    if not late.exists():
        return False
    with transaction.atomic():
        # Locked and asked again: somebody may be signing it just now, or another worker telling of it.
        rows = list(late.order_by("written_at", "pk").select_for_update(skip_locked=True)[:BATCH])
        trail.record_many([_told(row, waits, now) for row in rows])
        Handover.objects.filter(pk__in=[row.pk for row in rows]).update(alarmed_at=now)
    return bool(rows)


def in_force() -> Waits:
    """How long a signature is waited for, by region; under None where no region has its own."""
    rules = HandoverRule.objects.filter(is_active=True).values_list("region", "sign_within")
    return {None: timedelta(minutes=USUAL_MINUTES)} | {region: timedelta(minutes=wait) for region, wait in rules}


def due_at(row: Handover, waits: Waits) -> datetime:
    """By when it is to be signed."""
    return row.written_at + waits.get(row.region_id, waits[None])


def _late(waits: Waits, now: datetime) -> QuerySet[Handover]:
    own = {region: wait for region, wait in waits.items() if region is not None}
    late = Q(written_at__lte=now - waits[None]) & ~Q(region__in=own)
    for region, wait in own.items():
        late |= Q(region=region, written_at__lte=now - wait)
    return Handover.objects.filter(late, written_at__gt=now - PAST, read_at=None, alarmed_at=None)


def _told(row: Handover, waits: Waits, now: datetime) -> trail.Happening:
    role, people = duty.reach_first(SIGNERS, row.region_id, now, without=[row.written_by_id])
    return trail.Happening(
        "handover.unsigned", (HANDOVER, row.pk), now, SYSTEM, "round",
        {"due_at": due_at(row, waits).isoformat(), "role": role, "people": [*people, row.written_by_id]},
    )  # fmt: skip
