"""The person or organisation, and what is known of them besides accounts: tags, care, where a fact comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from servicecenter.labels import Labelled


class Tag(Labelled):
    """A word of the house for customers it wants to find together. Editable data."""

    code = models.SlugField(unique=True, max_length=40)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("customer tag")
        verbose_name_plural = _("customer tags")
        ordering = ["code"]


NOT_ORDINARY = ["key_account", "important_user"]


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
    # With us since; empty when no account says so.
    since = models.DateField(null=True, blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="customers")
    created_at = models.DateTimeField()
    # Where this record came from: web, phone, billing, replay …
    source = models.CharField(max_length=20)
    # The billing system's own id of it and the version it last told us; without one it does not know them.
    billing_id = models.CharField(max_length=80, unique=True, null=True, blank=True)
    billing_version = models.BigIntegerField(default=0)

    # Made a moment ago, in this process: nothing of theirs can have come before; no column.
    is_new = False

    class Meta:
        indexes = [
            models.Index(fields=["name"], name="customer_by_name"),
            models.Index(fields=["id"], condition=models.Q(standing__in=NOT_ORDINARY), name="customer_not_ordinary"),
        ]

    def __str__(self) -> str:
        return self.name


class Confirmation(models.Model):
    """Where one field of a customer comes from, when it was last confirmed and what it is for.

    A field without a row has the source and the date of the customer's record.
    """

    class Field(models.TextChoices):
        NAME = "name", _("Name")
        LANGUAGE = "language", _("Language")
        STANDING = "standing", _("Standing")
        ADDRESS = "address", _("Address")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="confirmations")
    field = models.CharField(max_length=20, choices=Field)
    source = models.CharField(max_length=20)
    purpose = models.CharField(max_length=40, default="handle_request")
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["field"]
        constraints = [models.UniqueConstraint(fields=["customer", "field"], name="field_confirmed_once")]

    def __str__(self) -> str:
        return f"{self.field} {self.confirmed_at:%F}"


class CareKind(Labelled):
    """A reason for particular care: an infant in the household, a machine that keeps somebody alive. Editable data."""

    code = models.SlugField(unique=True, max_length=40)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        verbose_name = _("reason for care")
        verbose_name_plural = _("reasons for care")
        ordering = ["position", "code"]


class Care(models.Model):
    """This household needs particular care, for this reason: said by whom, confirmed when, to be asked again by."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="cares")
    kind = models.ForeignKey(CareKind, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=20)
    confirmed_at = models.DateTimeField()
    confirm_by = models.DateField(null=True, blank=True)
    # A need that is over is dated, not deleted.
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind"], condition=models.Q(ended_at=None), name="one_living_care_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} of {self.customer_id}"


class Entry(models.Model):
    """What a customer is found by, as tokens with spaces between them. Written by customers/index.py only."""

    customer = models.OneToOneField(Customer, primary_key=True, on_delete=models.CASCADE, related_name="entry")
    words = models.TextField()

    def __str__(self) -> str:
        return f"entry of {self.customer_id}"
