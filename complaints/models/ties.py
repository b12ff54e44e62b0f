"""What ties one ticket to another: linked, merged into it, split from it. Undone ties stay on record."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TieQuerySet(models.QuerySet):
    def standing(self) -> "TieQuerySet":
        return self.filter(undone_at=None)


class Tie(models.Model):
    """`ticket` is the one the move was made on (merged away, linked) or, of a split, the new one."""

    class Kind(models.TextChoices):
        LINK = "link", pgettext_lazy("tie", "Linked")
        MERGE = "merge", _("Merged into it")
        SPLIT = "split", _("Split from it")
        REPEAT = "repeat", _("The same again")

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="ties")
    other = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="ties_from")
    kind = models.CharField(max_length=10, choices=Kind)
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    # How the ticket and its clocks stood before, for undoing it exactly.
    before = models.JSONField(default=dict)

    objects = TieQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "other", "kind"], condition=Q(undone_at=None), name="one_standing_tie_of_a_kind"
            ),
            models.CheckConstraint(condition=~Q(ticket=models.F("other")), name="no_ticket_is_tied_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ticket_id} {self.other_id}"
