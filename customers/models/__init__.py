"""The customer's nouns."""

from customers.models.billing import Bill, Payment
from customers.models.contact_points import Consent, ContactPoint
from customers.models.people import NOT_ORDINARY, Care, CareKind, Confirmation, Customer, Entry, Tag
from customers.models.supply import Account, Meter, Premise

__all__ = [
    "NOT_ORDINARY",
    "Account",
    "Bill",
    "Care",
    "CareKind",
    "Confirmation",
    "Consent",
    "ContactPoint",
    "Customer",
    "Entry",
    "Meter",
    "Payment",
    "Premise",
    "Tag",
]
