"""Tags every page uses."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture from _symbols.html; the word beside it says what it means."""
    return format_html('<svg class="i" aria-hidden="true"><use href="#{}"/></svg>', name)
