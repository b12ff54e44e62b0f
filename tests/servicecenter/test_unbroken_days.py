"""A day on a page stays on one line, whatever stands around it."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from servicecenter.moments import JOINER, unbroken

AT = datetime(2026, 12, 16, 9, 30, tzinfo=UTC)
WHOLE = f"2026-{JOINER}12-{JOINER}16"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("2026-12-16", WHOLE),
        ("由 2026-12-16（周三）17:30 起", f"由 {WHOLE}（周{JOINER}三）17:30 起"),
        ("12-16 09:30", f"12-{JOINER}16 09:30"),
        ("应于 周四 10:00", f"应于 周{JOINER}四 10:00"),
        ("2026-12-16 – 2026-12-16", f"{WHOLE} – {WHOLE}"),
    ],
)
def test_no_line_ends_inside_a_day(words, shown):
    assert unbroken(words) == shown


@pytest.mark.parametrize("words", ["2611-752152-3", "WL-110-7", "P2600001-26110", "138-0013-8000", "Wed 16 Dec, 17:30"])
def test_what_is_copied_from_the_page_stays_as_it_is(words):
    assert unbroken(words) == words


def test_days_and_sentences_on_pages_are_unbroken_and_escaped():
    template = Template("{% load moments %}{{ at|moment:at }} {{ on|dated }} {{ words|unbroken }}")
    with translation.override("zh-hans"):
        page = template.render(Context({"at": AT, "on": date(2026, 12, 16), "words": "<b>2026-12-16"}))

    assert page == f"{WHOLE}（周{JOINER}三）17:30 {WHOLE} &lt;b&gt;{WHOLE}"
