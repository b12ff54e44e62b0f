"""The person or organisation, the account they hold and the premise it serves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Customer(models.Model):
    """A person or an organisation. Not the account number and not the address: they may have several."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")

    class Standing(models.TextChoices):
        """What a policy may choose by. Important users are a supply-safety class, key accounts only rank."""

        ORDINARY = "ordinary", _("Ordinary")
        KEY_ACCOUNT = "key_account", _("Commercial key account")
        IMPORTANT_USER = "important_user", _("Important user")

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PERSON)
    name = models.CharField(max_length=200)
    standing = models.CharField(max_length=20, choices=Standing, default=Standing.ORDINARY)
    language = models.CharField(max_length=10, default="en")
    created_at = models.DateTimeField()
    # Where this record came from: web, phone, billing, replay …
    source = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["name"], name="customer_by_name")]

    def __str__(self) -> str:
        return self.name


class Premise(models.Model):
    """A place that is supplied."""

    address = models.CharField(max_length=300)
    region = models.ForeignKey("servicecenter.Region", on_delete=models.PROTECT, related_name="premises")

    class Meta:
        indexes = [models.Index(fields=["address"], name="premise_by_address")]

    def __str__(self) -> str:
        return self.address


class Account(models.Model):
    """An agreement to supply one utility at one premise."""

    class Utility(models.TextChoices):
        WATER = "water", _("Water")
        POWER = "power", _("Electricity")
        GAS = "gas", _("Gas")
        HEAT = "heat", _("Heating")
        TRANSIT = "transit", _("Transit")

    number = models.CharField(max_length=30, unique=True)
    utility = models.CharField(max_length=20, choices=Utility)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="accounts")
    premise = models.ForeignKey(Premise, on_delete=models.PROTECT, related_name="accounts")
    tariff = models.CharField(max_length=60, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.number
