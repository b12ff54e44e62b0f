"""What an operator relies on when a deadline is promised."""

from datetime import UTC, date, datetime, timedelta

import pytest

from servicecenter.working_time import CalendarRunsOut, Unit, add, at_share, between
from tests.servicecenter.desks import MONDAY_TO_FRIDAY, OFFICE, at, china, desk, united_kingdom

pytestmark = pytest.mark.once

MAKE_UP_DAYS = {
    2024: ["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"],
    2025: ["01-26", "02-08", "04-27", "09-28", "10-11"],
    2026: ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
}
WORKED_WEEKENDS = [f"{year}-{day}" for year, days in MAKE_UP_DAYS.items() for day in days]
ROUND_THE_CLOCK = desk("Europe/Berlin", [["00:00", "24:00"]])


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-02-13 16:30", "2026-02-27 17:30"),  # Friday before Spring Festival, 14 Feb is a make-up day
        ("2026-02-14 10:00", "2026-02-28 17:30"),  # on that make-up Saturday, the 28th is another
        ("2026-09-30 09:00", "2026-10-13 17:30"),  # before National Day
    ],
)
def test_five_working_days_in_china(received: str, due: str) -> None:
    assert add(at(received), 5, Unit.WORKING_DAYS, china()) == at(due)


@pytest.mark.parametrize(
    ("received", "hours", "due"),
    [
        ("2026-02-13 16:30", 8, "2026-02-14 16:30"),
        ("2026-02-15 10:00", 1, "2026-02-24 09:30"),
        ("2026-02-25 11:00", 1, "2026-02-25 12:00"),  # exactly at closing time stays there
        ("2026-02-25 12:30", 1, "2026-02-25 14:00"),  # received at lunch counts from the next opening
        ("2026-02-25 17:30", 1, "2026-02-26 09:30"),
    ],
)
def test_working_hours_in_china(received: str, hours: int, due: str) -> None:
    assert add(at(received), hours * 60, Unit.WORKING_MINUTES, china()) == at(due)


@pytest.mark.parametrize("day", WORKED_WEEKENDS)
def test_a_make_up_day_is_the_next_working_day(day: str) -> None:
    received = at(day) - timedelta(hours=10)
    assert add(received, 1, Unit.WORKING_DAYS, china()) == at(f"{day} 17:30")


def test_no_other_weekend_is_worked_in_china() -> None:
    first, calendar = date(2024, 1, 1), china()
    days = (first + timedelta(days=count) for count in range(3 * 365 + 1))
    assert [str(day) for day in days if day.weekday() > 4 and calendar.is_working_day(day)] == WORKED_WEEKENDS


@pytest.mark.parametrize(
    ("nation", "received", "due"),
    [
        ("ENG", "2026-07-24", "2026-07-27"),  # Friday to Monday: Saturdays and Sundays never count
        ("ENG", "2026-07-31", "2026-08-03"),
        ("SCT", "2026-07-31", "2026-08-04"),  # Scotland's summer bank holiday is the first Monday
        ("ENG", "2026-08-28", "2026-09-01"),
        ("SCT", "2026-08-28", "2026-08-31"),
        ("NIR", "2026-03-16", "2026-03-18"),  # Saint Patrick's Day
        ("WLS", "2026-03-16", "2026-03-17"),
    ],
)
def test_bank_holidays_count_by_nation(nation: str, received: str, due: str) -> None:
    start = at(f"{received} 16:30", "Europe/London")
    assert add(start, 1, Unit.WORKING_DAYS, united_kingdom(nation)) == at(f"{due} 17:00", "Europe/London")


def test_calendar_days_end_at_midnight_and_do_not_count_the_day_of_receipt() -> None:
    assert add(at("2026-03-02 09:00"), 7, Unit.CALENDAR_DAYS, china()) == at("2026-03-10 00:00")


def test_only_a_promise_moves_on_from_a_public_holiday() -> None:
    received = at("2026-02-10 09:00")
    assert add(received, 7, Unit.CALENDAR_DAYS, china()) == at("2026-02-18 00:00")
    assert add(received, 7, Unit.CALENDAR_DAYS, china(), shift_holidays=True) == at("2026-02-25 00:00")


