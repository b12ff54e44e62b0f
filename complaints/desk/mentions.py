"""@name in a note tells that colleague, if they may see the ticket; it stays in their list until they have looked."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from complaints.events import TICKET
from complaints.models import Mention, Ticket
from complaints.queries import visible_to
from complaints.refusals import Missing
from servicecenter import trail
from servicecenter.actors import Actor
from servicecenter.models import Event, User
from servicecenter.requests import request_id

# Not the @ inside an address; a full stop or a dash at the end belongs to the sentence.
NAMED = re.compile(r"(?<![\w@.+-])@([\w][\w.+-]{0,149})")
MOST = 20


def names_in(words: str) -> list[str]:
    """Who is named, each once, in the order of the words."""
    found = (one.group(1).rstrip(".-+") for one in NAMED.finditer(words))
    return list(dict.fromkeys(name for name in found if name))


def find_people(words: str, ticket: Ticket, at: datetime) -> list[User]:
    """The colleagues named. Raises Missing at `words` for who is none, or may not see the ticket: both told alike."""
    names = names_in(words)
    if not names:
        return []
    if len(names) > MOST:
        raise Missing({"words": [_("At most %(count)d.") % {"count": MOST}]})
    known = by_name(User.objects.filter(is_active=True).select_related("team"))
    people, wrong = [], []
    for name in names:
        person = known.get(name.casefold())
        if person is not None and visible_to(person, at).filter(pk=ticket.pk).exists():
            people.append(person)
        else:
            wrong.append(_("@%(name)s is no colleague who may see this ticket: nobody was told.") % {"name": name})
    if wrong:
        raise Missing({"words": wrong})
    return list(dict.fromkeys(people))


def by_name(staff: Iterable[User]) -> dict[str, User | None]:
    """By user name, and by full name without spaces where only one is called so."""
    people = list(staff)
    known: dict[str, User | None] = {}
    for one in people:
        for name in {f"{one.first_name}{one.last_name}", f"{one.last_name}{one.first_name}"}:
            key = "".join(name.split()).casefold()
            known[key] = None if key in known and known[key] != one else one
    return known | {one.username.casefold(): one for one in people}


def tell(note: Event, ticket: Ticket, people: list[User], *, actor: Actor, at: datetime, source: str) -> None:
    """Each of them hears of it by their way of being told, and finds it in their list of work."""
    if not people:
        return
    Mention.objects.bulk_create(Mention(ticket=ticket, event=note, user=one, at=at) for one in people)
    trail.record(
        "note.mentioned", subject=(TICKET, ticket.pk), at=at, actor=actor, source=source,
        payload={"note": note.pk, "people": [one.pk for one in people]}, request_id=request_id.get(),
    )  # fmt: skip


def unseen(user: User) -> QuerySet[Mention]:
    return Mention.objects.filter(user=user, seen_at=None)


def is_unseen(user: User) -> Exists:
    """As an annotation of a ticket: this person was mentioned on it and has not seen it yet."""
    return Exists(unseen(user).filter(ticket=OuterRef("pk")))


def note_seen(ticket: Ticket, user: User, *, at: datetime) -> int:
    """They have seen it; how many mentions that were."""
    return unseen(user).filter(ticket=ticket).update(seen_at=at)
