"""Fields for what a program sends about money: nothing guessed, nothing rounded, nothing unknown passed over."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

MOST_MINOR = 10**15  # minor units: more is a slip
MOST_VERSION = 2**63 - 1
ID = r"^[A-Za-z0-9][A-Za-z0-9._:~-]{0,79}$"


class Text(serializers.CharField):
    """A text and nothing else: a number where a name belongs is a mistake."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A whole number as JSON writes it: no text, no fraction, no yes or no."""

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class Reading(serializers.DecimalField):
    """A meter's count as a text or a whole number: a float would not be what the meter showed."""

    def __init__(self, **kwargs):
        super().__init__(max_digits=14, decimal_places=3, **kwargs)

    def to_internal_value(self, data: Any) -> Decimal:
        if not isinstance(data, str | int) or isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class StrictSerializer(serializers.Serializer):
    """A field that is not known is refused: ignored, it would be lost."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if isinstance(data, dict) and (unknown := set(data) - set(self.fields)):
            names = sorted(one.encode("utf-8", "replace").decode().replace("\0", "")[:100] for one in unknown)
            raise serializers.ValidationError({name: [_("There is no such field.")] for name in names})
        return super().to_internal_value(data)
