"""What one team asks of another on a ticket: a co-handler's part, which the reply waits for, or a question."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

OPEN_TASK = Q(answered_at=None, waived_at=None)


class TaskQuerySet(models.QuerySet):
    def open(self) -> "TaskQuerySet":
        return self.filter(OPEN_TASK)


class Task(models.Model):
    """One team's own question, due time and answer. The lead alone speaks to the customer."""

    class Kind(models.TextChoices):
        CO_HANDLING = "co_handling", _("Co-handling")
        QUESTION = "question", _("Question")

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="tasks")
    team = models.ForeignKey("servicecenter.Team", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    what = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("servicecenter.User", null=True, on_delete=models.SET_NULL, related_name="+")
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("servicecenter.User", null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.TextField(blank=True)
    # Given up: waived by name, or of no more use once the customer had their answer.
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_by = models.ForeignKey("servicecenter.User", null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "team"], condition=OPEN_TASK, name="one_open_task_per_team")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ticket_id} {self.team_id}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.waived_at is None

    def is_late(self, now: datetime) -> bool:
        return self.is_open and self.due_at < now
