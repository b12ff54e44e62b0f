"""`{{ words|mentions }}`: a note's words, each @name leading to that colleague's page."""

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from complaints.desk.mentions import NAMED

register = template.Library()


@register.filter
def mentions(words: str) -> SafeString:
    """Everything but the links is escaped; lines stay lines."""
    told, position = [], 0
    for found in NAMED.finditer(words):
        name = found.group(1).rstrip(".-+")
        told.append(_lines(words[position : found.start()]))
        told.append(format_html('<a class="mention" href="{}">@{}</a>', reverse("colleague", args=[name]), name))
        position = found.start(1) + len(name)
    told.append(_lines(words[position:]))
    return mark_safe("".join(told))  # noqa: S308 - every part is escaped above


def _lines(words: str) -> str:
    return escape(words).replace("\n", "<br>")
