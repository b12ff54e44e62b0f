"""A form's field drawn with its label, its help and its errors, each tied to the other for who cannot see them."""

from django import template
from django.forms import BoundField, CheckboxSelectMultiple
from django.utils.safestring import SafeString

register = template.Library()


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
