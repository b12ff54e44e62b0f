"""A figure over weeks or months: the same indicator measured for each, every point a way to its cases."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quality.asking import Question
from quality.figures import Figure, Indicator, Scope, measure_over
from servicecenter.moments import say_day

STEPS = {"week": gettext_lazy("Week by week"), "month": gettext_lazy("Month by month")}
SHOWN = {"week": 13, "month": 12}


@dataclass(frozen=True)
class Point:
    """A whole week or month, the last one as far as it has gone. query: what the address of its cases says."""

    first: date
    last: date
    name: str
    short: str
    figure: Figure
    query: str


def tell(indicator: Indicator, question: Question, step: str, scope: Scope) -> list[Point]:
    """The last weeks or months up to the question's last day, the oldest first."""
    asked = [replace(question, first=first, last=last) for first, last in _periods(question.last, step)]
    figures = measure_over(indicator, scope, [one.moments for one in asked])
    today = timezone.localtime(scope.now).date()
    return [_point(one, step, figure, today) for one, figure in zip(asked, figures, strict=True)]


def _point(asked: Question, step: str, figure: Figure, today: date) -> Point:
    first = asked.first
    short = f"{first:%Y-%m}" if step == "month" else f"{first:%m-%d}"
    return Point(first, asked.last, _name(step, first, today), short, figure, asked.query())


def _name(step: str, first: date, today: date) -> str:
    if step == "month":
        return date_format(first, "YEAR_MONTH_FORMAT")
    return _("week of %(day)s") % {"day": say_day(first, today=today)}


def _periods(last: date, step: str) -> Iterator[tuple[date, date]]:
    """Whole weeks from Monday, or whole months, ending with the one `last` lies in."""
    begins = [_begin(last, step)]
    while len(begins) < SHOWN[step]:
        begins.append(_begin(begins[-1] - timedelta(days=1), step))
    ends = [begins[0] + timedelta(days=6) if step == "week" else _month_end(begins[0])]
    ends += [one - timedelta(days=1) for one in begins[:-1]]
    yield from reversed(list(zip(begins, ends, strict=True)))


def _begin(day: date, step: str) -> date:
    return day - timedelta(days=day.weekday()) if step == "week" else day.replace(day=1)


def _month_end(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
