"""A day on a page stays on one line, whatever stands around it, and is copied as it is read."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from servicecenter.templatetags.moments import unbroken

AT = datetime(2026, 12, 16, 9, 30, tzinfo=UTC)
NOW = datetime(2026, 12, 3, 9, 30, tzinfo=UTC)


def whole(day: str) -> str:
    return f'<span class="unbroken">{day}</span>'


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("2026-12-16", whole("2026-12-16")),
        ("由 2026-12-16（周三）17:30 起", f"由 {whole('2026-12-16（周三）')}17:30 起"),
        ("12-16 09:30", whole("12-16 09:30")),
        ("应于 周四 10:00", f"应于 {whole('周四 10:00')}"),
        ("2026-12-16 – 2026-12-16", f"{whole('2026-12-16')} – {whole('2026-12-16')}"),
        ("Reply, due 27 Nov 17:30", f"Reply, due {whole('27 Nov 17:30')}"),
        ("due Thu 17:30", f"due {whole('Thu 17:30')}"),
        ("by Wed 16 Dec, 17:30, at most", f"by {whole('Wed 16 Dec, 17:30')}, at most"),
        ("until Sat 5 Dec 2026, 14:40", f"until {whole('Sat 5 Dec 2026')}, 14:40"),
        ("1 Oct 2026 to 31 Oct 2026", f"{whole('1 Oct 2026')} to {whole('31 Oct 2026')}"),
    ],
)
def test_no_line_ends_inside_a_day(words, shown):
    assert unbroken(words) == shown


@pytest.mark.parametrize(
    "words", ["2611-752152-3", "WL-110-7", "P2600001-26110", "138-0013-8000", "4 Marchmont Road", "12 Mayfield"]
)
def test_what_is_no_day_stays_as_it_is(words):
    assert unbroken(words) == words


def test_days_and_sentences_on_pages_are_unbroken_and_escaped():
    template = Template("{% load moments %}{{ at|moment:at }} {{ at|short:now }} {{ on|dated }} {{ words|unbroken }}")
    context = {"at": AT, "now": NOW, "on": date(2026, 12, 16), "words": "<b>2026-12-16"}
    with translation.override("zh-hans"):
        page = template.render(Context(context))
        assert page.split(" ", 2)[2].endswith(f"&lt;b&gt;{whole('2026-12-16')}")
        assert f"{whole('2026-12-16（周三）')}17:30 {whole('12-16 17:30')} {whole('2026-12-16')}" in page
    page = template.render(Context(context))
    assert page.startswith(f"{whole('Wed 16 Dec, 17:30')} {whole('16 Dec 17:30')} {whole('16 Dec 2026')} ")


def test_words_that_are_a_page_s_already_keep_their_tags():
    template = Template(
        '{% load moments %}{% filter unbroken %}<time datetime="2026-12-16">16 Dec</time>{% endfilter %}'
    )
    assert template.render(Context()) == f'<time datetime="2026-12-16">{whole("16 Dec")}</time>'
