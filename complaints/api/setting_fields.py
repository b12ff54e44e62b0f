"""Fields of what an administrator sets, as JSON has them: how each is read into its form, and how it is described.

Judges no value: the form does. A row is named by its code, a name is given in both languages at once.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from complaints.api import bodies, schema
from complaints.fields import LONG, LabelChoice, Moment, PersonChoice
from servicecenter.admin_inputs import LONGEST
from servicecenter.calendars import WEEKDAYS
from servicecenter.labels import NEEDED, check_labels
from servicecenter.models import User

MOST_SPANS = 10  # a day
MOST_STEPS = 50  # and choices of a question
FIRST_YEAR = 2000
CLOCK = {"type": "string", "pattern": r"^([01]\d|2[0-4]):[0-5]\d$"}
SPANS: dict[str, Any] = {
    "type": "array", "maxItems": MOST_SPANS, "description": "Each span a start and an end.",
    "items": {"type": "array", "items": CLOCK, "minItems": 2, "maxItems": 2},
}  # fmt: skip
SMALL = 32_767  # what a column itself can hold is no rule of ours
Form = type[forms.ModelForm]


class Rows(forms.JSONField):
    """What may be empty, as the column has it then; Django's own field would make nothing at all of it."""

    def __init__(self, *, empty: Callable[[], Any], **kwargs: Any):
        self.empty = empty
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value) or self.empty()


class SetMoment(Moment):
    """Of our own time: a year like 1 is a slip of the hand too."""

    def clean(self, value: Any) -> datetime | None:
        moment = super().clean(value)
        if moment is not None and moment.year < FIRST_YEAR:
            raise ValidationError(_("Choose a nearer day."))
        return moment


def form_of(
    model: type[models.Model], *, without: Iterable[str] = (), judged_by: type[forms.ModelForm] = forms.ModelForm
) -> Form:
    """All an administrator sets of such a row; `without` what it is addressed by; judged_by: with the page's checks."""
    return forms.modelform_factory(
        model, judged_by, fields="__all__", exclude=list(without), formfield_callback=_field
    )  # fmt: skip


def _field(column: models.Field, **kwargs: Any) -> forms.Field | None:
    if isinstance(column, models.ForeignKey):
        named: dict[str, Any] = {"required": not column.blank, "label": capfirst(column.verbose_name)}
        if column.related_model is User:
            return PersonChoice(**named)
        return LabelChoice(column.related_model._default_manager.all(), **named)
    if isinstance(column, models.JSONField) and column.blank:
        return column.formfield(form_class=Rows, empty=column.get_default, show_hidden_initial=False)
    if isinstance(column, models.DateTimeField):
        return column.formfield(form_class=SetMoment)
    return column.formfield(**kwargs)


def fields_of(form: Form) -> dict[str, forms.Field]:
    return form.base_fields  # type: ignore[attr-defined]  # the stubs miss it


def usual(row: models.Model, form: Form) -> dict[str, Any]:
    """The row as the form would have been sent."""
    return {name: _said(getattr(row, name, None)) for name in fields_of(form)}


def _said(value: Any) -> Any:
    return value.username if isinstance(value, User) else getattr(value, "code", value)


def read(body: Mapping[str, Any], form: Form, **more: bodies.Reader) -> dict[str, Any]:
    """`more` reads what is no field of the form. Raises WrongInput by field."""
    readers = {name: _reader(name, field) for name, field in fields_of(form).items()}
    return bodies.read(body, fields_of(form), **{name: reader for name, reader in readers.items() if reader}, **more)


def _reader(name: str, field: forms.Field) -> Callable[[Any], Any] | None:
    match field:
        case forms.JSONField() if name == "choices":
            return _choices
        case forms.JSONField() if name in ("hours", "blocks"):
            return _spans
        case forms.JSONField():
            return _steps if name == "steps" else lambda value: _in_both(value, _longest(name))
        case forms.BooleanField():
            return bodies.yes_or_no
        case forms.DecimalField():
            return None
        case forms.IntegerField():
            return bodies.whole_number if field.required else _whole_or_none
    return None


def _spans(value: Any) -> Any:
    """A week or a day; whether hours can be kept is judged by the calendar."""
    days = value.values() if isinstance(value, dict) else [value]
    if not all(isinstance(day, list) and len(day) <= MOST_SPANS for day in days):
        raise ValueError(_("Must be lists of spans, each a start and an end such as 08:30."))
    return value


