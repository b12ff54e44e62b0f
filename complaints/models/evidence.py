"""The evidence: files sent along by a customer or kept by us."""

from django.db import models


class Attachment(models.Model):
    """Evidence. Kept under a random name outside the web root and never served as what it claims to be."""

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="attachments")
    event = models.ForeignKey("servicecenter.Event", null=True, on_delete=models.DO_NOTHING, related_name="+")
    name = models.CharField(max_length=150)
    stored = models.CharField(max_length=80, unique=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    # Only colleagues see it: evidence of ours, not sent by or to the customer.
    internal = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=30)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
