"""The relay: tells each subscriber of each event, at least once, without one bad row holding up the rest."""

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
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
    """Round: deliver what is owed. True when any of it was ours to deliver, not just another worker's."""
    waiting = list(owed(now).order_by("next_attempt_at", "id").values_list("id", flat=True)[:BATCH])
    found = False
    for pk in waiting:
        if rounds.turn_is_over():
            break
        found |= _deliver(pk, now)
    return found


def retry(row: Outbox, now: datetime) -> None:
    """A person looked: try the poisoned row again."""
    Outbox.objects.filter(pk=row.pk).update(poisoned_at=None, attempts=0, next_attempt_at=now)


def _deliver(pk: int, now: datetime) -> bool:
    """False when the row is in other hands, delivered, or put off meanwhile."""
    try:
        with transaction.atomic():
            row = (
                owed(now)
                .select_for_update(skip_locked=True, of=("self",))
                .select_related("event")
                .filter(pk=pk)
                .first()
            )
            if row is None:
                return False
            trail.subscriber(row.subscriber).hear(row.event)
            row.delete()
    except Exception as error:  # whatever a subscriber raises must not stop the line
        log.warning("outbox row %s failed: %s", pk, type(error).__name__)
        _put_off(pk, now, error)
    return True


def _put_off(pk: int, now: datetime, error: Exception) -> None:
    row = Outbox.objects.filter(pk=pk).first()
    if row is None:
        return
    attempts = row.attempts + 1
    Outbox.objects.filter(pk=pk).update(
        attempts=attempts,
        last_error=_said(error)[:2000],
        next_attempt_at=now + min(timedelta(seconds=2**attempts), LONGEST_WAIT),
        poisoned_at=now if attempts >= TRIES else None,
    )


def _said(error: Exception) -> str:
    """What went wrong; a database error quotes the row, and rows hold names."""
    name = type(error).__name__
    return name if isinstance(error, DatabaseError) else f"{name}: {error}"
