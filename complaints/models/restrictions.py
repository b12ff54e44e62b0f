"""A customer who abused our people writes to us for a time instead of calling."""

from django.db import models
from django.db.models import Q


class Restriction(models.Model):
    """Imposed by a supervisor on evidence, until a date, told by letter. What it never touches: restrictions.py."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="restrictions")
    evidence = models.ManyToManyField("complaints.Contact", related_name="+")
    imposed_by = models.ForeignKey("servicecenter.User", on_delete=models.PROTECT, related_name="+")
    imposed_at = models.DateTimeField()
    until = models.DateTimeField()
    why = models.TextField()
    letter = models.TextField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=models.F("imposed_at")), name="restriction_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} until {self.until:%F}"
