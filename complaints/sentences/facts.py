"""All a sentence may speak of, and how its parts are joined."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.names import Names
from servicecenter.models import Event
from servicecenter.moments import say_moment
from servicecenter.roles import ROLES


@dataclass(frozen=True)
class Facts:
    """All a sentence may speak of."""

    event: Event
    text: Mapping[str, Any]
    names: Names
    zone: ZoneInfo
    now: datetime

    def get(self, key: str) -> Any:
        return self.event.payload.get(key, "")

    def moment(self, key: str) -> str:
        written = self.get(key)
        return say_moment(datetime.fromisoformat(written), self.zone, now=self.now) if written else ""

    def told(self) -> str:
        """Whom an alarm reached: one person by name, several by their role."""
        people = self.event.payload.get("people", [])
        if len(people) == 1 and (name := self.names.person(people[0])):
            return name
        role = str(ROLES.get(self.get("role"), ""))
        return ngettext("%(role)s, %(count)d person", "%(role)s, %(count)d people", len(people)) % {
            "role": role,
            "count": len(people),
        }


def label(choices: Any, code: str) -> str:
    return str(choices(code).label) if code in choices.values else code


def joined(*parts: str) -> str:
    return _(", ").join(part for part in parts if part)
