"""The customer's nouns."""

from customers.models.contact_points import Consent, ContactPoint
from customers.models.people import Account, Customer, Premise

__all__ = ["Account", "Consent", "ContactPoint", "Customer", "Premise"]
