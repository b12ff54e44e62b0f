"""What people wrote is marked with its language where the page speaks another."""

import pytest
from django.template import Context, Template
from django.utils import translation

from servicecenter.languages import written_in


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("No water since one o’clock.", "en"),
        ("椴树苑22号停水", "zh-hans"),
        ("Wang Fang (王芳) says the tap drips.", "en"),
        ("水表W-5530914读数有误", "zh-hans"),
        ("停水<br><br class='long-name-of-nothing'>", "zh-hans"),
        ("+86 138 0013 8000", ""),
        ("", ""),
    ],
)
def test_by_what_is_written_not_by_what_is_said_of_it(words, language):
    assert written_in(words) == language


@pytest.mark.parametrize(
    ("page", "words", "drawn"),
    [
        ("en", "停水<b>", '<span lang="zh-hans">停水&lt;b&gt;</span>'),
        ("zh-hans", "停水<b>", "停水&lt;b&gt;"),
        ("zh-hans", "No water", '<span lang="en">No water</span>'),
        ("en", "No water", "No water"),
        ("zh-hans", "2611", "2611"),
    ],
)
def test_only_another_language_is_marked_and_nothing_gets_past_escaping(page, words, drawn):
    with translation.override(page):
        assert Template("{% load house %}{{ words|spoken }}").render(Context({"words": words})) == drawn


def test_lines_stay_lines():
    with translation.override("en"):
        drawn = Template("{% load house %}{{ words|linebreaksbr|spoken }}").render(Context({"words": "停水\n<i>两天"}))
    assert drawn == '<span lang="zh-hans">停水<br>&lt;i&gt;两天</span>'
