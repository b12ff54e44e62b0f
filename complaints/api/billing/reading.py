"""A line as it came turned into one that can be stored, or into what is wrong with it, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from complaints.api.billing.records import RECORDS
from customers.billing.lines import Line, Sort
from servicecenter.json_bodies import StrictJSONParser


class LinesParser(StrictJSONParser):
    """What cannot be stored spoils its own line only: the fields of the line refuse it."""

    def check(self, data: dict[str, Any]) -> None:
        return None


@dataclass(frozen=True)
class Read:
    """Either `line` or `errors`. sort, id: as far as they could be read."""

    sort: str = ""
    id: str = ""
    line: Line | None = None
    errors: Mapping[str, list[str]] = field(default_factory=dict)


def read_line(data: Any) -> Read:
    if not isinstance(data, dict):
        return Read(errors={"": [_("Must be an object.")]})
    sort = data.get("record")
    if not isinstance(sort, str) or sort not in list(Sort):
        return Read(errors={"record": [_("One of: %(known)s.") % {"known": ", ".join(Sort)}]})
    record = RECORDS[Sort(sort)](data={name: value for name, value in data.items() if name != "record"})
    if not record.is_valid():
        return Read(sort, errors={name: _flat(told) for name, told in record.errors.items()})
    fields = dict(record.validated_data)
    billing_id = fields.pop("id")
    return Read(sort, billing_id, Line(Sort(sort), billing_id, fields.pop("version"), fields))


def _flat(told: Any) -> list[str]:
    """The messages of a field, those of a list's items with their place."""
    if isinstance(told, Mapping):
        return [f"{place}: {words}" for place, messages in told.items() for words in _flat(messages)]
    if isinstance(told, list):
        return [words for one in told for words in _flat(one)]
    return [str(told)]
