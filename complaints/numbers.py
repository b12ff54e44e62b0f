"""Ticket numbers and access codes, made to be read aloud.

A number is 2611-479065-8: year and month of receipt, six random digits, a check digit. Digits only, so
nothing looks like anything else. The check digit is Damm's (H. M. Damm, "Total anti-symmetrische
Quasigruppen", Marburg 2004): it finds every single wrong digit and every swap of neighbours.
An access code is twelve letters and digits without 0 O 1 I L U; only its keyed digest is kept.
"""

import re
import secrets
from datetime import datetime

from servicecenter.crypto import blind_index

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# What people write between the digits of a number, or copy along unseen.
BETWEEN = re.compile(r"[\s\-–—_.\u200b-\u200f\u2060\ufeff]")

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def _damm(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


def _written(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:-1]}-{digits[-1]}"


def draw_number(received_local: datetime) -> str:
    """A number for a ticket received at this local time. Random: the caller checks that it is free."""
    digits = f"{received_local:%y%m}{secrets.randbelow(1_000_000):06d}"
    return _written(f"{digits}{_damm(digits)}")


def read_number(typed: str) -> str:
    """The number somebody typed, in its written form; "" when it cannot be one (wrong length or check digit)."""
    digits = BETWEEN.sub("", typed)
    # int() reads the digits of every script, full-width ones included.
    if len(digits) != 11 or not digits.isdecimal():
        return ""
    digits = "".join(str(int(digit)) for digit in digits)
    return _written(digits) if _damm(digits) == 0 else ""


def looks_like_number(typed: str) -> bool:
    """Eleven digits in some writing: a mistyped number deserves to be told so."""
    digits = BETWEEN.sub("", typed)
    return digits.isdecimal() and len(digits) == 11


def near(typed: str) -> list[str]:
    """The numbers one slip away from a mistyped one: a digit wrong, or two neighbours swapped."""
    digits = [int(char) for char in typed if char.isdecimal()]
    tries = {(*digits[:place], digit, *digits[place + 1 :]) for place in range(len(digits)) for digit in range(10)}
    tries |= {
        (*digits[:place], digits[place + 1], digits[place], *digits[place + 2 :]) for place in range(len(digits) - 1)
    }
    return sorted(found for one in tries if (found := read_number("".join(map(str, one)))))


def draw_code() -> str:
    """A fresh access code (59 bits); guessing is limited by counted attempts."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def code_hash(typed: str) -> str:
    """The keyed digest of a code however it was typed: case, spaces and dashes do not count."""
    plain = re.sub(r"[^0-9A-Z]", "", typed.upper())
    return blind_index("access-code", plain)
