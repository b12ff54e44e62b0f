"""Hand-over to the outside: claimed, in flight, then sent, failed or unknown; never sent twice by itself.

A worker that dies between the provider's "yes" and our note of it leaves *in flight* behind; nobody
can know, so it becomes *unknown* and a person decides.
"""

import logging
from datetime import datetime, timedelta

from channels_hub.adapters import email
from channels_hub.models import Outbound
from servicecenter import rounds

log = logging.getLogger(__name__)

BATCH = 50
FLIGHT_LASTS = timedelta(minutes=5)
ADAPTERS = {"email": email.send}


def deliver(now: datetime) -> bool:
    """Round: hand over what is queued, one row at a time."""
    _give_up_on_flights(now)
    waiting = list(
        Outbound.objects.filter(state=Outbound.State.QUEUED).order_by("pk").values_list("pk", flat=True)[:BATCH]
    )
    for pk in waiting:
        if rounds.winding_down():
            break
        if Outbound.objects.filter(pk=pk, state=Outbound.State.QUEUED).update(
            state=Outbound.State.IN_FLIGHT, claimed_at=now
        ):
            _hand_over(pk, now)
    return bool(waiting)


def _give_up_on_flights(now: datetime) -> None:
    Outbound.objects.filter(state=Outbound.State.IN_FLIGHT, claimed_at__lt=now - FLIGHT_LASTS).update(
        state=Outbound.State.UNKNOWN, settled_at=now, error="the worker ended before it could note the result"
    )


def _hand_over(pk: int, now: datetime) -> None:
    row = Outbound.objects.select_related("ticket", "event__words", "contact_point", "user").get(pk=pk)
    try:
        ADAPTERS[row.channel](row)
    except email.NotAccepted as error:
        _settle(row, Outbound.State.FAILED, now, str(error))
    except Exception as error:  # handed over or not: we cannot know
        log.warning("outbound %s: %s", pk, type(error).__name__)
        _settle(row, Outbound.State.UNKNOWN, now, f"{type(error).__name__}: {error}")
    else:
        _settle(row, Outbound.State.SENT, now, "")


def _settle(row: Outbound, state: str, now: datetime, error: str) -> None:
    Outbound.objects.filter(pk=row.pk, state=Outbound.State.IN_FLIGHT).update(
        state=state, settled_at=now, error=error[:2000]
    )


def send_again(row: Outbound, now: datetime) -> bool:
    """A person has decided: queue once more what failed or is unknown. False when it is neither.

    The Message-ID stays the same, so a mailbox that has it already can tell.
    """
    settled = Outbound.objects.filter(pk=row.pk, state__in=[Outbound.State.FAILED, Outbound.State.UNKNOWN])
    return bool(settled.update(state=Outbound.State.QUEUED, queued_at=now, claimed_at=None, settled_at=None, error=""))
