"""Whom a complaint is about: a colleague by name or badge, a department, or nobody anyone knows yet."""

from django.db import models
from django.db.models import Q

from servicecenter.models import Team, User


class Named(models.Model):
    """One person or department a ticket names. A known person, their team and their line never see the ticket."""

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="named")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    # The department complained about: it may handle the matter without learning how to reach the customer.
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    # Name or badge as the customer said it, or "unknown".
    words = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "user"], condition=Q(user__isnull=False), name="named_once")
        ]

    def __str__(self) -> str:
        return str(self.user or self.team or self.words)
