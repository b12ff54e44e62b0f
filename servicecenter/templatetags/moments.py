"""Moments and days in templates, in the zone the page is drawn in and the reader's language, each on one line."""

import re
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from servicecenter import moments

register = template.Library()

# A day as it is written in either language, with its weekday, year or hour; or a weekday before its hour.
# What stands in a tag is passed over.
_DAY = re.compile(
    r"<[^>]*>"
    r"|\d{4}-\d\d-\d\d(?:（周.）)?|(?<![\d-])\d\d-\d\d \d\d:\d\d|周. \d\d:\d\d"
    r"|\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b"
    r"(?: \d{4}\b|,? \d\d:\d\d)?"
    r"|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d\d:\d\d"
)


@register.filter
def unbroken(words: str) -> SafeString:
    """A browser ends lines after a hyphen, at a space and between any two Chinese characters: not inside a day.

    Said by the style, not by signs in the words: what is copied from a page is what stands there.
    """
    return SafeString(_DAY.sub(_whole, conditional_escape(words)))


def _whole(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("<") else f'<span class="unbroken">{found[0]}</span>'


@register.filter
def moment(at: datetime | None, now: datetime) -> str:
    return unbroken(moments.say_moment(at, timezone.get_current_timezone(), now=now)) if at else ""


@register.filter
def in_full(at: datetime | None) -> str:
    return unbroken(moments.say_in_full(at, timezone.get_current_timezone())) if at else ""


@register.filter
def day_in_full(at: datetime | None) -> str:
    return unbroken(moments.say_day(timezone.localtime(at).date(), today=date.min)) if at else ""


@register.filter
def hour(at: datetime | None) -> str:
    return moments.say_time(at, timezone.get_current_timezone()) if at else ""


@register.filter
def day(on: date | None, now: datetime) -> str:
    return unbroken(moments.say_day(on, today=timezone.localtime(now).date())) if on else ""


@register.filter
def dated(on: date | None) -> str:
    return unbroken(moments.say_date(on)) if on else ""


@register.filter
def short(at: datetime | None, now: datetime) -> str:
    return unbroken(moments.say_short(at, timezone.get_current_timezone(), now=now)) if at else ""
