"""What we ask of billing because of a ticket: a refund, a correction, a credit (退补), and what billing made of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from servicecenter.money import say_minor


class Adjustment(models.Model):
    """One entry asked of billing. Who moves `state` is adjusting.py, along NEXT and no other way."""

    class Kind(models.TextChoices):
        REFUND = "refund", _("Refund of money")
        CORRECTION = "correction", _("Correction of a bill")
        CREDIT = "credit", _("Credit on the account")

    class State(models.TextChoices):
        REQUESTED = "requested", _("Asked of billing")
        ACKNOWLEDGED = "acknowledged", _("Taken on by billing")
        SETTLED = "settled", _("Settled")
        REJECTED = "rejected", _("Rejected by billing")
        REVERSED = "reversed", _("Taken back by billing")

    NEXT = {
        State.REQUESTED: (State.ACKNOWLEDGED, State.REJECTED),
        State.ACKNOWLEDGED: (State.SETTLED, State.REJECTED),
        State.SETTLED: (State.REVERSED,),
        State.REJECTED: (),
        State.REVERSED: (),
    }

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="adjustments")
    round = models.PositiveSmallIntegerField()
    account = models.ForeignKey("customers.Account", on_delete=models.PROTECT, related_name="adjustments")
    bill = models.ForeignKey("customers.Bill", null=True, on_delete=models.PROTECT, related_name="adjustments")
    # Why it may be asked: what the reply promised, what somebody approved; neither: within the asker's own limit.
    follow_up = models.ForeignKey(
        "complaints.FollowUp", null=True, on_delete=models.PROTECT, related_name="adjustments"
    )
    proposal = models.ForeignKey("complaints.Proposal", null=True, on_delete=models.PROTECT, related_name="adjustments")
    kind = models.CharField(max_length=12, choices=Kind)
    amount = models.BigIntegerField()  # minor units
    currency = models.CharField(max_length=3)
    reason = models.TextField()
    state = models.CharField(max_length=12, choices=State, default=State.REQUESTED)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey("servicecenter.User", null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    # When billing moved it last, under which number of theirs, and in what words when it did not pay.
    changed_at = models.DateTimeField()
    reference = models.CharField(max_length=80, blank=True)
    answer = models.TextField(blank=True)
    # Rejected or taken back, it keeps the ticket from being archived until somebody has said what comes of that.
    dealt_with_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["requested_at", "pk"]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="requested"), name="adjustments_to_poll"),
            models.Index(fields=["state", "id"], name="adjustments_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.ticket_id}"

    @property
    def subject(self) -> str:
        """What its clock is about. One that keeps a reply's promise has none: the promise's own clock runs."""
        return f"adjustment:{self.pk}"

    @property
    def subject_back(self) -> str:
        """What the clock is about that runs once the money came back: somebody says what follows."""
        return f"{self.subject}:back"

    @property
    def amount_words(self) -> str:
        return say_minor(self.amount, self.currency)

    @property
    def is_open(self) -> bool:
        """With billing, or come back from them and nobody has said what follows."""
        return self.state in {self.State.REQUESTED, self.State.ACKNOWLEDGED} or self.waits_for_us

    @property
    def waits_for_us(self) -> bool:
        return self.state in {self.State.REJECTED, self.State.REVERSED} and self.dealt_with_at is None
