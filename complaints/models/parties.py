"""Who has to do with a ticket besides its customer, in which role; and who of them may hear the answer."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PartyQuerySet(models.QuerySet):
    def standing(self) -> "PartyQuerySet":
        return self.filter(ended_at=None)

    def others(self) -> "PartyQuerySet":
        """Those besides the ticket's own customer."""
        return self.exclude(role=Party.Role.COMPLAINANT)

    def hearing(self, day: date) -> "PartyQuerySet":
        """Representatives whose authority was shown and holds on this day."""
        valid = Q(expires_on=None) | Q(expires_on__gte=day)
        return self.standing().filter(valid, role=Party.Role.REPRESENTATIVE, authority__isnull=False)


class Party(models.Model):
    """The ticket's own customer is its complainant, noted at receipt; the others are noted by hand."""

    class Role(models.TextChoices):
        COMPLAINANT = "complainant", _("Complainant")
        ACCOUNT_HOLDER = "account_holder", _("Account holder")
        AFFECTED = "affected", _("Affected")
        REPRESENTATIVE = "representative", _("Representative")
        INFORMANT = "informant", _("Informant")
        UPSTREAM = "upstream", _("Upstream body")

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=20, choices=Role)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    contact_point = models.ForeignKey(
        "customers.ContactPoint", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # A representative's: what kind, and until when (none = until it is withdrawn).
    authority = models.ForeignKey("complaints.Reason", null=True, on_delete=models.PROTECT, related_name="+")
    expires_on = models.DateField(null=True, blank=True)
    # How we know that they are who they say.
    verified = models.ForeignKey("complaints.Reason", null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(role="complainant", ended_at=None), name="one_complainant_per_ticket"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.ticket_id}"

    def may_hear(self, day: date) -> bool:
        """The answer is for the complainant and who may speak for them; for nobody else."""
        if self.role == self.Role.COMPLAINANT:
            return True
        shown = self.role == self.Role.REPRESENTATIVE and self.authority_id is not None and self.ended_at is None
        return shown and (self.expires_on is None or self.expires_on >= day)
