"""Moments and days in templates, in the zone the page is drawn in and the reader's language."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from servicecenter import moments

register = template.Library()


@register.filter
def moment(at: datetime | None, now: datetime) -> str:
    return moments.say_moment(at, timezone.get_current_timezone(), now=now) if at else ""


@register.filter
def in_full(at: datetime | None) -> str:
    return moments.say_in_full(at, timezone.get_current_timezone()) if at else ""


@register.filter
def day_in_full(at: datetime | None) -> str:
    return moments.say_day(timezone.localtime(at).date(), today=date.min) if at else ""


@register.filter
def hour(at: datetime | None) -> str:
    return moments.say_time(at, timezone.get_current_timezone()) if at else ""


@register.filter
def day(on: date | None, now: datetime) -> str:
    return moments.say_day(on, today=timezone.localtime(now).date()) if on else ""


@register.filter
def dated(on: date | None) -> str:
    return moments.say_date(on) if on else ""


@register.filter
def short(at: datetime | None, now: datetime) -> str:
    return moments.say_short(at, timezone.get_current_timezone(), now=now) if at else ""
