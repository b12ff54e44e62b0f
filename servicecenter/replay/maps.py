"""What is known of a data set: its calendars, matters, promises, channels, departments and regions.

Read from the JSON file named like the data set's folder. Facts only: no row of the data is in it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.utils.text import slugify

HERE = Path(__file__).parent
LONGEST_CODE = 60  # Category.code, Policy.code

Labels = Mapping[str, str]


class NoMap(Exception):
    """There is no map for this folder."""


@dataclass(frozen=True)
class Promise:
    """From `since` on (None: ever) a reply within this much time; without an amount nothing is promised."""

    since: datetime | None
    amount: int | None
    unit: str = ""
    calendar: str | None = None

    @classmethod
    def read(cls, since: str | None, due: Mapping[str, Any] | None) -> Self:
        start = datetime.fromisoformat(since) if since else None
        return cls(start, due["amount"], due["unit"], due["calendar"]) if due else cls(start, None)


@dataclass(frozen=True)
class Matter:
    """One type of request: what it becomes here, and what is promised for it, oldest promise first."""

    name: str
    code: str
    labels: Labels
    nature: str
    priority: str
    utility: bool
    supply: str
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class Named:
    """A region or a department: our code for it and its name in two languages."""

    code: str
    labels: Labels


@dataclass(frozen=True)
class DataSet:
    """A map, ready to use. `split` parts what was learned from from what is judged; None when nothing was learned."""

    name: str
    zone: ZoneInfo
    calendars: Mapping[str, Mapping[str, Any]]
    calendar_labels: Mapping[str, Labels]
    office: str  # the calendar regions go by
    matters: Mapping[str, Matter]
    channels: Mapping[str, str]
    departments: Mapping[str, Named]
    regions: Mapping[str, Named]
    split: datetime | None
    judged_at: datetime | None

    @property
    def prefix(self) -> str:
        return _prefix(self.name)

    def chosen(self, words: str) -> frozenset[str]:
        """Names of the matters `--only` means: "utility", or some with commas between. KeyError for an unknown one."""
        if words == "utility":
            return frozenset(name for name, matter in self.matters.items() if matter.utility)
        return frozenset(self.matters[word.strip()].name for word in words.split(","))


def load(name: str) -> DataSet:
    """The map of the data set with this name. Raises NoMap."""
    path = HERE / f"{name}.json"
    if not path.is_file():
        known = ", ".join(sorted(one.stem for one in HERE.glob("*.json")))
        raise NoMap(f"There is no map for a folder called {name}; there are maps for {known}.")
    form = json.loads(path.read_text(encoding="utf-8"))
    learned, judged = form["learned"].get("until"), form.get("on_time", {}).get("judged_at")
    return DataSet(
        name=name,
        zone=ZoneInfo(form["source"]["tz"]),
        calendars=form["calendars"],
        calendar_labels=form["calendar_labels"],
        office=next(code for code in form["calendars"] if "office" in code),
        matters={matter.name: matter for matter in _matters(form, _prefix(name))},
        channels=form["channels"],
        departments=_departments(form, _prefix(name)),
        regions={key: _named(_prefix(name), one["code"], one["labels"]) for key, one in form["regions"].items()},
        split=datetime.fromisoformat(learned) if learned else None,
        judged_at=datetime.fromisoformat(judged) if judged else None,
    )


def _prefix(name: str) -> str:
    return name.split("-")[0]


def _named(prefix: str, code: str, labels: Labels) -> Named:
    return Named(slugify(f"{prefix}-{code}"), labels)


def _departments(form: Mapping[str, Any], prefix: str) -> dict[str, Named]:
    """Departments with an English name only; where there are none, each region answers for itself."""
    if "departments" in form:
        return {key: _named(prefix, key, {"en": name, "zh-hans": name}) for key, name in form["departments"].items()}
    return {key: _named(prefix, one["code"], one["labels"]) for key, one in form["regions"].items()}


def _matters(form: Mapping[str, Any], prefix: str) -> list[Matter]:
    if "types" in form:
        return [_type(name, one, form["categories"][one["category"]], prefix) for name, one in form["types"].items()]
    return [_nature(name, one, form["category"], prefix) for name, one in form["natures"].items()]


def _type(name: str, one: Mapping[str, Any], category: Labels, prefix: str) -> Matter:
    later = [Promise.read(version["from"], version["due"]) for version in one.get("versions", [])]
    return Matter(
        name=name,
        code=slugify(f"{prefix}-{name}")[:LONGEST_CODE],
        labels={"en": f"{category['en']}: {name}", "zh-hans": f"{category['zh-hans']}：{name}"},
        nature=one["nature"],
        priority=one["priority"],
        utility=one["utility"],
        supply=one.get("utility_supply", ""),
        promises=(Promise.read(None, one["due"]), *later),
    )


def _nature(name: str, one: Mapping[str, Any], category: Mapping[str, Any], prefix: str) -> Matter:
    return Matter(
        name=name,
        code=slugify(f"{prefix}-{category['code']}-{one['nature']}"),
        labels=category["labels"],
        nature=one["nature"],
        priority=category["priority"],
        utility=category["utility"],
        supply=category["utility_supply"],
        promises=(Promise.read(None, one["due"]),),
    )
