"""The messages as they are shipped: what each is called, the variables it knows, its text in both languages.

Read once; nothing here is changed at run time. What an administrator words instead is in models/message_texts.py.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import lazy

from servicecenter.labels import pick

OF_THE_HOUSE = ("utility_name", "utility_phone", "emergency_phone")
# What every message about a ticket may say. Its access code stands in the end of the very first one only.
COMMON = (
    "number", "utility_name", "utility_phone", "emergency_phone", "follow_link", "end",
)  # fmt: skip
END = "end"
label_of = lazy(pick, str)  # in the language of whoever reads it, however early it was asked for


@dataclass(frozen=True)
class Words:
    subject: str
    body: str


@dataclass(frozen=True)
class Message:
    """variables: what its text may name; needed: what it cannot do without."""

    code: str
    labels: dict[str, str]
    variables: tuple[str, ...]
    needed: tuple[str, ...]
    texts: dict[str, Words]

    @property
    def label(self) -> str:
        return pick(self.labels)

    def words(self, language: str) -> Words:
        return self.texts["zh-hans" if language.startswith("zh") else "en"]


@cache
def messages() -> dict[str, Message]:
    rows = json.loads((Path(__file__).parent / "shipped_messages.json").read_text(encoding="utf-8"))
    return {code: _message(code, row) for code, row in rows.items()}


def _message(code: str, row: dict) -> Message:
    about_a_ticket = row.get("about_a_ticket", True)
    common = [one for one in COMMON if (code != END or one != END) and (about_a_ticket or one in OF_THE_HOUSE)]
    texts = {name: Words(row[name]["subject"], "\n".join(row[name]["body"])) for name in ("en", "zh-hans")}
    return Message(code, row["label"], (*common, *row["variables"]), tuple(row["needed"]), texts)


def choices() -> list[tuple[str, str]]:
    return [(code, label_of(one.labels)) for code, one in messages().items()]
