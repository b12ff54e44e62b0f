"""What stands in an answer beside its words: apology, findings, what is promised, where to go who disagrees."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from complaints.aftercare import recourses
from complaints.models import FollowUp, Recourse
from servicecenter.models import Event


@dataclass(frozen=True)
class Parts:
    """Promises are told as they stand now, the rest as it was said."""

    apology: str = ""
    findings: str = ""
    follow_ups: tuple[FollowUp, ...] = ()
    recourses: tuple[Recourse, ...] = ()

    @property
    def follow_up_ids(self) -> list[int]:
        return [one.pk for one in self.follow_ups]


def of_events(events: Iterable[Event], texts: Mapping[int, Mapping[str, Any]]) -> dict[int, Parts]:
    """By the event's id, the parts of each answer that has any. At most two statements, whatever the events."""
    answers = [event for event in events if "recourses" in event.payload]
    promised = {pk for event in answers for pk in event.payload.get("follow_ups", ())}
    named = {code for event in answers for code in event.payload["recourses"]}
    kept = {one.pk: one for one in FollowUp.objects.filter(pk__in=promised)} if promised else {}
    known = recourses.by_code(named) if named else {}
    return {
        event.pk: Parts(
            apology=texts.get(event.pk, {}).get("apology", ""),
            findings=texts.get(event.pk, {}).get("findings", ""),
            follow_ups=tuple(kept[pk] for pk in event.payload.get("follow_ups", ()) if pk in kept),
            recourses=tuple(known[code] for code in event.payload["recourses"] if code in known),
        )
        for event in answers
    }
