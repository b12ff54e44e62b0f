"""Amounts in the utility's one currency, as people read them."""

from decimal import Decimal

from django.conf import settings


def say_money(amount: Decimal | None) -> str:
    """¥1,234.50; nothing for no amount."""
    return "" if amount is None else f"{settings.CURRENCY_SIGN}{amount:,.2f}"
