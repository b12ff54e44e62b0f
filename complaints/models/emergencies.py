"""Danger on the line: the card whose order is fixed, and the call in which it was read out."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.catalogue import Category
from servicecenter.crypto import EncryptedTextField
from servicecenter.labels import Labelled, pick
from servicecenter.models import Team, User


class SafetyCard(Labelled):
    """What is said to someone in danger, step by step. Approved by the operator's engineer before it is used."""

    code = models.SlugField(unique=True)
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Who goes unless somebody else is chosen.
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # [{"en": …, "zh-hans": …}, …] in the order in which they are said.
    steps = models.JSONField()
    version = models.PositiveSmallIntegerField(default=1)
    approved_by = models.CharField(max_length=120, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        verbose_name = _("safety card")
        verbose_name_plural = _("safety cards")
        ordering = ["position", "code"]

    approval_ended = False  # by this very change

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With other steps the approval ends and a version begins: nobody has approved words not yet seen."""
        if self.pk and not kwargs.get("update_fields"):
            self._withdraw_approval()
        super().save(*args, **kwargs)

    def _withdraw_approval(self) -> None:
        before = SafetyCard.objects.filter(pk=self.pk).first()
        if before is None or before.steps == self.steps:
            return
        if self.version == before.version:
            self.version += 1
        if (self.approved_by, self.approved_on) == (before.approved_by, before.approved_on):
            self.approval_ended = bool(before.approved_by or before.approved_on)
            self.approved_by, self.approved_on = "", None

    @property
    def lines(self) -> list[str]:
        return [pick(step) for step in self.steps]


class EmergencyCall(models.Model):
    """One call about danger, kept from its first second: nothing is lost when the line or the browser is."""

    card = models.ForeignKey(SafetyCard, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # The call in which the danger was heard, while it is half written.
    draft = models.ForeignKey("complaints.Draft", null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField()
    # Step → the moment it was said.
    said = models.JSONField(default=dict)
    place = models.CharField(max_length=300, blank=True)
    callback = EncryptedTextField()
    hazard = models.TextField(blank=True)
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")
    # Which of the three facts the crew has said back.
    read_back = models.JSONField(default=list)
    # [{"at": …, "reached": …}]: ringing back after the line dropped.
    attempts = models.JSONField(default=list)
    ticket = models.ForeignKey(
        "complaints.Ticket", null=True, on_delete=models.SET_NULL, related_name="emergency_calls"
    )
    dispatched_at = models.DateTimeField(null=True)
    # As it stands in the log of contacts, from its end on.
    contact = models.OneToOneField(
        "complaints.Contact", null=True, on_delete=models.SET_NULL, related_name="emergency_call"
    )

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["agent", "-started_at"])]

    def __str__(self) -> str:
        return f"call {self.pk}"

    @property
    def is_untouched(self) -> bool:
        known = (self.said, self.place, self.hazard, self.callback, self.attempts, self.ticket_id, self.contact_id)
        return not any(known)
