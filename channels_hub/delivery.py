"""Hand-over to the outside: claimed, in flight, then sent, failed or unknown; never sent twice by itself.

A worker that dies between the provider's "yes" and our note of it leaves *in flight* behind; nobody
can know, so it becomes *unknown* and a person decides.
"""

import logging
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from channels_hub import paper
from channels_hub.adapters import NotAccepted, NotNow, email
from channels_hub.models import Outbound
from channels_hub.said import CODE_IN
from complaints import access_codes
from servicecenter import rounds

log = logging.getLogger(__name__)

BATCH = 50
# Longer than the slowest hand-over: each step of SMTP waits EMAIL_TIMEOUT (20 s) at most.
FLIGHT_LASTS = timedelta(minutes=5)
# 1, 2, 4 … minutes, never more than an hour; after the twelfth try, some eight hours, a person has to look.
LONGEST_WAIT = timedelta(hours=1)
TRIES = 12
ADAPTERS = {"email": email.send}
WITH_ALL = ("ticket__region__calendar", "event__words", "contact_point__customer", "user")


def deliver(now: datetime) -> bool:
    """Round: hand over what is queued, one row at a time. `now` judges flights; a claim bears its own moment."""
    _give_up_on_flights(now)
    queued = due(now)
    waiting = list(queued.order_by("pk").values_list("pk", flat=True)[:BATCH])
    for pk in waiting:
        if rounds.turn_is_over():
            break
        # The state in the WHERE: of two workers one changes the row, and only that one sends. The claim is
        # dated when it is made: the fiftieth of a slow batch must not look old to the other worker.
        if queued.filter(pk=pk).update(state=Outbound.State.IN_FLIGHT, claimed_at=rounds.database_now()):
            _hand_over(pk)
    return bool(waiting)


def due(now: datetime) -> QuerySet[Outbound]:
    """Queued, and not waiting for a better moment."""
    return Outbound.objects.filter(Q(next_attempt_at=None) | Q(next_attempt_at__lte=now), state=Outbound.State.QUEUED)


def _give_up_on_flights(now: datetime) -> None:
    """Look with a plain read first: nothing lost, nothing written."""
    lost = Outbound.objects.filter(state=Outbound.State.IN_FLIGHT, claimed_at__lt=now - FLIGHT_LASTS)
    if lost.exists():
        lost.update(
            state=Outbound.State.UNKNOWN, settled_at=now, error="the worker ended before it could note the result"
        )


def _hand_over(pk: int) -> None:
    row = Outbound.objects.select_related(*WITH_ALL).get(pk=pk)
    try:
        ADAPTERS[row.channel](row)
    except NotNow as error:
        _put_off(row, str(error))
    except NotAccepted as error:
        _settle(row, Outbound.State.FAILED, str(error))
    except Exception as error:  # handed over or not: we cannot know
        log.warning("outbound %s: %s", pk, type(error).__name__)
        _settle(row, Outbound.State.UNKNOWN, f"{type(error).__name__}: {error}")
    else:
        _settle(row, Outbound.State.SENT, "")
        if row.template == CODE_IN and row.ticket_id:
            access_codes.note_told(row.ticket_id)


def _settle(row: Outbound, state: str, error: str) -> None:
    """A result that comes after the row was given up is still the truth about it. What failed goes on paper."""
    if state == Outbound.State.FAILED:
        paper.instead_of(row)
    Outbound.objects.filter(pk=row.pk, state__in=[Outbound.State.IN_FLIGHT, Outbound.State.UNKNOWN]).update(
        state=state, settled_at=rounds.database_now(), error=error[:2000]
    )


def _put_off(row: Outbound, error: str) -> None:
    """Back into the queue for later; it was surely not handed over, so trying again cannot double it."""
    attempts = row.attempts + 1
    if attempts >= TRIES:
        _settle(row, Outbound.State.FAILED, error)
        return
    wait = min(timedelta(minutes=2 ** (attempts - 1)), LONGEST_WAIT)
    Outbound.objects.filter(pk=row.pk, state=Outbound.State.IN_FLIGHT).update(
        state=Outbound.State.QUEUED,
        claimed_at=None,
        attempts=attempts,
        next_attempt_at=rounds.database_now() + wait,
        error=error[:2000],
    )


def send_again(row: Outbound, now: datetime) -> bool:
    """A person has decided: queue once more what failed or is unknown. False when it is neither.

    The Message-ID stays the same, so a mailbox that has it already can tell.
    """
    settled = Outbound.objects.filter(pk=row.pk, state__in=[Outbound.State.FAILED, Outbound.State.UNKNOWN])
    return bool(
        settled.update(
            state=Outbound.State.QUEUED,
            queued_at=now,
            attempts=0,
            next_attempt_at=None,
            claimed_at=None,
            settled_at=None,
            error="",
        )
    )
