"""Contacts with customers, whether or not they make a ticket; the drafts of calls; the words kinds are known by."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.choices import Channel, Nature, Priority
from servicecenter.crypto import EncryptedTextField


class ContactQuerySet(models.QuerySet):
    def recorded(self) -> "ContactQuerySet":
        """Those that are over; one that is still going on is a draft."""
        return self.filter(ended_at__isnull=False)


class Contact(models.Model):
    """One call, visit, letter, chat or message: with whom, when, by whom, how it ended, and 0 to n tickets."""

    class Direction(models.TextChoices):
        IN = "in", _("From the customer")
        OUT = "out", _("To the customer")

    channel = models.CharField(max_length=20, choices=Channel)
    direction = models.CharField(max_length=3, choices=Direction, default=Direction.IN)
    agent = models.ForeignKey(
        "servicecenter.User", null=True, blank=True, on_delete=models.PROTECT, related_name="contacts"
    )
    client = models.ForeignKey(
        "servicecenter.ApiClient", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey(
        "servicecenter.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    customer = models.ForeignKey(
        "customers.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="contacts"
    )
    contact_point = models.ForeignKey(
        "customers.ContactPoint", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField()
    # None: it is going on.
    ended_at = models.DateTimeField(null=True, blank=True)
    wrapped_at = models.DateTimeField(null=True, blank=True)
    waited_seconds = models.PositiveIntegerField(null=True, blank=True)
    outcome = models.ForeignKey("complaints.Reason", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    tickets = models.ManyToManyField("complaints.Ticket", blank=True, related_name="contacts")
    # Scripted warnings given to an abusive caller; the recording of such a call is not deleted with the others.
    warnings = models.PositiveSmallIntegerField(default=0)
    keep_recording = models.BooleanField(default=False)
    source = models.CharField(max_length=20)
    # Nobody logged it: it was made of what happened (contacts_made.py), once.
    event = models.OneToOneField(
        "servicecenter.Event", null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+"
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-started_at", "-id"], name="contact_newest"),
            models.Index(fields=["customer", "-started_at"], name="contact_of_customer"),
            models.Index(fields=["agent", "-started_at"], name="contact_of_agent"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.started_at:%F %H:%M}"

    @property
    def talked(self) -> timedelta | None:
        return self.ended_at - self.started_at if self.ended_at else None

    @property
    def after_call(self) -> timedelta | None:
        """From the end of the talk to the agent's being free again."""
        return self.wrapped_at - self.ended_at if self.wrapped_at and self.ended_at else None


class Verification(models.Model):
    """How an agent made sure of who is calling, in this contact: what account facts may be told on."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="verifications")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="verifications")
    method = models.ForeignKey("complaints.Reason", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("servicecenter.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["by", "customer", "-at"], name="verified_by_whom")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.at:%F %H:%M}"


class Draft(models.Model):
    """A call half written, kept on the server as the agent types: it survives a browser and a session."""

    key = models.UUIDField(unique=True)
    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="draft")
    # What was typed, as JSON: names and numbers of people, hence sealed.
    typed = EncryptedTextField()
    kept_at = models.DateTimeField()
    discarded_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.key)


class Cue(models.Model):
    """Words by which a category, a nature or a priority is recognised in what a customer says. Editable data."""

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        CHINESE = "zh-hans", _("Simplified Chinese")

    category = models.ForeignKey(
        "complaints.Category", null=True, blank=True, on_delete=models.CASCADE, related_name="cues"
    )
    nature = models.CharField(max_length=20, choices=Nature, blank=True)
    priority = models.CharField(max_length=20, choices=Priority, blank=True)
    language = models.CharField(max_length=10, choices=Language)
    phrase = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("telling word")
        verbose_name_plural = _("telling words")
        ordering = ["language", "phrase", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "language", "phrase"], condition=Q(category__isnull=False),
                name="cue_once_per_category",
            ),
            models.UniqueConstraint(
                fields=["nature", "priority", "language", "phrase"], condition=Q(category=None),
                name="cue_once_per_nature_or_priority",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.phrase

    def clean(self) -> None:
        if sum(map(bool, (self.category_id, self.nature, self.priority))) != 1:
            raise ValidationError(_("Say what it tells: a category, a nature or a priority – one of them."))
