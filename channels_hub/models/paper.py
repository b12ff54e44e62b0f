"""A letter on paper: what was promised to somebody whom no mail reaches, until it is posted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PaperLetter(models.Model):
    """What it says is written anew each time from its event, in `language`; where to is read when it is printed."""

    event = models.ForeignKey("servicecenter.Event", on_delete=models.DO_NOTHING, related_name="+")
    # Empty: about the customer, not about one matter.
    ticket = models.ForeignKey("complaints.Ticket", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    template = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    queued_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True, blank=True)
    posted_by = models.ForeignKey(
        "servicecenter.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("letter on paper")
        verbose_name_plural = _("letters on paper")
        constraints = [models.UniqueConstraint(fields=["event", "customer"], name="one_paper_letter_per_event")]
        indexes = [models.Index(fields=["queued_at"], condition=Q(posted_at=None), name="letter_to_post")]

    def __str__(self) -> str:
        return f"{self.template} {self.queued_at:%F}"
