"""A review by somebody outside: an ombudsman, a regulator, a court. Their number, their clock, their decision."""

from django.db import models
from django.db.models import Q


class ExternalReview(models.Model):
    """While it is open the ticket is under legal hold. One open review at a time; earlier ones stay."""

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="external_reviews")
    body = models.ForeignKey("complaints.Reason", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=80, blank=True)
    asked = models.TextField()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    comply_by = models.DateTimeField(null=True, blank=True)
    complied_at = models.DateTimeField(null=True, blank=True)
    proof = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(closed_at=None), name="one_open_external_review")
        ]

    def __str__(self) -> str:
        return f"external review of {self.ticket_id}"
