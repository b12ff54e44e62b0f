"""The cause behind a complaint put right (整改): opened by a finding that it can happen again; outlives the file."""

from django.db import models
from django.db.models import Q


class RectificationQuerySet(models.QuerySet):
    def standing(self) -> "RectificationQuerySet":
        """Not seen to by anybody else yet: to be done, or done and not verified."""
        return self.filter(verified_at=None)


class Rectification(models.Model):
    """What the responsible department does so that it does not come again. Archiving the ticket does not end it."""

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="rectifications")
    round = models.PositiveSmallIntegerField()
    team = models.ForeignKey("servicecenter.Team", null=True, on_delete=models.PROTECT, related_name="+")
    cause = models.ForeignKey("complaints.Reason", on_delete=models.PROTECT, related_name="+")
    # What is to be done; the department may still have to say.
    measure = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("servicecenter.User", null=True, on_delete=models.PROTECT, related_name="+")
    evidence = models.TextField(blank=True)
    # Somebody else has looked whether it holds.
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey("servicecenter.User", null=True, on_delete=models.PROTECT, related_name="+")

    objects = RectificationQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["ticket", "round"], name="one_rectification_per_round")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(verified_at=None), name="rectification_standing"),
            models.Index(fields=["team"], condition=Q(verified_at=None), name="rectification_of_team"),
        ]

    def __str__(self) -> str:
        return f"rectification of {self.ticket_id}"

    @property
    def subject(self) -> str:
        """What its present clock is about; one found not to hold gets a clock anew."""
        return f"rectify:{self.pk}:{self.failures}" if self.failures else f"rectify:{self.pk}"
