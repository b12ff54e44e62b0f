"""Limits that protect people: tries at something guessable, counted as rows so no restart forgets them."""

from datetime import datetime, timedelta

from servicecenter.crypto import blind_index
from servicecenter.models import Attempt


def note(purpose: str, who: str, at: datetime) -> None:
    Attempt.objects.create(purpose=purpose, who=blind_index(purpose, who), at=at)


def count(purpose: str, who: str, at: datetime, within: timedelta) -> int:
    index = blind_index(purpose, who)
    return Attempt.objects.filter(purpose=purpose, who=index, at__gt=at - within, at__lte=at).count()


def take(purpose: str, who: str, at: datetime, *, most: int, within: timedelta) -> datetime | None:
    """Count one try. None when it may go on; when there were `most` already, the moment the next may be made.

    Noted first, counted after: of many tries at the same instant no more than `most` pass. A refused try
    is not kept, so hammering does not move the moment away.
    """
    index = blind_index(purpose, who)
    mine = Attempt.objects.create(purpose=purpose, who=index, at=at)
    before = Attempt.objects.filter(purpose=purpose, who=index, at__gt=at - within, at__lte=at).exclude(pk=mine.pk)
    moments = list(before.order_by("-at").values_list("at", flat=True)[:most])
    if len(moments) < most:
        return None
    mine.delete()
    return moments[-1] + within


def forget(purpose: str, who: str) -> None:
    """It was them after all: their failed tries count no more."""
    Attempt.objects.filter(purpose=purpose, who=blind_index(purpose, who)).delete()


def give_back(purpose: str, who: str, at: datetime) -> None:
    """The try made at this moment was a good one: it alone counts no more."""
    Attempt.objects.filter(purpose=purpose, who=blind_index(purpose, who), at=at).delete()
