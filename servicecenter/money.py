"""Amounts of money as people read them, and between what people write and whole minor units. Never a float."""

from decimal import Decimal

from django.conf import settings

# Currencies in use, by ISO 4217, and how many digits follow the point where it is not two.
_CODES = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY"
    " COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR"
    " ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK"
    " MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF"
    " SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU"
    " UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
_WITHOUT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
CODES = frozenset(_CODES.split())
DIGITS = {**dict.fromkeys(_WITHOUT.split(), 0), **dict.fromkeys(_THREE.split(), 3)}


def say_money(amount: Decimal | None) -> str:
    """¥1,234.50; nothing for no amount."""
    return "" if amount is None else f"{settings.CURRENCY_SIGN}{amount:,.2f}"


def digits_of(currency: str) -> int:
    return DIGITS.get(currency, 2)


def major(minor: int, currency: str) -> Decimal:
    """123450 CNY as 1234.50."""
    return Decimal(minor).scaleb(-digits_of(currency))


def minor(amount: Decimal, currency: str) -> int:
    """1234.5 CNY as 123450. Raises ValueError for more digits than the currency has."""
    scaled = amount.scaleb(digits_of(currency))
    if scaled != scaled.to_integral_value():
        raise ValueError(amount)
    return int(scaled)


def say_minor(amount: int | None, currency: str) -> str:
    """¥1,234.50 in the house's own currency, KWD 1.250 in another; nothing for no amount."""
    if amount is None:
        return ""
    sign = settings.CURRENCY_SIGN if currency == settings.CURRENCY else f"{currency}\u00a0"
    return f"{'−' if amount < 0 else ''}{sign}{major(abs(amount), currency):,.{digits_of(currency)}f}"
