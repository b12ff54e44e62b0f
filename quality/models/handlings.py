"""What the trail says of each ticket's rounds and hand-overs, laid out so that figures can be counted from it.

Every row is told from the trail (retelling.py) and can be told again; nothing else writes here.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Handling(models.Model):
    """One round of one ticket, ended by an answer or a withdrawal: whose work it was and what came of it."""

    class Reached(models.TextChoices):
        """What became of the callback."""

        REACHED = "reached", _("Reached")
        REFUSED = "refused", _("Refused to answer")
        UNREACHABLE = "unreachable", _("Unreachable")
        WAIVED = "waived", _("Waived")

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="handlings")
    round = models.PositiveSmallIntegerField()
    # The move that ended it: reply, answer, decline, reject, withdraw …
    how = models.CharField(max_length=30)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True)
    team = models.ForeignKey("servicecenter.Team", null=True, on_delete=models.PROTECT, related_name="+")
    handler = models.ForeignKey("servicecenter.User", null=True, on_delete=models.PROTECT, related_name="+")
    # The customer's last word on it, by the link in our message or on the callback; 5 is the best of five levels.
    said_at = models.DateTimeField(null=True)
    said_by = models.CharField(max_length=10, blank=True)
    result = models.PositiveSmallIntegerField(null=True)
    service = models.PositiveSmallIntegerField(null=True)
    solved = models.BooleanField(null=True)
    callback = models.CharField(max_length=12, choices=Reached, blank=True)
    callback_at = models.DateTimeField(null=True)
    # The survey sent after the answer, until when it could be answered, and when it first was.
    surveyed_at = models.DateTimeField(null=True)
    survey_until = models.DateTimeField(null=True)
    survey_said_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["ticket", "round"]
        constraints = [models.UniqueConstraint(fields=["ticket", "round"], name="handling_once_per_round")]
        indexes = [
            models.Index(fields=["ended_at", "begun_at"], name="handling_ended"),
            models.Index(fields=["said_at"], condition=Q(said_at__isnull=False), name="handling_said"),
            models.Index(fields=["surveyed_at"], condition=Q(surveyed_at__isnull=False), name="handling_surveyed"),
            models.Index(fields=["callback_at"], condition=Q(callback_at__isnull=False), name="handling_called"),
        ]

    def __str__(self) -> str:
        return f"round {self.round} of {self.ticket_id}"


class Assignment(models.Model):
    """A ticket given to a department or team, by a dispatch or a ruling, and whether it came back."""

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="assignments")
    # The event that gave it: each once, however often it is told.
    event = models.BigIntegerField(unique=True)
    round = models.PositiveSmallIntegerField()
    team = models.ForeignKey("servicecenter.Team", null=True, on_delete=models.PROTECT, related_name="+")
    handler = models.ForeignKey("servicecenter.User", null=True, on_delete=models.PROTECT, related_name="+")
    # Who gave it: a misrouting is theirs, not the department's.
    given_by = models.ForeignKey("servicecenter.User", null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)
    ruled_wrong = models.BooleanField(default=False)

    class Meta:
        ordering = ["given_at", "pk"]
        indexes = [models.Index(fields=["given_at"], name="assignment_given")]

    def __str__(self) -> str:
        return f"{self.ticket_id} to {self.team_id}"