def test_a_promise_does_not_move_on_from_a_make_up_day_or_a_plain_weekend() -> None:
    for last_day, midnight in (("2026-02-14", "2026-02-15 00:00"), ("2026-03-07", "2026-03-08 00:00")):
        received = at(last_day) - timedelta(days=3)
        assert add(received, 3, Unit.CALENDAR_DAYS, china(), shift_holidays=True) == at(midnight)


def test_minutes_run_day_and_night() -> None:
    assert add(at("2026-02-16 23:50"), 30, Unit.MINUTES, china()) == at("2026-02-17 00:20")


@pytest.mark.parametrize("unit", Unit)
def test_nothing_to_add_is_due_at_once_open_or_not(unit: Unit) -> None:
    assert add(at("2026-02-16 23:50"), 0, unit, china()) == at("2026-02-16 23:50")


@pytest.mark.parametrize("unit", Unit)
def test_negative_amounts_and_times_without_a_zone_are_refused(unit: Unit) -> None:
    with pytest.raises(ValueError, match="negative"):
        add(at("2026-02-16 23:50"), -1, unit, china())
    with pytest.raises(ValueError, match="without a zone"):
        add(datetime(2026, 2, 16), 1, unit, china())  # noqa: DTZ001
    with pytest.raises(ValueError, match="before the start"):
        between(at("2026-02-16 23:50"), at("2026-02-16 23:49"), unit, china())


@pytest.mark.parametrize(("night", "hours"), [("2026-03-29", 3), ("2026-10-25", 5), ("2026-10-26", 4)])
def test_a_night_block_has_the_hours_that_really_pass(night: str, hours: int) -> None:
    early = desk("Europe/Berlin", [["01:00", "05:00"]])
    midnight, five = at(f"{night} 00:00", "Europe/Berlin"), at(f"{night} 05:00", "Europe/Berlin")
    assert between(midnight, five, Unit.WORKING_MINUTES, early) == hours * 3600
    assert add(midnight, hours * 60, Unit.WORKING_MINUTES, early) == five


@pytest.mark.parametrize(
    ("block", "opens", "closes"),
    [
        (["02:30", "04:00"], "2026-03-29T01:00Z", "2026-03-29T02:00Z"),  # 02:30 does not exist
        (["01:00", "02:30"], "2026-03-29T00:00Z", "2026-03-29T01:00Z"),
        (["02:30", "04:00"], "2026-10-25T00:30Z", "2026-10-25T03:00Z"),  # the first 02:30
        (["01:00", "02:30"], "2026-10-24T23:00Z", "2026-10-25T01:30Z"),  # the second 02:30
        (["01:00", "02:00"], "2026-10-24T23:00Z", "2026-10-25T00:00Z"),  # over before the hour repeats
    ],
)
def test_times_that_do_not_exist_or_exist_twice(block: list[str], opens: str, closes: str) -> None:
    calendar = desk("Europe/Berlin", [block])
    opening, closing = datetime.fromisoformat(opens), datetime.fromisoformat(closes)
    before = opening - timedelta(minutes=30)
    minutes = (closing - opening) // timedelta(minutes=1)
    assert add(before, 1, Unit.WORKING_MINUTES, calendar) == opening + timedelta(minutes=1)
    assert add(before, minutes, Unit.WORKING_MINUTES, calendar) == closing


def test_blocks_that_both_touch_the_repeated_hour_do_not_count_it_twice() -> None:
    calendar = desk("Europe/Berlin", [["01:00", "02:15"], ["02:30", "04:00"]])
    midnight, four = at("2026-10-25 00:00", "Europe/Berlin"), at("2026-10-25 04:00", "Europe/Berlin")
    assert between(midnight, four, Unit.WORKING_MINUTES, calendar) == 4 * 3600


def test_round_the_clock_loses_no_minute_at_midnight() -> None:
    start = datetime(2026, 1, 1, 12, tzinfo=UTC)
    for minutes in (719, 720, 721, 1440, 400 * 1440):
        assert add(start, minutes, Unit.WORKING_MINUTES, ROUND_THE_CLOCK) == start + timedelta(minutes=minutes)
    year = timedelta(days=365)
    assert between(start, start + year, Unit.WORKING_MINUTES, ROUND_THE_CLOCK) == year.total_seconds()