def _whole_or_none(value: Any) -> int | None:
    return None if value is None else bodies.whole_number(value)


def _longest(name: str) -> int:
    return LONGEST if name == "labels" else LONG


def _in_both(value: Any, most: int) -> dict[str, str]:
    if not isinstance(value, dict) or set(value) - set(NEEDED) or not all(isinstance(x, str) for x in value.values()):
        raise ValueError(_("Must be an object with a text for en and one for zh-hans."))
    if any(len(text) > most for text in value.values()):
        raise ValueError(_("At most %(count)d characters.") % {"count": most})
    return {code: text.strip() for code, text in value.items()}


def _steps(value: Any) -> list[dict[str, str]]:
    if len(steps := [_in_both(one, LONG) for one in bodies.objects(value)]) > MOST_STEPS:
        raise ValueError(_("At most %(count)d.") % {"count": MOST_STEPS})
    for step in steps:
        try:
            check_labels(step)
        except ValidationError as error:
            raise ValueError(error.messages[0])
    return [{code: " ".join(text.split()) for code, text in step.items()} for step in steps]  # a line each


def _choices(value: Any) -> list[dict[str, str]]:
    if len(rows := bodies.objects(value)) > MOST_STEPS:
        raise ValueError(_("At most %(count)d.") % {"count": MOST_STEPS})
    for row in rows:
        if set(row) != {"code", *NEEDED} or not all(isinstance(text, str) for text in row.values()):
            raise ValueError(_("Give each choice a code and a name in both languages."))
        if any(len(text) > LONGEST for text in row.values()):
            raise ValueError(_("At most %(count)d characters.") % {"count": LONGEST})
    return [{name: " ".join(text.split()) for name, text in row.items()} for row in rows]


def body_schema(form: Form, *, new: bool) -> dict[str, Any]:
    """JSON schema of what is sent; of a new row what has no usual value is needed."""
    model = form._meta.model  # type: ignore[attr-defined]
    given = usual(model(), form)
    needed = [name for name, field in fields_of(form).items() if field.required and given[name] in (None, "")]
    columns = {name: model._meta.get_field(name) for name in fields_of(form)}
    return {
        "type": "object",
        "properties": {name: _described(columns[name], field) for name, field in fields_of(form).items()},
        **({"required": needed} if new else {}),
        "additionalProperties": False,
    }


def _described(column: models.Field, field: forms.Field) -> dict[str, Any]:
    match field:
        case forms.JSONField() if column.name == "steps":
            return {"type": "array", "items": in_both(LONG), "minItems": 1, "maxItems": MOST_STEPS}
        case forms.JSONField() if column.name == "choices":
            return {"type": "array", "items": in_both(LONGEST, "code"), "maxItems": MOST_STEPS}
        case forms.JSONField() if column.name == "hours":
            return {"type": "object", "properties": dict.fromkeys(WEEKDAYS, SPANS), "additionalProperties": False}
        case forms.JSONField() if column.name == "blocks":
            return SPANS
        case forms.JSONField():
            return in_both(_longest(column.name))
        case LabelChoice() if field.queryset.model not in schema.CODE_LISTS:  # type: ignore[union-attr]
            return _text(field)
        case forms.DecimalField():
            return _text(field, format="decimal", pattern=r"^\d{1,10}(\.\d{1,2})?$")
        case forms.IntegerField():
            return _told(field, "integer", **_bounds(column))
        case forms.DateField():
            return _text(field, format="date")
    told = schema.described(field)
    return told | {"enum": ["", *told["enum"]]} if "enum" in told and not field.required else told


def _text(field: forms.Field, **more: str) -> dict[str, Any]:
    return _told(field, "string", **more)


def _told(field: forms.Field, kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "nullable": not field.required, "description": field.label, **more}


def in_both(most: int, *more: str) -> dict[str, Any]:
    names, text = [*more, *NEEDED], {"type": "string", "minLength": 1, "maxLength": most}
    return {
        "type": "object", "properties": dict.fromkeys(names, text), "required": names, "additionalProperties": False,
    }  # fmt: skip


def _bounds(column: models.Field) -> dict[str, int]:
    names = {MinValueValidator: "minimum", MaxValueValidator: "maximum"}
    own = [one for one in column.validators if type(one) in names and 0 < one.limit_value < SMALL]  # type: ignore[attr-defined]
    return {"minimum": 0} | {names[type(one)]: one.limit_value for one in own}  # type: ignore[attr-defined,index]
