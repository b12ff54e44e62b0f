"""Verbs of the customer: recognised or made, and agreed to."""

from datetime import datetime

from customers import contact_points
from customers.models import Consent, ContactPoint, Customer


def recognise_customer(
    name: str, written_contact: str, *, at: datetime, source: str, language: str
) -> tuple[Customer, ContactPoint | None]:
    """The customer with this name and contact point, or a new one.

    Same number and another name is another person: a family shares a phone, not its complaints.
    Raises ValidationError when the contact can be read neither as phone nor as email.
    """
    name = " ".join(name.split())
    if not written_contact.strip():
        return Customer.objects.create(name=name, created_at=at, source=source, language=language), None
    kind, value = contact_points.read(written_contact)
    for point in contact_points.having(kind, value).select_related("customer").order_by("pk"):
        if not name or point.customer.name.casefold() == name.casefold():
            return point.customer, point
    customer = Customer.objects.create(name=name, created_at=at, source=source, language=language)
    point = contact_points.make(customer, kind, value, preferred=True, created_at=at)
    point.save(force_insert=True)
    return customer, point


def give_consent(customer: Customer, purpose: str, *, at: datetime, source: str) -> Consent:
    return Consent.objects.create(customer=customer, purpose=purpose, given_at=at, source=source)
