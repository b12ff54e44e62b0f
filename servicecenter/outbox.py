"""The relay: tells each subscriber of each event, at least once, without one bad row holding up the rest."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from servicecenter import rounds, trail
from servicecenter.models import Outbox

log = logging.getLogger(__name__)

BATCH = 500
# 2, 4, 8 … seconds, never more than an hour; after the twelfth try a person has to look.
LONGEST_WAIT = timedelta(hours=1)
TRIES = 12


def owed(now: datetime) -> QuerySet[Outbox]:
    return Outbox.objects.filter(poisoned_at__isnull=True, next_attempt_at__lte=now)


def poisoned() -> QuerySet[Outbox]:
    return Outbox.objects.filter(poisoned_at__isnull=False)


def relay(now: datetime) -> bool:
    """Round: deliver what is owed. True when there was anything."""
    waiting = list(owed(now).order_by("next_attempt_at", "id").values_list("id", flat=True)[:BATCH])
    for pk in waiting:
        if rounds.winding_down():
            break
        _deliver(pk, now)
    return bool(waiting)


def retry(row: Outbox, now: datetime) -> None:
    """A person looked: try the poisoned row again."""
    Outbox.objects.filter(pk=row.pk).update(poisoned_at=None, attempts=0, next_attempt_at=now)


def _deliver(pk: int, now: datetime) -> None:
    try:
        with transaction.atomic():
            # Someone else's row is skipped; one already delivered is gone.
            row = Outbox.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            if row is None:
                return
            trail.subscriber(row.subscriber).hear(row.event)
            row.delete()
    except Exception as error:  # whatever a subscriber raises must not stop the line
        log.warning("outbox row %s failed: %s", pk, type(error).__name__)
        _put_off(pk, now, error)


def _put_off(pk: int, now: datetime, error: Exception) -> None:
    row = Outbox.objects.filter(pk=pk).first()
    if row is None:
        return
    row.attempts += 1
    row.last_error = f"{type(error).__name__}: {error}"[:2000]
    row.next_attempt_at = now + min(timedelta(seconds=2**row.attempts), LONGEST_WAIT)
    row.poisoned_at = now if row.attempts >= TRIES else None
    row.save(update_fields=["attempts", "last_error", "next_attempt_at", "poisoned_at"])
