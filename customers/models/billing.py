"""What the billing system tells us of money: bills and payments, each under its own id and version there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models.supply import Account


class Bill(models.Model):
    """What an account is asked to pay for a period. Amounts are whole minor units of the currency, never fractions."""

    class State(models.TextChoices):
        ISSUED = "issued", _("Issued")
        CANCELLED = "cancelled", _("Cancelled")

    billing_id = models.CharField(max_length=80, unique=True)
    billing_version = models.BigIntegerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="bills")
    number = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.ISSUED)
    period_from = models.DateField()
    period_to = models.DateField()
    issued_on = models.DateField()
    due_on = models.DateField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    # The meter's own count at both ends, as billing read it; empty when nothing was metered.
    meter = models.CharField(max_length=40, blank=True)
    reading_from = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    reading_to = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    unit = models.CharField(max_length=12, blank=True)
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["-period_to", "-pk"]
        indexes = [models.Index(fields=["account", "-period_to", "-id"], name="bills_newest_first")]

    def __str__(self) -> str:
        return self.number


class Payment(models.Model):
    """Money that came in for an account, for one bill or on account; taken back it is reversed, not deleted."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Paid in")
        REVERSED = "reversed", _("Reversed")

    # The usual ways to pay, shown in the reader's language; any other word is shown as billing sent it.
    METHODS = {
        "transfer": _("Bank transfer"),
        "direct_debit": _("Direct debit"),
        "card": _("Bank card"),
        "cash": _("Cash"),
        "alipay": _("Alipay"),
        "wechat": _("WeChat Pay"),
    }

    billing_id = models.CharField(max_length=80, unique=True)
    billing_version = models.BigIntegerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="payments")
    bill = models.ForeignKey(Bill, null=True, on_delete=models.PROTECT, related_name="payments")
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    paid_on = models.DateField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    method = models.CharField(max_length=40, blank=True)
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["-paid_on", "-pk"]
        indexes = [models.Index(fields=["account", "-paid_on", "-id"], name="payments_newest_first")]

    def __str__(self) -> str:
        return self.billing_id

    @property
    def method_words(self) -> str:
        return str(self.METHODS.get(self.method, self.method))
