"""Reading, hiding and finding phone numbers and email addresses."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_possible_number, parse

from customers.models import ContactPoint, Customer


def read(written: str) -> tuple[str, str]:
    """Return (kind, normal form) of what somebody wrote: E.164 or lower-case address.

    Raises ValidationError in the reader's language. A number without a country code is read as one
    of settings.PHONE_REGION.
    """
    written = written.strip()
    if "@" in written:
        try:
            validate_email(written)
        except ValidationError as error:
            raise ValidationError(_("This email address is not complete.")) from error
        return ContactPoint.Kind.EMAIL, written.lower()
    try:
        number = parse(written, settings.PHONE_REGION)
    except NumberParseException as error:
        raise ValidationError(_("Write a phone number or an email address.")) from error
    if not is_possible_number(number):
        raise ValidationError(_("This phone number is too short or too long."))
    return ContactPoint.Kind.PHONE, format_number(number, PhoneNumberFormat.E164)


def mask(kind: str, value: str) -> str:
    """Enough to recognise it by, not enough to use it."""
    if kind == ContactPoint.Kind.EMAIL:
        name, _at, domain = value.partition("@")
        return f"{name[:1]}***@***.{domain.rpartition('.')[2]}"
    return f"**** *** {value[-3:]}"


def make(customer: Customer, kind: str, value: str, **fields) -> ContactPoint:
    """An unsaved contact point with its indexes. `value` is in normal form (see read)."""
    last4 = ContactPoint.last4_index(value) if kind == ContactPoint.Kind.PHONE else ""
    return ContactPoint(
        customer=customer,
        kind=kind,
        value=value,
        index_full=ContactPoint.full_index(kind, value),
        index_last4=last4,
        **fields,
    )


def having(kind: str, value: str) -> QuerySet[ContactPoint]:
    """Contact points with exactly this number or address."""
    return ContactPoint.objects.filter(kind=kind, index_full=ContactPoint.full_index(kind, value))


def found_by(typed: str) -> Q | None:
    """A condition on ContactPoint for what an agent typed: a whole number, an address or four last digits."""
    digits = "".join(char for char in typed if char.isdigit())
    if len(digits) == 4 and digits == typed.strip():
        return Q(index_last4=ContactPoint.last4_index(digits))
    try:
        kind, value = read(typed)
    except ValidationError:
        return None
    return Q(kind=kind, index_full=ContactPoint.full_index(kind, value))


def full_index_of(typed: str) -> str:
    """The blind index of what was typed, if it is a whole number or address; "" otherwise."""
    try:
        return ContactPoint.full_index(*read(typed))
    except ValidationError:
        return ""
