"""What a calendar is chosen from: the time zones there are, and the countries and regions whose holidays are known.

A help for who fills in the page; what may be kept is judged in the model and in holiday_loading.py, over REST too.
"""

import re
from functools import cache
from zoneinfo import available_timezones

import holidays
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from holidays.registry import COUNTRIES

Choice = tuple[str, str]

AREAS: dict[str, Promise] = {
    "Africa": pgettext_lazy("time zones of", "Africa"),
    "America": pgettext_lazy("time zones of", "America"),
    "Antarctica": pgettext_lazy("time zones of", "Antarctica"),
    "Arctic": pgettext_lazy("time zones of", "Arctic"),
    "Asia": pgettext_lazy("time zones of", "Asia"),
    "Atlantic": pgettext_lazy("time zones of", "Atlantic Ocean"),
    "Australia": pgettext_lazy("time zones of", "Australia"),
    "Europe": pgettext_lazy("time zones of", "Europe"),
    "Indian": pgettext_lazy("time zones of", "Indian Ocean"),
    "Pacific": pgettext_lazy("time zones of", "Pacific Ocean"),
}
ALONE = "UTC"
# "UnitedKingdom" is two words.
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def _places() -> dict[str, list[Choice]]:
    """By area its zones. Names without an area, and areas named after a country, are old ones for the same."""
    found: dict[str, list[Choice]] = {area: [] for area in AREAS}
    for zone in sorted(available_timezones()):
        area, _slash, place = zone.partition("/")
        if place and area in found:
            found[area].append((zone, place.replace("_", " ")))
    return found


def zones(kept: str = "") -> list[Choice | tuple[str, list[Choice]]]:
    """Grouped by area. `kept`: what the calendar says now, whatever it is, so that saving does not change it."""
    groups = [(str(AREAS[area]), places) for area, places in _places().items()]
    known = {ALONE, *(zone for places in _places().values() for zone, _place in places)}
    return [*_unknown(kept, known), (ALONE, ALONE), *groups]


@cache
def _lands() -> list[Choice]:
    """Each country and then its regions, by their English names. The first time it reads every country's file."""
    parts = holidays.list_supported_countries(include_aliases=False)
    found = []
    for name, code in sorted((_WORDS.sub(" ", names[0]), names[1]) for names in COUNTRIES.values()):
        found.append((code, name))
        if parts.get(code):
            land = getattr(holidays, code)
            names = {part: alias for alias, part in reversed(getattr(land, "subdivisions_aliases", {}).items())}
            found += [(f"{code}-{part}", f"{name} · {names.get(part, part)}") for part in parts[code]]
    return found


def lands(kept: str = "") -> list[Choice]:
    """None at first. A page's script says the countries in the reader's language (admin_lands.js)."""
    return [("", "–"), *_unknown(kept, dict(_lands())), *_lands()]


def _unknown(kept: str, known: object) -> list[Choice]:
    return [(kept, kept)] if kept and kept not in known else []  # type: ignore[operator]
