"""What keeps readers out goes wherever a ticket's words go: whom it is about, that it is sensitive or confidential.

Must not decide who reads what: that is queries.py, by these very marks.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from complaints import conflicts
from complaints.models import Named, Ticket

MARKS = ("about", "names_staff", "contact_agreed", "sensitive", "confidential")


def hand_down(whole: Ticket, parts: Iterable[Ticket]) -> None:
    """Tickets made of this one, or that follow it, are kept from whomever it is kept from. What keeps more people
    out of one of them already goes on doing so.
    """
    parts, marks = list(parts), {name: getattr(whole, name) for name in MARKS if getattr(whole, name)}
    if not parts or not marks:
        return
    Ticket.objects.filter(pk__in=[one.pk for one in parts]).update(**marks)
    for part in parts:
        part.__dict__.update(marks)
    if whole.names_staff:
        names = list(Named.objects.filter(ticket=whole))
        Named.objects.bulk_create(
            (_copy(name, part, name.at) for part in parts for name in names), ignore_conflicts=True
        )


def followers_of(lead: Ticket) -> list[Ticket]:
    """The people of a petition who wait for this ticket's answer, or had it."""
    return list(lead.members.filter(own_way=False)) if lead.leads_group else []


def marks_of(ticket: Ticket) -> dict[str, Any]:
    """How it stood, for `parted`."""
    return {name: getattr(ticket, name) for name in MARKS}


def joined(gone: Ticket, survivor: Ticket, at: datetime) -> dict[str, Any]:
    """Both readers' limits hold where both are read: the fields of the survivor that change with a merge."""
    both_named = gone.names_staff and survivor.names_staff
    changed = {
        "about": survivor.about or gone.about,
        "names_staff": survivor.names_staff or gone.names_staff,
        "contact_agreed": (gone.contact_agreed and survivor.contact_agreed)
        if both_named
        else (gone if gone.names_staff else survivor).contact_agreed,
        "sensitive": survivor.sensitive or gone.sensitive,
        "confidential": survivor.confidential or gone.confidential,
    }
    if not gone.names_staff:
        return changed
    there = set(survivor.named.values_list("user_id", "team_id", "words"))
    Named.objects.bulk_create(
        _copy(name, survivor, at) for name in gone.named.all() if (name.user_id, name.team_id, name.words) not in there
    )
    survivor.names_staff = True
    return changed | conflicts.taken_away(survivor)


def parted(other: Ticket, gone: Ticket, since: datetime, stood: Mapping[str, Any]) -> dict[str, Any]:
    """The merge is undone: the fields of the survivor as they stood, but for what was said of it itself since."""
    if "names_staff" not in stood:  # merged before it was kept
        return {"confidential": stood["confidential"]}
    brought = gone.named.values("user", "team", "words")
    for name in brought:
        other.named.filter(at=since, **name).delete()
    named = other.named.exists()
    return {
        "names_staff": named,
        "about": other.about if named else stood["about"],
        "contact_agreed": other.contact_agreed if named else stood["contact_agreed"],
        "sensitive": other.sensitive and stood["sensitive"],
        "confidential": stood["confidential"],
    }


def _copy(name: Named, ticket: Ticket, at: datetime) -> Named:
    return Named(ticket=ticket, user_id=name.user_id, team_id=name.team_id, words=name.words, at=at, by_id=name.by_id)
