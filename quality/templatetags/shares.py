"""Shares as people read them."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """ "94.1 %", or a dash when there is nothing to divide by. Never rounded up to a whole that was not reached."""
    if share is None:
        return "–"
    tenths = int(share * 1000 + 0.5)
    if tenths == 1000 and share < 1:
        tenths = 999
    return f"{tenths / 10:.1f} %"


@register.simple_tag
def share_bar(share: float | None, label: str) -> SafeString | str:
    """A bar as long as the share; the number stands beside it."""
    if share is None:
        return ""
    return format_html(
        '<svg class="weights" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect width="100" height="6"/><rect class="got" width="{}" height="6"/></svg>',
        label,
        f"{share * 100:.1f}",
    )


@register.simple_tag
def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


@register.filter
def counted(case: object) -> bool:
    """A template may not read the marks of figures.py by name."""
    return bool(getattr(case, "_counted", False))


@register.filter
def hit(case: object) -> bool:
    return bool(getattr(case, "_hit", False))
