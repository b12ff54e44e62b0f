"""Every indicator of the house, in the order they are shown. Each is one small file with its rule."""

from quality.figures import Indicator
from quality.indicators import (
    acknowledged,
    chased,
    first_contact,
    first_response,
    milestones,
    misrouted,
    on_time,
    reopened,
    repeated,
    returned,
    satisfied,
    survey_response,
    verified_solved,
)

ALL: tuple[Indicator, ...] = (
    verified_solved.INDICATOR,
    on_time.INDICATOR,
    first_response.INDICATOR,
    acknowledged.INDICATOR,
    first_contact.INDICATOR,
    satisfied.WITH_RESULT,
    satisfied.WITH_SERVICE,
    survey_response.INDICATOR,
    reopened.INDICATOR,
    repeated.INDICATOR,
    chased.INDICATOR,
    returned.INDICATOR,
    misrouted.INDICATOR,
)
BY_CODE = {one.code: one for one in ALL}


def named(code: str) -> Indicator | None:
    """The indicator of this code, those of single milestones among them."""
    return BY_CODE.get(code) or next((one for one in milestones.BY_MILESTONE.values() if one.code == code), None)
