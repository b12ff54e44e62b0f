"""Opening hours as people write them: `08:30-12:00 13:30-17:30`, a line a weekday, and back.

Reads and writes only; whether a week can be kept at all is decided by servicecenter/calendars.py.
"""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS as NAMES
from django.utils.translation import gettext as _

from servicecenter.calendars import WEEKDAYS, ImpossibleCalendar

# What hands and Chinese keyboards make of a colon and a dash, and of the gap between two spans.
SAME_AS = str.maketrans({"：": ":", **dict.fromkeys("–—－~～至", "-"), **dict.fromkeys(",，、;；", " ")})
SPAN = re.compile(r"(\d{1,2}):([0-5]\d)-(\d{1,2}):([0-5]\d)")


def read_line(text: str) -> list[list[str]]:
    """The spans of one day: [["08:30", "12:00"], …]; an empty line is a closed day. Raises ValidationError."""
    written = re.sub(r"\s*-\s*", "-", text.translate(SAME_AS))
    return [_read_span(one) for one in written.split()]


def write_line(blocks: Iterable[Iterable[str]]) -> str:
    """The spans of one day as a line."""
    return " ".join("-".join(block) for block in blocks)


def say_impossible(error: ImpossibleCalendar) -> str:
    """Why a calendar cannot be kept, its weekday by name."""
    params = {key: weekday_name(str(value)) for key, value in error.params.items()}
    return _(error.message) % params


def weekday_name(code: str) -> str:
    """ "mon" → Monday, in the reader's language; anything else as it is."""
    return str(NAMES[WEEKDAYS.index(code)]) if code in WEEKDAYS else code


def _read_span(text: str) -> list[str]:
    found = SPAN.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[3]) > 24 or (int(found[3]) == 24 and found[4] != "00"):
        words = _("“%(text)s” is not a span of time. Write it like 08:30-12:00, several with a space between them.")
        raise ValidationError(words % {"text": text})
    return [f"{int(found[1]):02}:{found[2]}", f"{int(found[3]):02}:{found[4]}"]
