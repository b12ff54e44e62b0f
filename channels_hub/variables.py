"""What each variable of a message stands for, in words, and an invented value of it to preview a message with."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from channels_hub import rewording, shipped, wording
from channels_hub.shipped import Message, Words

MEANS = {
    "number": _("The number of the request"),
    "utility_name": _("The name of the utility"),
    "utility_phone": _("The utility's phone number"),
    "emergency_phone": _("The number for danger"),
    "follow_link": _("The address of the follow page"),
    "end": _("The end of every message"),
    "words": _("What a colleague wrote"),
    "promises": _("The promises with their dates, one a line"),
    "answer_by": _("By when the answer is promised"),
    "files": _("How many files go with it; nothing without one"),
    "next_update": _("When the customer hears from us again"),
    "apology": _("The apology, when it was upheld"),
    "findings": _("What was found"),
    "results": _("What became of each thing asked for, one a line"),
    "promised": _("What the answer promises, each with its day"),
    "answer_link": _("The link to say whether it is solved; nothing when none is asked"),
    "open_link": _("The link that opens the request once, for who has lost the code"),
    "reopen_until": _("Until when it can be taken up again"),
    "recourses": _("Where to go who disagrees, one a line"),
    "new_number": _("The number of a new matter; nothing without one"),
    "other_number": _("The number it is handled under"),
    "survey_links": _("The five links of the survey"),
    "first_code": _("The access code, in the first message of a ticket nobody has told it of; otherwise nothing"),
    "number_again": _("The number again, in every message that does not tell the code"),
    "sender": _("The address the mail comes from; nothing on paper"),
    "restricted_until": _("Until when the customer is restricted to writing"),
    "until": _("Until when the survey can be answered"),
}


@cache
def _samples() -> dict[str, dict[str, str]]:
    return json.loads((Path(__file__).parent / "sample_values.json").read_text(encoding="utf-8"))


def preview(message: Message, words: Words, language: str) -> Words:
    """The message as a customer would read it, about a request that was never made."""
    values = dict(_samples()["zh-hans" if language.startswith("zh") else "en"])
    if message.code != shipped.END:
        values["end"] = wording.fill(wording.in_use(shipped.END, language), values).body
    return wording.fill(words, values)


def previews(code: str, said: Mapping[str, Any]) -> list[tuple[str, Words]]:
    """(language, what the customer would read) of these columns, for both languages."""
    message, told = shipped.messages()[code], []
    for short, language in rewording.LANGUAGES.items():
        words = Words(said.get(f"subject_{short}") or "", said.get(f"body_{short}") or "")
        told.append((language, preview(message, words, language)))
    return told


def explained(message: Message) -> list[tuple[str, object]]:
    """Each variable as it is written, with what it stands for; those it cannot do without first."""
    ordered = [*message.needed, *(one for one in message.variables if one not in message.needed)]
    return [(f"{{{name}}}", MEANS[name]) for name in ordered]
