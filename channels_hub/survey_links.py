"""The links of a survey's message: one for each of the five levels, so that one tap says how it was."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from channels_hub import promises
from channels_hub.models import Outbound
from complaints.aftercare import surveys
from complaints.choices import Satisfaction
from complaints.models import Ticket
from servicecenter.moments import say_moment

# What stands in the address for each level: 5 is the best.
LEVELS = {len(Satisfaction.values) - place: Satisfaction(code) for place, code in enumerate(Satisfaction.values)}


@dataclass(frozen=True)
class Links:
    """levels: (label, address), the best first; until: the last moment to answer, in words."""

    levels: list[tuple[Any, str]]
    until: str


def of(row: Outbound, ticket: Ticket) -> Links | None:
    """None for a message that is no survey."""
    survey = surveys.of_event(row.event)
    if survey is None or survey.until is None:
        return None
    token = surveys.token(survey)
    levels = [
        (level.label, f"{settings.SITE_URL}{reverse('survey_level', args=[token, number])}")
        for number, level in LEVELS.items()
    ]
    return Links(levels, say_moment(survey.until, promises.zone_of(ticket), now=row.queued_at))
