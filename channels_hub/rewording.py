"""A new version of a message: checked in both languages, numbered on, the one before it kept as it was."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from channels_hub import shipped, wording
from channels_hub.models import MessageText
from channels_hub.shipped import Words
from servicecenter.models import User

LANGUAGES = {"en": "en", "zh": "zh-hans"}  # the end of a column's name → the language
COLUMNS = ("subject_en", "body_en", "subject_zh", "body_zh")


def check(code: str, said: Mapping[str, str]) -> None:
    """Raises ValidationError by column: what an administrator cannot mean is refused before anything is kept."""
    message = shipped.messages()[code]
    wrong: dict[str, list[str]] = {}
    for short in LANGUAGES:
        words = Words(said.get(f"subject_{short}") or "", said.get(f"body_{short}") or "")
        wrong |= {f"{part}_{short}": told for part, told in wording.problems(message, words).items()}
    for name, most in (("subject_en", 200), ("subject_zh", 200), ("why", 300)):
        if len(said.get(name) or "") > most:
            wrong.setdefault(name, []).append(_("At most %(most)d characters.") % {"most": most})
    if wrong:
        raise ValidationError(wrong)


def next_number(code: str) -> int:
    return (MessageText.objects.filter(code=code).aggregate(last=Max("number"))["last"] or 0) + 1


def reword(code: str, said: Mapping[str, str], *, why: str, by: User | None, at: datetime) -> MessageText:
    """Keep a new version; it is in use from now on. Raises ValidationError by column."""
    check(code, {**said, "why": why})
    columns = {name: (said.get(name) or "").strip().replace("\r\n", "\n") for name in COLUMNS}
    with transaction.atomic():
        return MessageText.objects.create(
            code=code, number=next_number(code), **columns, why=why, made_at=at, made_by=by
        )  # fmt: skip


def as_it_is(code: str) -> dict[str, str]:
    """The columns of the wording in use, to begin a new version with."""
    words = {short: wording.in_use(code, language) for short, language in LANGUAGES.items()}
    subjects = {f"subject_{short}": one.subject for short, one in words.items()}
    return subjects | {f"body_{short}": one.body for short, one in words.items()}


def seed(at: datetime) -> list[str]:
    """The shipped wording as the first version of what has none; nothing that is there is touched."""
    known = set(MessageText.objects.values_list("code", flat=True))
    fresh = [code for code in shipped.messages() if code not in known]
    for code in fresh:
        reword(code, _shipped(code), why="", by=None, at=at)
    return fresh


def _shipped(code: str) -> dict[str, str]:
    message = shipped.messages()[code]
    columns: dict[str, str] = {}
    for short, language in LANGUAGES.items():
        words = message.words(language)
        columns |= {f"subject_{short}": words.subject, f"body_{short}": words.body}
    return columns
