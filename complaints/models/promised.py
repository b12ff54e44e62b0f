"""What a reply promises beyond its words, and where the customer can go who disagrees with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.choices import Nature
from complaints.models.catalogue import Category
from customers.models import Account
from servicecenter.labels import Labelled, check_labels, pick
from servicecenter.models import Region


class FollowUp(models.Model):
    """Something promised to a customer, with an owner and a date (承诺事项). Its clock is of the subject `subject`."""

    class Kind(models.TextChoices):
        REPAIR = "repair", _("Repair")
        REFUND = "refund", _("Refund")
        VISIT = "visit", _("Visit")
        LETTER = "letter", pgettext_lazy("promised", "Letter")
        OTHER = "other", _("Something else")

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="follow_ups")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    what = models.TextField()
    owner = models.ForeignKey("servicecenter.User", null=True, on_delete=models.PROTECT, related_name="+")
    promised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # How often it was said to be done and was not.
    failures = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("servicecenter.User", null=True, on_delete=models.PROTECT, related_name="+")
    proof = models.TextField(blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey("servicecenter.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} for {self.ticket_id}"

    @property
    def subject(self) -> str:
        """What its present clock is about; one found not kept gets a clock anew."""
        return f"follow_up:{self.pk}:{self.failures}" if self.failures else f"follow_up:{self.pk}"


class Recourse(Labelled):
    """What a customer can do who disagrees: have it reviewed here, or go to a body outside. Empty selectors fit all."""

    class Kind(models.TextChoices):
        REVIEW = "review", _("Internal review")
        OUTSIDE = "outside", _("Outside body")

    code = models.SlugField(unique=True, max_length=60)
    kind = models.CharField(max_length=10, choices=Kind)
    # How, until when and at what cost, in both languages.
    how = models.JSONField(validators=[check_labels])
    contact = models.CharField(max_length=200, blank=True)
    nature = models.CharField(max_length=20, choices=Nature, blank=True)
    utility = models.CharField(max_length=20, choices=Account.Utility, blank=True)
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        verbose_name = _("right of review or outside body")
        verbose_name_plural = _("rights of review and outside bodies")
        ordering = ["position", "code"]

    @property
    def words(self) -> str:
        return pick(self.how)
