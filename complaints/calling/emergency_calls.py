"""Calls about danger as whoever took them finds them again: whose they are, how long they stay open, what is kept.

Must not send a crew nor end a call: stages/emergency.py and stages/emergency_over.py do.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from complaints.inputs.emergency import CallInput
from complaints.lifecycle import MOVES
from complaints.models import EmergencyCall, SafetyCard
from complaints.stages import emergency
from servicecenter.models import User

WHO = frozenset(MOVES["dispatch_emergency"].who)
OPEN_FOR = timedelta(hours=12)  # after that a call is only to be read on its ticket


def cards() -> QuerySet[SafetyCard]:
    """Those in use, in the order of the house."""
    return SafetyCard.objects.filter(is_active=True).select_related("category", "team")


def of_agent(agent: User | None, at: datetime) -> QuerySet[EmergencyCall]:
    """One's own calls of this shift; nobody else's exist."""
    own = EmergencyCall.objects.filter(agent=agent, started_at__gte=at - OPEN_FOR)
    return own.select_related("card__category", "ticket", "team", "draft__contact")


def still_open(agent: User | None, at: datetime) -> QuerySet[EmergencyCall]:
    """Of these, those for which nobody went yet and nobody said how they ended."""
    return of_agent(agent, at).filter(ticket=None, contact=None)


def keep(
    call: EmergencyCall, typed: Mapping[str, Any], *, at: datetime, only: Collection[str] | None = None
) -> dict[str, list[str]]:
    """Note what was typed; `only`: of these fields, the others are left as they were.

    What cannot be read is left as it was, too, and told by field: nothing stops the call.
    """
    form = CallInput(typed, steps=len(call.card.steps))
    form.full_clean()
    read = {name: value for name, value in form.cleaned_data.items() if only is None or name in only}
    before = {"place": call.place, "callback": call.callback, "hazard": call.hazard, "team": call.team,
              "read_back": call.read_back, "said": list(call.said)}  # fmt: skip
    emergency.note_call(call, before | read, at=at)
    return {name: [str(one) for one in errors] for name, errors in form.errors.items()}
