"""Rows below a setting, over REST: sent as one list and judged together with what they stand under.

A row whose key was there before is that row, changed; one that is sent no longer is deleted.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from complaints.api import bodies, setting_fields
from servicecenter import change_log
from servicecenter.problems import WrongInput

Check = Callable[[Sequence[dict[str, Any]]], None]


def nothing_to_refuse(rows: Sequence[dict[str, Any]]) -> None:
    """For rows that need nothing of each other."""


@dataclass(frozen=True)
class Below:
    """name: of the list; parent: the column that points up; key: by which a row stays itself, empty: each is new.

    check: what the rows must be together, raising ValidationError.
    """

    name: str
    form: setting_fields.Form
    parent: str
    key: str = ""
    most: int = setting_fields.MOST_STEPS
    check: Check = nothing_to_refuse

    def schema(self) -> dict[str, Any]:
        row = setting_fields.body_schema(self.form, new=True)
        return {"type": "array", "items": row, "maxItems": self.most}


@dataclass
class Sent:
    """What was sent of the rows: the form of each, and the rows that go."""

    below: Below
    filled: list[forms.ModelForm] = field(default_factory=list)
    gone: list[models.Model] = field(default_factory=list)

    def errors(self) -> list[str]:
        """In words, each naming its row by its place."""
        if wrong := [
            f"{place}. {name}: {told}"
            for place, form in enumerate(self.filled, start=1)
            for name, said in form.errors.items()
            for told in said
        ]:
            return wrong
        rows = [form.cleaned_data for form in self.filled]
        if self.below.key and len({row[self.below.key] for row in rows}) < len(rows):
            return [_("The same row is given twice.")]
        try:
            self.below.check(rows)
        except ValidationError as error:
            return error.messages
        return []

    def keep(self, parent: models.Model) -> list[tuple[models.Model, change_log.Change]]:
        """Those gone first, then the others in their order; tells what was done."""
        told = [(row, change_log.of_deleted(row)) for row in self.gone]
        done = [(row._meta.model(pk=row.pk), change) for row, change in told]
        for row in self.gone:
            row.delete()
        for form in self.filled:
            change = "changed" if form.instance.pk else "added"
            if change == "changed" and not form.has_changed():
                continue
            setattr(form.instance, self.below.parent, parent)
            done.append((form.save(), change_log.of_form(form, change)))
        return done


def read(below: Below, there: Iterable[models.Model] = ()) -> bodies.Reader:
    """The reader of the list, beside the rows there are. It raises ValueError."""

    def rows_of(value: Any) -> Sent:
        rows, known = bodies.objects(value), list(there)
        if len(rows) > below.most:
            raise ValueError(_("At most %(count)d.") % {"count": below.most})
        by_key = {str(getattr(row, below.key)): row for row in known} if below.key else {}
        sent = Sent(below, [_form(below, row, by_key) for row in rows])
        kept = {form.instance.pk for form in sent.filled}
        sent.gone = [row for row in known if row.pk not in kept]
        return sent

    return rows_of


def _form(below: Below, said: dict[str, Any], by_key: dict[str, models.Model]) -> forms.ModelForm:
    try:
        given = setting_fields.read(said, below.form)
    except WrongInput as wrong:
        raise ValueError("; ".join(f"{name}: {told[0]}" for name, told in wrong.extra["errors"].items()))
    row = by_key.pop(str(said.get(below.key)), None) if below.key else None
    fresh = row or below.form._meta.model()  # type: ignore[attr-defined]
    before = {name: getattr(fresh, name) for name in setting_fields.fields_of(below.form)} if row else None
    return below.form(setting_fields.usual(fresh, below.form) | given, instance=fresh, initial=before)
