"""Catalogues without gettext's tools: compiled with polib, and checked against the words in the source.

A text counts as translated when any of the .po files holds it. Extraction reads Python by its syntax
tree and templates by Django's own lexer.
"""

import ast
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

PLAIN = {"gettext", "gettext_lazy", "gettext_noop", "_"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
PLURAL = {"ngettext", "ngettext_lazy"}
OURS = ("servicecenter", "customers", "complaints", "channels_hub", "quality", "templates")


def ours() -> list[Path]:
    """The house's own catalogues, not those of installed packages below the same folder."""
    folders = [settings.BASE_DIR / name for name in (*OURS, "locale")]
    return sorted(path for folder in folders for path in folder.glob("**/zh_Hans/LC_MESSAGES/django.po"))


def compile_all() -> int:
    """Write each .po's .mo when it is missing or older. Returns how many were written."""
    written = 0
    for source in ours():
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            draft = target.with_suffix(f".mo.{os.getpid()}")  # another process may be at it, too
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.replace(target)
            written += 1
    return written


def entries(catalogue: Path) -> polib.POFile:
    return polib.pofile(str(catalogue))


def variables(text: str) -> list[str]:
    """What a text leaves to be filled in: %(name)s and {name}."""
    return re.findall(r"%\(\w+\)[sd]|\{\w+\}", text)


def translated() -> dict[tuple[str, str], str]:
    """(context, text) → Chinese, over all catalogues."""
    found = {}
    for source in ours():
        for entry in entries(source):
            words = entry.msgstr or entry.msgstr_plural.get(0, "")
            if words and not entry.fuzzy and not entry.obsolete:
                found[(entry.msgctxt or "", entry.msgid)] = words
    return found


def in_source() -> dict[tuple[str, str], str]:
    """(context, text) → the file that says it."""
    found: dict[tuple[str, str], str] = {}
    for folder in OURS:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            name = str(path.relative_to(settings.BASE_DIR))
            if path.suffix == ".py" and "migrations" not in path.parts:
                found.update(dict.fromkeys(_of_python(path.read_text()), name))
            elif path.suffix in {".html", ".txt"}:
                found.update(dict.fromkeys(_of_python(templatize(path.read_text())), name))
    return found | _shipped()


def _shipped() -> dict[tuple[str, str], str]:
    """Where the shipped figures come from. Other shipped words stand in both languages side by side."""
    name = "servicecenter/seeds/policies.json"
    rows = json.loads((settings.BASE_DIR / name).read_text(encoding="utf-8"))
    return {("", one["source"]): name for one in rows}


def _of_python(source: str) -> Iterator[tuple[str, str]]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        # A templatized template keeps its words as calls among blanks: read call by call.
        yield from _of_calls(source)
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node)


def _of_calls(source: str) -> Iterator[tuple[str, str]]:
    for begins in re.finditer(r"(?<![\w.])(?:n|p)?gettext\(|(?<![\w.])_\(", source):
        try:
            call = ast.parse(_balanced(source[begins.start() :]).strip(), mode="eval").body
        except SyntaxError:
            continue
        if isinstance(call, ast.Call):
            yield from _of_call(call)


def _balanced(text: str) -> str:
    """The text up to the bracket that closes its first one, strings respected."""
    depth, quote, skip = 0, "", False
    for position, char in enumerate(text):
        if skip:
            skip = False
        elif char == "\\":
            skip = True
        elif quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                return text[: position + 1]
    return text


def _of_call(node: ast.Call) -> Iterator[tuple[str, str]]:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if not words:
        return
    if name in PLAIN or name in PLURAL:
        yield "", words[0]
    elif name in WITH_CONTEXT and len(words) > 1:
        yield words[0], words[1]
