"""Public holidays and make-up days come from the package once, and belong to the administrator from then on."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from servicecenter import opening_hours
from servicecenter.holiday_loading import load_holidays, running_out
from servicecenter.models import Calendar

WEEK = {day: [["08:30", "17:30"]] for day in ("mon", "tue", "wed", "thu", "fri")}
NAMES = {"en": "China", "zh-hans": "中国"}


@pytest.fixture
def china(db) -> Calendar:
    return Calendar.objects.create(code="c", labels=NAMES, zone="Asia/Shanghai", hours=WEEK, holidays_of="CN")


def test_holidays_and_make_up_days_of_2026_as_announced(china):
    load_holidays(china, [2026])
    calendar = opening_hours.of(china)
    assert calendar.is_make_up_day(date(2026, 2, 14))
    assert calendar.is_make_up_day(date(2026, 2, 28))
    assert not calendar.is_working_day(date(2026, 2, 23))
    assert not calendar.is_working_day(date(2026, 10, 7))
    assert calendar.is_working_day(date(2026, 10, 8))


def test_days_carry_their_names_in_both_languages(china):
    load_holidays(china, [2026])
    assert china.days.get(date="2026-05-01").labels == {"en": "Labor Day", "zh-hans": "劳动节"}
    assert china.days.get(date="2026-02-14").labels == {"en": "Make-up working day", "zh-hans": "调休上班"}


def test_a_second_run_adds_nothing_and_an_edited_day_stays(china):
    load_holidays(china, [2026])
    china.days.filter(date="2026-05-01").update(kind="workday", blocks=[["10:00", "12:00"]])
    assert load_holidays(china, [2026]) == 0
    assert china.days.get(date="2026-05-01").kind == "workday"


def test_a_year_not_announced_is_provisional_and_replaced_when_it_is(china):
    load_holidays(china, [2026])
    assert not china.days.filter(provisional=True).exists()
    # As it was a year ago: entered from the statute alone.
    china.days.filter(kind="workday").delete()
    china.days.update(provisional=True)
    china.days.create(date="2026-02-24", kind="holiday", provisional=True)
    load_holidays(china, [2026])
    assert not china.days.filter(provisional=True).exists()
    assert not china.days.filter(date="2026-02-24").exists()
    assert china.days.filter(kind="workday").count() == 6


def test_loading_makes_every_process_look_again(china):
    before = china.revision
    assert opening_hours.of(china).is_working_day(date(2026, 5, 1))
    load_holidays(china, [2026])
    assert china.revision > before
    assert not opening_hours.of(china).is_working_day(date(2026, 5, 1))


def test_england_has_its_own_bank_holidays(db):
    england = Calendar.objects.create(
        code="e", labels=NAMES, zone="Europe/London", hours=WEEK, holidays_of="GB-ENG"
    )  # fmt: skip
    load_holidays(england, [2026])
    days = set(england.days.values_list("date", flat=True))
    assert date(2026, 8, 31) in days  # summer: England's, not Scotland's
    assert date(2026, 8, 3) not in days
    assert not england.days.filter(provisional=True).exists()


@pytest.mark.parametrize("code", ["XX", "GB-NOWHERE"])
def test_an_unknown_country_is_refused_in_words(china, code):
    china.holidays_of = code
    with pytest.raises(ValidationError, match="No public holidays are known"):
        load_holidays(china, [2026])


@pytest.mark.parametrize(
    ("now", "warned"),
    [(datetime(2026, 10, 1, tzinfo=UTC), False), (datetime(2026, 10, 3, tzinfo=UTC), True)],
)
def test_a_calendar_that_ends_within_ninety_days_warns(china, now, warned):
    load_holidays(china, [2026])
    assert bool(running_out(now)) is warned


def test_the_warning_says_that_next_year_is_only_provisional(china):
    load_holidays(china, [2026])
    china.days.create(date="2027-01-01", kind="holiday", provisional=True)
    (warning,) = running_out(datetime(2026, 12, 1, tzinfo=UTC))
    assert (warning.after, warning.provisional) == (date(2026, 12, 31), True)
