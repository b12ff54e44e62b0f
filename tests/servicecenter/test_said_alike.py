"""The same thing is said the same way wherever it stands: days, moments, and a name before what is said of it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from django.utils.formats import get_format, localize

from servicecenter import moments
from servicecenter.templatetags.house import colon

pytestmark = pytest.mark.once

AT = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(("language", "said"), [("en", "23 Nov 2026, 14:05"), ("zh-hans", "2026-11-23 14:05")])
def test_moments_django_writes_itself_are_said_as_the_house_says_them(language, said):
    with translation.override(language), timezone.override(SHANGHAI):
        local = timezone.localtime(AT)
        assert localize(local) == said
        assert localize(local.date()) == moments.say_date(local.date())
        assert localize(local.time()) == moments.say_time(AT, SHANGHAI)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_day_in_a_box_is_written_with_dashes_and_weeks_begin_on_monday(language):
    with translation.override(language):
        assert f"{AT:{get_format('DATE_INPUT_FORMATS')[0]}}" == "2026-11-23"
        assert get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize(
    ("language", "name", "between"),
    [("en", "Kind", ": "), ("zh-hans", "类型", "："), ("en", "Is it solved?", " "), ("zh-hans", "是否解决？", "")],
)
def test_a_question_needs_no_second_sign_before_what_is_said_of_it(language, name, between):
    with translation.override(language):
        assert colon(name) == between
