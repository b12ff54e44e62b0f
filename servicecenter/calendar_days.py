"""Days people type: those no clock can be set to are refused in words, before any arithmetic meets them."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

EARLIEST, LATEST = date(1900, 1, 1), date(9000, 1, 1)


def check_day(day: date) -> None:
    """A form field's validator: a day with room for a zone and a period on both sides."""
    if not EARLIEST <= day <= LATEST:
        raise ValidationError(_("This date lies beyond the calendar."))
