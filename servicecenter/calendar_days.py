"""Days people type: those no clock can be set to are refused in words, before any arithmetic meets them."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

EARLIEST, LATEST = date(1900, 1, 1), date(9000, 1, 1)


def is_reckonable(day: date) -> bool:
    """Whether there is room for a zone and a period on both sides of it."""
    return EARLIEST <= day <= LATEST


def check_day(day: date) -> None:
    """A form field's validator: refuses what is_reckonable refuses."""
    if not is_reckonable(day):
        raise ValidationError(_("This date lies beyond the calendar."))
