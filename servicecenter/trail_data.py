"""What an event holds, in the reader's language: each name beside its value, as the trail's page lists them.

Each floor names the keys its own events carry and says how their codes and ids read; what nobody named is
shown as it is. Whatever a whole kind says better in its own way it says itself.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from servicecenter import trail_words
from servicecenter.models import Event

Line = tuple[str, str]
# Knows one event; turns a key and one of its values into words, or into nothing when it knows none.
Reader = Callable[[str, Any], str]

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
NOTHING: tuple[Any, ...] = (None, "", [], {})

_names: dict[str, Any] = {"digest": pgettext_lazy("data", "Fingerprint of its words")}
_readers: list[Callable[[Event], Reader]] = []
_whole: dict[str, Callable[[Event], list[Line]]] = {}


def name_data(names: Mapping[str, Any], reader: Callable[[Event], Reader] | None = None) -> None:
    """Tell what these keys are called and who reads their values. Called once by each floor, when it is ready."""
    _names.update(names)
    if reader:
        _readers.append(reader)


def tell_whole(kind: str, lines: Callable[[Event], list[Line]]) -> None:
    """Events of this kind are told by `lines`, not key by key."""
    _whole[kind] = lines


def name(key: str) -> str:
    return str(_names.get(key, key))


def lines(event: Event) -> list[Line]:
    """Names and values in the order they were recorded, the fingerprint last."""
    told = _whole.get(event.kind, _by_key)(event)
    if digest := event.payload.get("digest"):
        told.append((name("digest"), str(digest)))
    return told


def _by_key(event: Event) -> list[Line]:
    readers = [make(event) for make in _readers]
    return [(name(key), _said(readers, key, value)) for key, value in event.payload.items() if key != "digest"]


def _said(readers: list[Reader], key: str, value: Any) -> str:
    if value in NOTHING:
        return "–"
    if isinstance(value, bool):
        return pgettext("data", "yes") if value else pgettext("data", "no")
    if isinstance(value, list):
        return _(", ").join(_said(readers, key, one) for one in value)
    if isinstance(value, Mapping):
        return _(", ").join(
            _("%(name)s: %(value)s")
            % {"name": name(part), "value": _said(readers, key if part.isdigit() else part, one)}
            for part, one in value.items()
        )
    if isinstance(value, str) and MOMENT.match(value):
        return localize(timezone.localtime(datetime.fromisoformat(value)))
    if key == "role":
        return next(filter(None, (read(key, value) for read in readers)), "") or trail_words.who(str(value))
    return next(filter(None, (read(key, value) for read in readers)), str(value))
