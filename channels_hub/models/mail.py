"""Inbound: raw bytes before anyone reads them. Outbound: one message to one recipient on one channel."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.choices import channel_words
from servicecenter.crypto import EncryptedBytesField


class Inbound(models.Model):
    """What a door received, byte for byte, encrypted. The same message twice is one row."""

    channel = models.CharField(max_length=20)
    source_id = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    raw = EncryptedBytesField()
    received_at = models.DateTimeField()
    ticket = models.ForeignKey("complaints.Ticket", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Why it could not be read; empty when it could.
    quarantine = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "source_id", "digest"], name="inbound_once")]

    def __str__(self) -> str:
        return f"{self.channel} {self.received_at:%F %T}"


class Outbound(models.Model):
    """Handed to the provider at most once. What is uncertain is *unknown* and waits for a person."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        IN_FLIGHT = "in_flight", _("In flight")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        UNKNOWN = "unknown", _("Delivery unknown")

    event = models.ForeignKey("servicecenter.Event", on_delete=models.DO_NOTHING, related_name="+")
    # Empty: about the customer, not about one matter.
    ticket = models.ForeignKey("complaints.Ticket", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=20)
    # To a customer's contact point or to a colleague; exactly one. The address itself stays where it is kept.
    contact_point = models.ForeignKey(
        "customers.ContactPoint", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey("servicecenter.User", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    template = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField()
    # Surely not handed over so far: tried again then.
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "channel", "contact_point"],
                condition=Q(contact_point__isnull=False),
                name="outbound_once_customer",
            ),
            models.UniqueConstraint(
                fields=["event", "channel", "user"],
                condition=Q(user__isnull=False),
                name="outbound_once_colleague",
            ),
            models.CheckConstraint(
                condition=Q(contact_point__isnull=False, user__isnull=True)
                | Q(contact_point__isnull=True, user__isnull=False),
                name="outbound_one_recipient",
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state__in=["queued", "in_flight"]), name="outbound_waiting")]

    def __str__(self) -> str:
        return f"{channel_words(self.channel)} · {self.get_state_display()}"
