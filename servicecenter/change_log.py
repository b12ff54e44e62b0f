"""What an administrator changed: before and after, codes and numbers apart from words, and the story of one row.

Writes nothing itself: administration.py records it on the trail. Passwords and keys are named, never told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from servicecenter.models import Event, User

SECRET = frozenset({"password", "key_hash"})
MOST_SHOWN = 100


@dataclass
class Change:
    """One row added, changed or deleted: `codes` for the payload, `words` for the erasable text."""

    change: str
    fields: list[str]
    codes: dict[str, dict[str, Any]] = field(default_factory=lambda: {"before": {}, "after": {}})
    words: dict[str, dict[str, Any]] = field(default_factory=lambda: {"before": {}, "after": {}})

    def tell(self, side: str, column: models.Field, value: Any) -> None:
        """Note the value of a column before or after, where it belongs."""
        if column.name in SECRET:
            return
        if isinstance(column, models.ForeignKey):
            found = column.related_model._default_manager.filter(pk=_plain(value)).first() if value else None
            self.codes[side][column.name] = _plain(value) or None
            self.words[side][column.name] = str(found) if found else ""
            return
        is_words = (
            isinstance(value, str | list | dict) and not column.choices and not isinstance(column, models.SlugField)
        )
        (self.words if is_words else self.codes)[side][column.name] = _plain(value)


def of_form(form: forms.ModelForm, change: str) -> Change:
    """What was filled in on this form."""
    told = Change(change, sorted(form.changed_data))
    for name in form.changed_data:
        if (column := _column(form._meta.model, name)) is not None:
            if change != "added":
                told.tell("before", column, form.initial.get(name))
            told.tell("after", column, form.cleaned_data.get(name))
    return told


def of_formsets(formsets: Iterable[Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows below: what of them goes into the payload, and their words, in the same order."""
    return of_rows(one for formset in formsets for one in _rows(formset))


def of_rows(rows: Iterable[tuple[models.Model, Change]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The same of rows that are no formset's."""
    codes, words = [], []
    for row, told in rows:
        codes.append({"model": row._meta.label_lower, "pk": row.pk, "change": told.change, "fields": told.fields,
                      **told.codes})  # fmt: skip
        words.append(told.words)
    return codes, words


def of_deleted(row: models.Model) -> Change:
    """All that is gone with it."""
    told = Change("deleted", [])
    for column in row._meta.fields:
        told.tell("before", column, getattr(row, column.attname))
    return told


def _rows(formset: Any) -> Iterable[tuple[models.Model, Change]]:
    forms_of = {id(form.instance): form for form in formset.forms}
    for row in getattr(formset, "new_objects", []):
        yield row, of_form(forms_of[id(row)], "added")
    for row, _fields in getattr(formset, "changed_objects", []):
        yield row, of_form(forms_of[id(row)], "changed")
    for row in getattr(formset, "deleted_objects", []):
        yield row, of_deleted(row)


def _column(model: type[models.Model], name: str) -> models.Field | None:
    try:
        column = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return column if isinstance(column, models.Field) else None


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value if isinstance(value, bool | int | str | list | dict | None) else str(value)


@dataclass(frozen=True)
class Entry:
    """One event of a row's history, in words."""

    at: datetime
    who: str
    what: str
    lines: list[tuple[str, str, str]]
    """Name of the field, before, after."""


def history(kind: str, model: type[models.Model], pk: int) -> list[Entry]:
    """What was changed on this row, the latest first: three statements."""
    events = Event.objects.filter(kind=kind, payload__model=model._meta.label_lower, payload__pk=pk)
    rows = list(events.select_related("words").order_by("-id")[:MOST_SHOWN])
    people = User.objects.in_bulk({row.actor_id for row in rows if row.actor_id})
    return [
        Entry(row.at, str(people.get(row.actor_id, "")), change_name(row.payload["change"]), _lines(model, row))
        for row in rows
    ]


def told(event: Event) -> list[tuple[str, str]]:
    """What one event says was changed: names and values, as the trail's page lists them."""
    payload = event.payload
    try:
        model = apps.get_model(payload["model"])
    except LookupError:  # a sort of setting there once was
        return [(_("Setting"), f"{payload['model']} {payload['pk'] or ''}".strip())]
    head = f"{capfirst(str(model._meta.verbose_name))} {payload['pk'] or ''}".strip()
    lines = [(_("Setting"), f"{head} {change_name(payload['change'])}")]
    for name, before, after in _lines(model, event):
        lines.append((name, f"{before} → {after}" if before or after else ""))
    return lines


def change_name(change: str) -> str:
    """ "changed" in the reader's language."""
    return {"added": _("added"), "changed": _("changed"), "deleted": _("deleted")}.get(change, change)


def _lines(model: type[models.Model], event: Event) -> list[tuple[str, str, str]]:
    text = event.words.text if hasattr(event, "words") else {}
    lines = _sides(model, event.payload, text)
    for row, words in zip(event.payload.get("rows", []), text.get("rows") or _endless(), strict=False):
        below = apps.get_model(row["model"])
        head = f"{capfirst(str(below._meta.verbose_name))} {row['pk'] or ''} {change_name(row['change'])}".strip()
        lines.append((head, "", ""))
        lines += _sides(below, row, words)
    return lines


def _endless() -> Iterable[Mapping[str, Any]]:
    while True:
        yield {}


def _sides(model: type[models.Model], codes: Mapping[str, Any], words: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    before, after = ({**codes.get(side, {}), **words.get(side, {})} for side in ("before", "after"))
    return [
        (_name(model, name), _shown(model, name, before.get(name)), _shown(model, name, after.get(name)))
        for name in sorted({*before, *after, *(codes.get("fields") or [])})
        if _column(model, name) is not None
    ]


def _name(model: type[models.Model], name: str) -> str:
    column = _column(model, name)
    return capfirst(str(column.verbose_name)) if column else name


def _shown(model: type[models.Model], name: str, value: Any) -> str:
    """The value as one reads it; nothing for what was empty or is not told."""
    if isinstance(value, bool):
        return pgettext("a box", "ticked") if value else pgettext("a box", "not ticked")
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, dict):
        return " / ".join(str(one) for one in value.values())
    column = _column(model, name)
    if isinstance(column, models.DateTimeField) and isinstance(value, str):
        return f"{timezone.localtime(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
    return str(dict(column.flatchoices).get(value, localize(value))) if column and column.choices else str(value)
