"""Tags every page uses."""

import re
from decimal import Decimal
from urllib.parse import quote

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from servicecenter.languages import written_in
from servicecenter.money import say_money

register = template.Library()

# A ticket's number is read as one, so a line never ends inside it.
NUMBER = re.compile(r"\d{4}-\d{6}-\d")


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture from _symbols.html; the word beside it says what it means."""
    return format_html('<svg class="i" aria-hidden="true"><use href="#{}"/></svg>', name)


@register.simple_tag
def map_of(place: str) -> SafeString:
    """A link to the place on the house's map. The map is told the place alone, not where it was asked from."""
    if not settings.MAP_URL or not place:
        return SafeString()
    address = settings.MAP_URL.replace("%s", quote(place, safe=""))
    return format_html('<a class="no-print" href="{}" rel="noreferrer" target="_blank">{}</a>', address, _("Map"))


@register.simple_tag
def gap() -> str:
    """What stands between two sentences: a space, but none in Chinese."""
    return "" if (get_language() or "").startswith("zh") else " "


@register.filter
def whole_numbers(text: str) -> SafeString:
    """Tickets' numbers within a sentence stay on one line. Only for text: within tags it would change addresses."""
    return SafeString(NUMBER.sub(r'<span class="num">\g<0></span>', conditional_escape(text)))


@register.filter
def colon(name: str) -> str:
    """What stands between a name and what is said of it. A question has its sign already and needs no second one."""
    return gap() if str(name).endswith(("?", "？")) else pgettext("between a name and what is said of it", ": ")


@register.filter
def spoken(words: str) -> str:
    """People's own words, marked with their language when the page's is another: for voices and for fonts."""
    theirs = written_in(words)
    if not theirs or theirs == get_language():
        return words
    return format_html('<span lang="{}">{}</span>', theirs, words)


@register.filter
def money(amount: Decimal | None) -> str:
    """¥1,234.50"""
    return say_money(amount)


@register.filter
def as_input(field: BoundField, focus: str = "") -> SafeString:
    """The field as this house draws inputs, whichever package made the form. Its label stands above, not inside."""
    return field.as_widget(attrs={"class": "input", "placeholder": "", **({"autofocus": True} if focus else {})})


@register.filter
def first_to_fill(form: BaseForm | str) -> BoundField | None:
    """Where typing goes on when the page opens: the first wrong field, else the first with nothing in it.

    None where a page has a button and no form to fill.
    """
    shown = form.visible_fields() if isinstance(form, BaseForm) else []
    empty = (one for one in shown if one.widget_type == "password" or not one.value())
    return next((one for one in shown if one.errors), next(empty, None))
