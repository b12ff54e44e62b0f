"""What happened (never changed), the words that go with it (erasable), and who must still hear of it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from servicecenter import trail_words


class Event(models.Model):
    """One fact. Payload holds ids, codes, numbers and salted digests; never names or words.

    Written by trail.record and by nothing else; the database refuses UPDATE and DELETE (guards.py).
    """

    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    # No foreign key: the fact outlives the account.
    actor_id = models.BigIntegerField(null=True)
    actor_role = models.CharField(max_length=30)
    source = models.CharField(max_length=20)
    request_id = models.CharField(max_length=40, blank=True)
    payload = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_of_subject"),
            models.Index(fields=["kind", "at"], name="event_by_kind"),
            # When somebody was last seen at work.
            models.Index(fields=["actor_id", "id"], name="event_by_actor", condition=Q(actor_id__isnull=False)),
        ]

    def __str__(self) -> str:
        about = f"{trail_words.subject(self.subject_type)} {self.subject_id or ''}".strip()
        return f"{trail_words.kind(self.kind)} · {about}"


class EventText(models.Model):
    """Words and names of an event. Erasing deletes the row; the event keeps only a salted digest."""

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.DO_NOTHING, related_name="words")
    salt = models.CharField(max_length=32)
    text = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"words of {self.event_id}"


class Outbox(models.Model):
    """This subscriber has yet to hear this event. The row goes when it has; one that keeps failing stays visible."""

    event = models.ForeignKey(Event, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    subscriber = models.CharField(max_length=60)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    poisoned_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("undelivered event")
        verbose_name_plural = _("outbox")
        constraints = [models.UniqueConstraint(fields=["event", "subscriber"], name="outbox_once_per_subscriber")]
        indexes = [
            models.Index(fields=["next_attempt_at", "id"], condition=Q(poisoned_at__isnull=True), name="outbox_due")
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} · {self.event}"
