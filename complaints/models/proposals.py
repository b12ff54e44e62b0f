"""What one person proposes and a second one decides: not accepting, rejecting on file, measures and money."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from servicecenter.roles import ROLES


class Proposal(models.Model):
    """Open until somebody else approves it or sends it back. `kind` stands on the ticket while it is open."""

    class Kind(models.TextChoices):
        DECLINE = "decline", _("Not to be accepted")
        REJECT = "reject", _("To be rejected on file")
        MEASURES = "measures", _("Measures")
        MONEY = "money", pgettext_lazy("decision", "Money")  # more than who proposes it may give

    class Right(models.TextChoices):
        MEASURES = "measures", _("Measures")
        MONEY = "money", pgettext_lazy("decision", "Money")

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=20, choices=Kind)
    round = models.PositiveSmallIntegerField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("servicecenter.User", null=True, on_delete=models.SET_NULL, related_name="+")
    ground = models.ForeignKey("complaints.Reason", null=True, on_delete=models.PROTECT, related_name="+")
    # The explanation the customer will read, or the measures colleagues will take.
    words = models.TextField()
    facts = models.TextField(blank=True)
    where_to_go = models.TextField(blank=True)
    review_right = models.TextField(blank=True)
    # In the utility's currency.
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    money = models.ForeignKey("complaints.Reason", null=True, on_delete=models.PROTECT, related_name="+")
    done_by = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "servicecenter.User", null=True, on_delete=models.SET_NULL, related_name="decided_proposals"
    )
    opinion = models.TextField(blank=True)
    # Money on a matter whose measures need approval, too: the first of the two rights that was used, and by whom.
    half = models.CharField(max_length=10, choices=Right, blank=True)
    half_by = models.ForeignKey("servicecenter.User", null=True, on_delete=models.SET_NULL, related_name="+")
    half_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(approved=None), name="one_open_proposal_per_ticket")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ticket_id}"


class MoneyLimit(models.Model):
    """Up to which amount a role gives money away without asking, or approves what others propose."""

    role = models.CharField(_("role"), max_length=30, choices=list(ROLES.items()), unique=True)
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, null=True, blank=True, help_text=_("Empty: without a limit.")
    )

    class Meta:
        verbose_name = _("limit for money")
        verbose_name_plural = _("limits for money")
        ordering = ["amount", "role"]

    def __str__(self) -> str:
        return str(ROLES.get(self.role, self.role))
