"""What is supplied where: the account, the premise it serves and the meter that counts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models.people import Customer
from servicecenter.models import Region


class Premise(models.Model):
    """A place that is supplied."""

    address = models.CharField(max_length=300)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="premises")
    # Empty: as its region.
    area_class = models.CharField(max_length=10, choices=Region.AreaClass, blank=True)

    class Meta:
        indexes = [models.Index(fields=["address"], name="premise_by_address")]

    def __str__(self) -> str:
        return self.address

    @property
    def area(self) -> str:
        """The name of its area class."""
        return str(Region.AreaClass(self.area_class or self.region.area_class).label)


class Account(models.Model):
    """An agreement to supply one utility at one premise."""

    class Utility(models.TextChoices):
        WATER = "water", _("Water")
        POWER = "power", _("Electricity")
        GAS = "gas", _("Gas")
        HEAT = "heat", _("Heating")
        TRANSIT = "transit", _("Transit")

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Cut off")
        CLOSED = "closed", _("Closed")

    number = models.CharField(max_length=30, unique=True)
    utility = models.CharField(max_length=20, choices=Utility)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="accounts")
    premise = models.ForeignKey(Premise, on_delete=models.PROTECT, related_name="accounts")
    tariff = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.ACTIVE)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    # What is owed past its due date, as billing last told us.
    arrears = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    source = models.CharField(max_length=20, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    billing_id = models.CharField(max_length=80, unique=True, null=True, blank=True)
    billing_version = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number


class Meter(models.Model):
    """A device that counts, at a premise; for the account it counts for."""

    number = models.CharField(max_length=40)
    utility = models.CharField(max_length=20, choices=Account.Utility)
    premise = models.ForeignKey(Premise, on_delete=models.PROTECT, related_name="meters")
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="meters")
    installed_on = models.DateField(null=True, blank=True)
    removed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["utility", "number"], name="meter_once_per_utility")]

    def __str__(self) -> str:
        return self.number
