"""Words nobody should write, put into every text people can write, and what may never come of them on a page."""

import zlib
from typing import Any

from django.apps import apps
from django.db import connection, models

from servicecenter import guards
from servicecenter.models import EventText
from tests.walking import Read

OURS = ["servicecenter", "customers", "complaints", "channels_hub", "quality"]
SIGN = "<xss>"  # no page of ours has such an element
WORDS = [
    '"><script>window.pwned=1</script>' + SIGN,
    "'><img src=x onerror=window.pwned=1>" + SIGN,
    "</textarea></title></style></script><svg onload=window.pwned=1>" + SIGN,
    "--><iframe srcdoc='<script>parent.pwned=1</script>'>" + SIGN,
    "{{ 7|add:35 }}{% now 'Y' %}${7*6}" + SIGN,
    "javascript:window.pwned=1//" + SIGN,
    "\u202etxt.exe\u2066 \u0645\u0631\u062d\u0628\u0627 " + SIGN,
    "\u200b\u200d\ufeff\u00ad" + SIGN,
    "Unbroken" * 20 + SIGN,
    "👩‍👩‍👧‍👦🏳️‍🌈𝕏𠜎水质浑浊e\u0301\ufdfa" + SIGN,
    "&lt;xss&gt;&amp;&#60;xss&#62;" + SIGN,
    "=1+1\t\"'`;-- DROP TABLE\\",
]
DONE = ("42" + SIGN, "window.pwned=1</script>" + SIGN)  # a template that was run; markup that came through
# Not words of people but marks of the program's own: keys, codes, digests, names of things.
MEANT = {
    "access_code_hash", "actor_role", "added_by", "billing_id", "channel", "code", "content_type", "currency",
    "decision_asked", "digest", "holidays_of", "how", "index_full", "index_last4", "indicator", "key", "key_hash",
    "kind", "language", "number", "password", "prefix", "purpose", "request_hash", "request_id", "said_by", "salt",
    "seed", "sha256", "source", "source_id", "stored", "subject", "subject_type", "subscriber", "template", "token",
    "token_hash", "unit", "username", "utility", "who", "zone", "selection", "data_set",
}  # fmt: skip
NUMBERED = {"Meter", "Bill", "ExternalReview", "Account"}  # whose number is others' free text, not our own
LABELS = {"labels", "steps", "how"}


def naughty(row: int, name: str, most: int | None = None) -> str:
    """One of the words, another for each row and field, and never two rows the same."""
    words = f"{row} {WORDS[(row + zlib.crc32(name.encode())) % len(WORDS)]}"
    if most is None or len(words) <= most:
        return words
    return f"{row}{SIGN}"[-most:]


def worded(value: Any, row: int, name: str) -> Any:
    """The same shape with other words: texts in lists and objects, and labels in both languages."""
    if isinstance(value, str):
        return naughty(row, name) if value else value
    if isinstance(value, list):
        return [worded(one, row, name) for one in value]
    if isinstance(value, dict):
        return {key: worded(one, row, name + key) if key != "code" else one for key, one in value.items()}
    return value


def fill_every_text() -> set[str]:
    """Every text of every row of every model of ours is one of the words now. Answers the names of the fields."""
    filled: set[str] = set()
    connection.check_constraints()  # PostgreSQL lets no trigger go while a check is still to come
    guards.remove()  # what happened is never changed, but for once
    try:
        for label in OURS:
            for model in apps.get_app_config(label).get_models():
                filled |= {f"{model.__name__}.{name}" for name in _fill(model)}
    finally:
        connection.check_constraints()
        guards.install()
    return filled


def _fill(model: type[models.Model]) -> list[str]:
    fields = [one for one in model._meta.concrete_fields if _of_people(model, one)]
    rows = list(model._default_manager.all())
    for row in rows:
        for one in fields:
            was = getattr(row, one.name)
            if was is None:
                continue
            if isinstance(one, models.JSONField):
                setattr(row, one.name, worded(was, row.pk, one.name))
            elif was or one.blank:
                setattr(row, one.name, naughty(row.pk, one.name, one.max_length))
    if fields:
        model._default_manager.bulk_update(rows, [one.name for one in fields], batch_size=100)
    return [one.name for one in fields]


def _of_people(model: type[models.Model], one: models.Field) -> bool:
    if isinstance(one, models.JSONField):
        return one.name in LABELS | {"choices"} or model is EventText
    if not isinstance(one, models.CharField | models.TextField) or one.choices:
        return False
    return one.name not in MEANT or (one.name == "number" and model.__name__ in NUMBERED)


def harm(html: str) -> list[str]:
    """What on this page is not ours: an element or an attribute that came out of words, a template that was run."""
    found = [f"{done} stands on it" for done in DONE if done in html]
    for tag, attrs in Read(html).elements:
        if tag in {"xss", "iframe"} or (tag == "script" and "src" not in attrs):
            found.append(f"<{tag} {attrs}>")
        for name, value in attrs.items():
            if name.startswith("on") or name in {"style", "srcdoc", "xss"}:
                found.append(f"<{tag} {name}={value}>")
            if name in {"href", "src", "action", "formaction"} and value.strip().lower().startswith("javascript:"):
                found.append(f"<{tag} {name}={value}>")
            if name.startswith("hx-") and SIGN in value:
                found.append(f"<{tag} {name}={value}>")
    return found
