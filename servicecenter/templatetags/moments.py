"""Moments and days in templates, in the zone the page is drawn in and the reader's language, each on one line."""

from datetime import date, datetime

from django import template
from django.template.defaultfilters import stringfilter
from django.utils import timezone

from servicecenter import moments
from servicecenter.moments import unbroken

register = template.Library()
register.filter("unbroken", stringfilter(unbroken), is_safe=True)


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
