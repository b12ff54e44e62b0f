"""Several moves of one ticket in a row: its row is locked and read once, and all are made or none.

Between the first move and the last nothing but moves may change that ticket; what else may happen to it
(messages, milestones, alarms) comes before or after.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from complaints.models import Ticket

_held: ContextVar[dict[int, Ticket] | None] = ContextVar("tickets_in_hand", default=None)


@contextmanager
def in_hand() -> Iterator[None]:
    """One transaction (or savepoint) for all moves inside; a move that is refused undoes those before it."""
    assert _held.get() is None, "a hand holds one row of moves at a time"
    with transaction.atomic():
        token = _held.set({})
        try:
            yield
        finally:
            _held.reset(token)


def held() -> dict[int, Ticket] | None:
    """The locked tickets in hand by id, as their last move left them; None outside of one."""
    return _held.get()
