"""Limits that protect people: tries at something guessable, counted as rows so no restart forgets them."""

from datetime import datetime, timedelta

from servicecenter.crypto import blind_index
from servicecenter.models import Attempt


def note(purpose: str, who: str, at: datetime) -> None:
    Attempt.objects.create(purpose=purpose, who=blind_index(purpose, who), at=at)


def count(purpose: str, who: str, at: datetime, within: timedelta) -> int:
    index = blind_index(purpose, who)
    return Attempt.objects.filter(purpose=purpose, who=index, at__gt=at - within, at__lte=at).count()


def forget(purpose: str, who: str) -> None:
    """It was them after all: their failed tries count no more."""
    Attempt.objects.filter(purpose=purpose, who=blind_index(purpose, who)).delete()
