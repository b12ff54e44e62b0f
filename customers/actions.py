"""Verbs of the customer: recognised or made, agreed to, cared for."""

from datetime import date, datetime

from customers import contact_points, index
from customers.models import Care, CareKind, Confirmation, Consent, ContactPoint, Customer


def recognise_customer(
    name: str, written_contact: str, *, at: datetime, source: str, language: str
) -> tuple[Customer, ContactPoint | None]:
    """The customer with this name and contact point, or a new one.

    Same number and another name is another person: a family shares a phone, not its complaints.
    Raises ValidationError when the contact can be read neither as phone nor as email.
    """
    name = " ".join(name.split())
    if not written_contact.strip():
        customer = _make(name, at, source, language)
        index.write_new(customer, [])
        return customer, None
    kind, value = contact_points.read(written_contact)
    for point in contact_points.having(kind, value).select_related("customer").order_by("pk"):
        if not name or point.customer.name.casefold() == name.casefold():
            return point.customer, point
    customer = _make(name, at, source, language)
    point = contact_points.make(customer, kind, value, preferred=True, created_at=at, source=source, confirmed_at=at)
    point.save(force_insert=True)
    index.write_new(customer, [point])
    return customer, point


def _make(name: str, at: datetime, source: str, language: str) -> Customer:
    customer = Customer.objects.create(name=name, created_at=at, source=source, language=language)
    customer.is_new = True
    return customer


def add_contact(customer: Customer, written_contact: str, *, at: datetime, source: str) -> ContactPoint:
    """A known customer's further phone number or address, or the one they have already.

    Raises ValidationError when it can be read neither as phone nor as email.
    """
    kind, value = contact_points.read(written_contact)
    known = contact_points.having(kind, value).filter(customer=customer).first()
    if known:
        return known
    point = contact_points.make(customer, kind, value, created_at=at, source=source, confirmed_at=at)
    point.save(force_insert=True)
    index.refresh([customer.pk])
    return point


def give_consent(customer: Customer, purpose: str, *, at: datetime, source: str) -> Consent:
    return Consent.objects.create(customer=customer, purpose=purpose, given_at=at, source=source)


def note_care(customer: Customer, kind: CareKind, *, at: datetime, source: str, confirm_by: date | None = None) -> Care:
    """The household needs particular care; said again, it is confirmed again."""
    care, _made = Care.objects.update_or_create(
        customer=customer, kind=kind, ended_at=None,
        defaults={"source": source, "confirmed_at": at, "confirm_by": confirm_by},
    )  # fmt: skip
    return care


def confirm_field(customer: Customer, field: str, *, at: datetime, source: str) -> Confirmation:
    """Say where a field's present value comes from and that it holds at this moment."""
    row, _made = Confirmation.objects.update_or_create(
        customer=customer, field=field, defaults={"source": source, "confirmed_at": at}
    )
    return row