def test_an_end_at_midnight_may_be_written_either_way() -> None:
    start = at("2026-03-02 23:00")
    for end in ("00:00", "24:00"):
        late = desk("Asia/Shanghai", [["20:00", end]])
        assert add(start, 60, Unit.WORKING_MINUTES, late) == at("2026-03-03 00:00")
        assert add(start, 61, Unit.WORKING_MINUTES, late) == at("2026-03-03 20:01")


def test_a_night_shift_runs_into_a_holiday_and_none_starts_on_it() -> None:
    nights = desk("Asia/Shanghai", [["22:00", "06:00"]], holidays=["2026-10-01"])
    start, end = at("2026-09-30 21:00"), at("2026-10-02 21:00")
    assert between(start, end, Unit.WORKING_MINUTES, nights) == 8 * 3600
    assert add(start, 8 * 60, Unit.WORKING_MINUTES, nights) == at("2026-10-01 06:00")
    assert add(at("2026-09-30 12:00"), 1, Unit.WORKING_DAYS, nights) == at("2026-10-03 06:00")


def test_received_after_midnight_counts_in_the_shift_of_the_evening_before() -> None:
    nights = desk("Asia/Shanghai", [["22:00", "06:00"]], ("mon",))
    assert add(at("2026-03-03 05:00"), 60, Unit.WORKING_MINUTES, nights) == at("2026-03-03 06:00")


def test_make_up_days_alone_make_a_calendar_until_they_run_out() -> None:
    fair = desk("Asia/Shanghai", [], (), workdays={"2026-03-07": OFFICE})
    start = at("2026-03-02 09:00")
    assert add(start, 480, Unit.WORKING_MINUTES, fair) == at("2026-03-07 17:30")
    assert between(start, at("2050-01-01 00:00"), Unit.WORKING_MINUTES, fair) == 8 * 3600
    for amount, unit in ((481, Unit.WORKING_MINUTES), (2, Unit.WORKING_DAYS)):
        with pytest.raises(CalendarRunsOut):
            add(start, amount, unit, fair)


@pytest.mark.parametrize("unit", Unit)
def test_an_amount_beyond_all_years_runs_out_instead_of_running_on(unit: Unit) -> None:
    with pytest.raises(CalendarRunsOut):
        add(at("2026-03-02 09:00"), 10**11, unit, ROUND_THE_CLOCK)


def test_far_away_dates_are_answered() -> None:
    assert add(at("2999-12-31 09:00"), 1, Unit.CALENDAR_DAYS, china()) == at("3000-01-02 00:00")
    office = desk("UTC", OFFICE, MONDAY_TO_FRIDAY)
    assert add(at("1899-12-29 09:00", "UTC"), 1, Unit.WORKING_DAYS, office) == at("1900-01-01 17:30", "UTC")


@pytest.mark.parametrize(("share", "warned"), [(0, "13 16:30"), (0.5, "14 11:30"), (0.75, "14 14:30"), (1, "14 16:30")])
def test_warnings_come_when_a_share_of_the_working_time_has_passed(share: float, warned: str) -> None:
    start, due = at("2026-02-13 16:30"), at("2026-02-14 16:30")
    assert at_share(start, due, share, Unit.WORKING_MINUTES, china()) == at(f"2026-02-{warned}")


def test_warnings_of_the_other_units_share_out_what_elapses() -> None:
    start, due = at("2026-02-13 12:00"), at("2026-02-17 12:00")
    for unit in (Unit.MINUTES, Unit.CALENDAR_DAYS):
        assert at_share(start, due, 0.75, unit, china()) == at("2026-02-16 12:00")
    closed = at("2026-02-15 00:00"), at("2026-02-15 10:00")
    assert at_share(*closed, 0.5, Unit.WORKING_MINUTES, china()) == at("2026-02-15 05:00")
    with pytest.raises(ValueError, match="share"):
        at_share(due, start, 0.5, Unit.MINUTES, china())
