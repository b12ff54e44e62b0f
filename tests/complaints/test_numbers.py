"""A ticket number survives being read aloud, and a mistyped one is known as such."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from complaints import numbers

pytestmark = pytest.mark.once

WHEN = datetime(2026, 11, 3, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def number() -> str:
    return numbers.draw_number(WHEN)


def digits_of(number: str) -> str:
    return number.replace("-", "")


def test_a_number_tells_year_and_month_and_reads_in_three_groups(number):
    assert [len(group) for group in number.split("-")] == [4, 6, 1]
    assert number.startswith("2611-")


def test_every_single_wrong_digit_is_recognised(number):
    digits = digits_of(number)
    for place, right in enumerate(digits):
        for wrong in set("0123456789") - {right}:
            assert numbers.read_number(digits[:place] + wrong + digits[place + 1 :]) == ""


def test_every_swap_of_neighbours_is_recognised(number):
    digits = digits_of(number)
    for place in range(len(digits) - 1):
        swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        if swapped != digits:
            assert numbers.read_number(swapped) == ""


@pytest.mark.parametrize("how", ["{}", " {} ", "{0}", "no dashes", "full width", "spaces", "copied"])
def test_a_number_is_read_however_it_is_typed(number, how):
    typed = {
        "no dashes": digits_of(number),
        "full width": number.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
        "spaces": number.replace("-", " "),
        "copied": "\ufeff" + number.replace("-", "-\u2060"),
    }.get(how, how.format(number))
    assert numbers.read_number(typed) == number


@pytest.mark.parametrize("typed", ["", "hello", "2611", "²¹", "2611-479065-88", "-" * 40])
def test_what_cannot_be_a_number_is_read_as_none(typed):
    assert numbers.read_number(typed) == ""


def test_a_mistyped_number_still_looks_like_one(number):
    wrong = digits_of(number)[:-1] + str((int(number[-1]) + 1) % 10)
    assert numbers.looks_like_number(wrong)
    assert not numbers.looks_like_number("brown water")


def test_codes_hold_nothing_that_looks_like_something_else():
    codes = {numbers.draw_code() for _ in range(500)}
    assert len(codes) == 500
    assert not set("".join(codes)) & set("01OILU")


def test_a_code_is_known_however_it_is_typed_and_never_kept_itself():
    code = numbers.draw_code()
    kept = numbers.code_hash(code)
    assert numbers.code_hash(code.lower().replace("-", " ")) == kept
    assert numbers.code_hash(numbers.draw_code()) != kept
    assert code not in kept
