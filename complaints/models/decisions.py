"""What is decided about a ticket on its way: more time, an order from above, what was found."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Extension(models.Model):
    """More time asked for a promise. Open until someone with the right grants or refuses it."""

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="extensions")
    clock = models.ForeignKey("complaints.Clock", on_delete=models.CASCADE, related_name="extensions")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("servicecenter.User", null=True, on_delete=models.SET_NULL, related_name="+")
    due_before = models.DateTimeField()
    due_at = models.DateTimeField()
    why = models.TextField()
    # Said to the customer when it is granted.
    words = models.TextField()
    granted = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("servicecenter.User", null=True, on_delete=models.SET_NULL, related_name="+")
    opinion = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(granted=None), name="one_open_extension_per_ticket")
        ]

    def __str__(self) -> str:
        return f"extension of {self.clock_id}"


class Supervision(models.Model):
    """An order from above (督办): what, by when. Stands out until it is answered; its clock is its own."""

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="supervisions")
    what = models.TextField()
    due_at = models.DateTimeField()
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey("servicecenter.User", null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["ordered_at"]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(answered_at=None), name="one_open_order_per_ticket")
        ]

    def __str__(self) -> str:
        return f"order on {self.ticket_id}"


class Finding(models.Model):
    """What the investigation of a round found. The latest of a round counts; earlier ones stay in the trail."""

    class Verdict(models.TextChoices):
        UPHELD = "upheld", _("Upheld")
        PARTLY = "partly", _("Partly upheld")
        NOT_UPHELD = "not_upheld", _("Not upheld")

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="findings")
    round = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    cause = models.ForeignKey("complaints.Reason", on_delete=models.PROTECT, related_name="+")
    responsible = models.ForeignKey("servicecenter.Team", null=True, on_delete=models.PROTECT, related_name="+")
    facts = models.TextField()
    can_recur = models.BooleanField(default=False)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["round"]
        constraints = [models.UniqueConstraint(fields=["ticket", "round"], name="one_finding_per_round")]

    def __str__(self) -> str:
        return f"{self.verdict} {self.ticket_id}"
