"""How a customer is reached: encrypted, yet found by the whole number, its last four digits or the address."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models.people import Customer
from servicecenter.crypto import EncryptedTextField, blind_index


class ContactPoint(models.Model):
    """A phone (E.164) or an email address (lower case). Build it with contact_points.make."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone")
        EMAIL = "email", _("Email")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=10, choices=Kind)
    value = EncryptedTextField()
    index_full = models.CharField(max_length=64, db_index=True)
    index_last4 = models.CharField(max_length=64, blank=True, db_index=True)
    preferred = models.BooleanField(default=False)
    # When they like to be reached, in their own words.
    hours = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    source = models.CharField(max_length=20, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "kind", "index_full"], name="contact_point_once_per_customer")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.customer_id}"

    @staticmethod
    def full_index(kind: str, value: str) -> str:
        return blind_index(f"contact:{kind}", value)

    @staticmethod
    def last4_index(value: str) -> str:
        return blind_index("contact:last4", value[-4:])


class Consent(models.Model):
    """What the customer agreed to, when and by which words. Withdrawn is a date, not a deletion."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=20)

    def __str__(self) -> str:
        return f"{self.purpose} {self.given_at:%F}"
