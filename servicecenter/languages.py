"""Which of the house's two languages a text is written in. People write in theirs, whatever the page speaks."""

import re

from servicecenter.tokens import HAN

_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile(r"[A-Za-z]")
_MARKUP = re.compile(r"<[^>]*>|&\w+;")
LETTERS_OF_A_SIGN = 3  # one sign of Chinese says about as much as this many letters


def written_in(words: str) -> str:
    """The language's code, as settings.LANGUAGES has it; "" of what is neither, as a number. Markup is not read."""
    plain = _MARKUP.sub("", words)
    han, latin = len(_HAN.findall(plain)), len(_LATIN.findall(plain))
    if not han and not latin:
        return ""
    return "zh-hans" if han * LETTERS_OF_A_SIGN >= latin else "en"
