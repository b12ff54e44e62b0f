"""What one shift tells the next: written once, signed by whoever takes over."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Handover(models.Model):
    """A page of the log. `facts`: what the system knew then, as {sort: [[ticket, due or null], …]}; ids, no words."""

    region = models.ForeignKey(
        "servicecenter.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_by = models.ForeignKey("servicecenter.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    words = models.TextField()
    absent = models.TextField(blank=True)
    sites = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    read_by = models.ForeignKey("servicecenter.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(blank=True)

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [
            models.CheckConstraint(
                condition=Q(read_by=None, read_at=None) | Q(read_by__isnull=False, read_at__isnull=False),
                name="handover_read_by_somebody_sometime",
            ),
            models.CheckConstraint(
                condition=Q(read_by=None) | ~Q(read_by=F("written_by")), name="handover_read_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written_at:%F %H:%M}"
