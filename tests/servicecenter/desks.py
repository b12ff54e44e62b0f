"""Desks the tests of working time ask: hours in short, public holidays from the `holidays` package."""

from datetime import datetime
from zoneinfo import ZoneInfo

import holidays

from servicecenter.working_time import Calendar

OFFICE = [["08:30", "12:00"], ["13:00", "17:30"]]
MONDAY_TO_FRIDAY = ("mon", "tue", "wed", "thu", "fri")
EVERY_DAY = (*MONDAY_TO_FRIDAY, "sat", "sun")
YEARS = range(2024, 2027)


def desk(zone: str, hours: list[list[str]], weekdays: tuple[str, ...] = EVERY_DAY, **days: object) -> Calendar:
    return Calendar.parse({"tz": zone, "hours": dict.fromkeys(weekdays, hours), **days})


def china() -> Calendar:
    """Office hours in China 2024-2026, with the make-up working days the State Council announced."""
    announced = holidays.country_holidays("CN", years=YEARS)
    make_up_days = [day.isoformat() for day in announced.weekend_workdays if day.year in YEARS]
    return desk(
        "Asia/Shanghai",
        OFFICE,
        MONDAY_TO_FRIDAY,
        holidays=[day.isoformat() for day in announced],
        workdays=dict.fromkeys(make_up_days, OFFICE),
    )


def united_kingdom(nation: str) -> Calendar:
    """Nine to five in one of ENG, SCT, WLS, NIR, 2024-2026."""
    bank_holidays = [day.isoformat() for day in holidays.country_holidays("GB", subdiv=nation, years=YEARS)]
    return desk("Europe/London", [["09:00", "17:00"]], MONDAY_TO_FRIDAY, holidays=bank_holidays)


def at(text: str, zone: str = "Asia/Shanghai") -> datetime:
    """Local time, written "2026-02-13 16:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
