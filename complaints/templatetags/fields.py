"""A form's field drawn with its label, its help and its errors, each tied to the other for who cannot see them."""

from dataclasses import dataclass
from unicodedata import east_asian_width

from django import template
from django.forms import BoundField, CheckboxSelectMultiple, Select
from django.utils.safestring import SafeString

register = template.Library()

MOST_ROWS = 7  # more are found faster in a list that folds open
ROOM = 42  # Latin letters in a select on a phone; what is longer is cut there, and where it is chosen


@register.simple_tag
def control(field: BoundField, focus: bool = False) -> SafeString:
    """The input itself. `focus`: the first wrong field gets it when the page opens."""
    attrs: dict[str, str | bool] = {"class": "input"}
    if field.errors:
        attrs |= {"aria-invalid": "true", "aria-describedby": f"{field.auto_id}_wrong"}
    elif field.help_text:
        attrs["aria-describedby"] = f"{field.auto_id}_help"
    if focus:
        attrs["autofocus"] = "autofocus"
    return field.as_widget(attrs=attrs)


@register.filter
def radios(field: BoundField) -> bool:
    """The field is a choice among few."""
    return getattr(field.field.widget, "input_type", "") == "radio"


@dataclass(frozen=True)
class Row:
    value: str
    label: str
    chosen: bool


@register.filter
def rows(field: BoundField) -> list[Row]:
    """A choice among few with long names, to be read in full: a row each. Nothing for any other field."""
    widget = field.field.widget
    if type(widget) is not Select:
        return []
    widget.choices = list(widget.choices)  # asked of the database once, for this and for drawing it
    told = [one.data for one in field.subwidgets]
    found = [Row(str(one["value"]), str(one["label"]), bool(one["selected"])) for one in told]
    if field.field.required:
        found = [one for one in found if one.value]
    return found if len(found) <= MOST_ROWS and any(_width(one.label) > ROOM for one in found) else []


def _width(words: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in words)


@register.filter
def ticked(field: BoundField) -> bool:
    """The field is a yes or no, its box before its words."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not several(field)


@register.filter
def several(field: BoundField) -> bool:
    """The field is a choice of any number among few."""
    return isinstance(field.field.widget, CheckboxSelectMultiple)


@register.filter
def is_first_wrong(field: BoundField) -> bool:
    return next((one.name for one in field.form if one.errors), "") == field.name
