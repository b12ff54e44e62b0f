"""The bar's entries: each app offers its own when it loads, so no page has to know who else is there."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entry:
    """section: what a page of it calls itself; address: the name of its route; roles: who sees it; key: opens it."""

    section: str
    label: Any
    address: str
    roles: frozenset[str]
    position: int
    key: str = ""


_entries: dict[str, Entry] = {}


def offer(section: str, label: Any, address: str, roles: Collection[str], position: int, key: str = "") -> None:
    """Put an entry into the bar; offered again it takes the place of the first."""
    _entries[section] = Entry(section, label, address, frozenset(roles), position, key)


def seen_by(roles: Collection[str]) -> list[Entry]:
    """The entries for somebody who holds these roles, in their order."""
    return sorted((one for one in _entries.values() if one.roles & set(roles)), key=lambda one: one.position)
