"""A colleague named in a note, until they have seen it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mention(models.Model):
    """`event`: the note's. Unseen ones are in the person's list of work."""

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="mentions")
    event = models.ForeignKey("servicecenter.Event", on_delete=models.DO_NOTHING, related_name="+")
    user = models.ForeignKey("servicecenter.User", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="mentioned_once_in_a_note")]
        indexes = [
            models.Index(fields=["user", "ticket"], condition=Q(seen_at=None), name="mention_unseen"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.ticket_id}"
