"""Calls half written: kept on the server as the agent types, several side by side, thrown away with a way back.

A draft belongs to the agent who began it and to nobody else. What it holds becomes a ticket in calls.py.
"""

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from complaints import questions
from complaints.choices import Channel
from complaints.models import Contact, Draft
from servicecenter.models import User

LONGEST_CALL = timedelta(hours=12)  # a page that stood open longer began no call
KEPT = timedelta(days=1)  # after it was thrown away, or its number was read out
MOST_TYPED = 20_000  # characters of one field
MOST_FIELDS = 60
WHO = ("customer", "caller", "new")  # said by choosing and leaving alone
FIELDS = (
    "q", "guessed", "caller", "customer", "account", "new", "name", "contact", "language", "place", "anonymous",
    "confidential", "channel", "waited", "words", "requests", "happened_on", "nature", "category", "priority",
    "answer", "settled", "note", "outcome", "taken",
)  # fmt: skip


def mine(user: User) -> QuerySet[Draft]:
    """This agent's calls that are neither over nor thrown away, the oldest first."""
    drafts = Draft.objects.filter(contact__agent=user, contact__ended_at=None, discarded_at=None)
    return drafts.select_related("contact__customer").order_by("pk")


def of_key(user: User, key: uuid.UUID) -> Draft | None:
    """One's own draft, whatever has become of it; another's does not exist."""
    drafts = Draft.objects.select_related("contact__customer", "contact__region__calendar", "contact__outcome")
    return drafts.filter(key=key, contact__agent=user).first()


def typed(draft: Draft) -> dict[str, str]:
    return json.loads(str(draft.typed))


def clean(data: Mapping[str, str]) -> dict[str, str]:
    """What of a form a draft keeps."""
    kept = [name for name in data if name in FIELDS or name.startswith(questions.PREFIX)][:MOST_FIELDS]
    return {name: str(data.get(name, "")).replace("\0", "")[:MOST_TYPED] for name in kept if data.get(name)}


def keep(
    user: User, key: uuid.UUID, data: Mapping[str, str], *, began: datetime | None, at: datetime, who: bool = True
) -> Draft | None:
    """Keep what was typed under this key, as a new draft if it is none yet. None: the key is somebody else's,
    or the call is over.

    `who`: it may say who is calling; a screen may not, once there is a draft: its form may be older than the choice.
    """
    said = clean(data)
    draft = of_key(user, key)
    if draft is None and (begun := _begin(user, key, said, began, at)):
        return begun
    draft = draft or of_key(user, key)
    if draft is None:
        return None
    with _latest(draft) as kept:
        if draft.contact.ended_at:
            return None
        if not who:
            said = {name: typed for name, typed in said.items() if name not in WHO}
            said |= {name: kept[name] for name in WHO if name in kept}
            said |= _accepted_meanwhile(said, kept)
        _write(draft, said, at)
    return draft


def _accepted_meanwhile(said: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    """A form drawn before a suggestion was accepted knows nothing of it: what it leaves open stays accepted."""
    known = said.get("taken", "").split()
    late = [name for name in kept.get("taken", "").split() if name not in known]
    return {name: kept[name] for name in late if kept.get(name) and not said.get(name)} | (
        {"taken": kept["taken"]} if late else {}
    )


def change(draft: Draft, at: datetime, **changes: str) -> None:
    """These fields alone, whatever was typed meanwhile; nothing of a call that is over, whose code stands there."""
    with _latest(draft) as kept:
        if draft.contact.ended_at is None:
            _write(draft, clean(kept | changes), at)


@contextmanager
def _latest(draft: Draft) -> Iterator[dict[str, str]]:
    """What is kept at this moment, and nobody else writes; requests of one screen overtake each other."""
    with transaction.atomic():
        row = Draft.objects.select_for_update(of=("self",)).select_related("contact").get(pk=draft.pk)
        draft.typed, draft.kept_at, draft.contact.ended_at = row.typed, row.kept_at, row.contact.ended_at
        yield typed(draft)


def _write(draft: Draft, said: Mapping[str, str], at: datetime) -> None:
    draft.typed, draft.kept_at = json.dumps(said, ensure_ascii=False), at  # type: ignore[assignment]  # a text field
    draft.save(update_fields=["typed", "kept_at"])


def _begin(user: User, key: uuid.UUID, said: Mapping[str, str], began: datetime | None, at: datetime) -> Draft | None:
    """None: two keystrokes at once and the other one made it, or the key is somebody else's."""
    started = began if began and at - LONGEST_CALL <= began <= at else at
    wanted = said.get("channel", "")
    channel = wanted if wanted in Channel.values else Channel.PHONE.value
    try:
        with transaction.atomic():
            contact = Contact.objects.create(agent=user, channel=channel, started_at=started, source="desk")
            draft = Draft.objects.create(
                key=key, contact=contact, typed=json.dumps(said, ensure_ascii=False), kept_at=at
            )
            # Whoever takes the next call is done with the one before.
            before = Contact.objects.filter(agent=user, wrapped_at=None, ended_at__gte=at - LONGEST_CALL)
            before.filter(ended_at__lte=started).update(wrapped_at=started)
    except IntegrityError:
        return None
    return draft


def discard(draft: Draft, *, at: datetime) -> None:
    """Thrown away; for a day it can be taken back."""
    draft.discarded_at = at
    draft.save(update_fields=["discarded_at"])


def restore(draft: Draft) -> None:
    draft.discarded_at = None
    draft.save(update_fields=["discarded_at"])


def seal(draft: Draft, code: str, *, at: datetime) -> None:
    """The call is saved: of the draft only the access code stays, until it has been read out."""
    _write(draft, {"code": code}, at)


def forget(draft: Draft) -> None:
    """The number was read out: nothing of the draft is left, the contact stays."""
    draft.delete()


def forget_old(now: datetime) -> bool:
    """A round: what was thrown away a day ago goes with its contact, which never was one; codes not called for go."""
    thrown = Draft.objects.filter(discarded_at__lt=now - KEPT, contact__ended_at=None)
    contacts = list(thrown.values_list("contact", flat=True)[:500])
    gone, _by_model = Contact.objects.filter(pk__in=contacts, ended_at=None).delete()
    read_out = Draft.objects.filter(Q(contact__ended_at__isnull=False), kept_at__lt=now - KEPT)
    left, _by_model = read_out.delete()
    return bool(gone or left)
