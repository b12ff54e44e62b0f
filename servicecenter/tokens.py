"""Text cut into what is looked for: words, and for Chinese pairs of neighbouring characters. The one tokenizer.

It knows neither engine nor meaning; full_text.py looks the tokens up.
"""

import re
import unicodedata
from collections.abc import Iterator

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_PIECE = re.compile(rf"[{HAN}]+|[^\W{HAN}_]+")
_IS_HAN = re.compile(rf"[{HAN}]")
LONGEST = 64  # characters of a word that count


def normal(text: str) -> str:
    """One way of writing for what people write in several: full-width letters, capitals."""
    return unicodedata.normalize("NFKC", text).casefold()


def pieces(text: str) -> list[str]:
    """Words and runs of Chinese characters, in the order they stand."""
    return [piece[:LONGEST] for piece in _PIECE.findall(normal(text))]


def is_han(piece: str) -> bool:
    return bool(_IS_HAN.match(piece))


def tokens(text: str) -> list[str]:
    """What a text is found by, each once: its words, every pair of neighbouring Chinese characters and each
    run's last character (every other one begins a pair)."""
    return list(dict.fromkeys(token for piece in pieces(text) for token in _cut(piece)))


def sought(text: str) -> list[str]:
    """The beginnings of tokens that all must be there for `text` to be found. One character alone begins a pair."""
    found: list[str] = []
    for piece in pieces(text):
        found += _pairs(piece) if is_han(piece) and len(piece) > 1 else [piece]
    return list(dict.fromkeys(found))


def _cut(piece: str) -> Iterator[str]:
    if is_han(piece):
        yield from _pairs(piece)
        yield piece[-1]
    else:
        yield piece


def _pairs(run: str) -> list[str]:
    return [run[n : n + 2] for n in range(len(run) - 1)]
