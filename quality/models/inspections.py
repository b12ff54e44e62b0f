"""Inspections: a sample of handled rounds, each judged by a form whose criteria are data with versions."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quality.models.scorecards import ScorecardLine
from servicecenter.labels import Labelled


class InspectionForm(Labelled):
    """A named form; its criteria are in its versions."""

    code = models.SlugField(unique=True, max_length=60)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("inspection form")
        verbose_name_plural = _("inspection forms")
        ordering = ["code"]


class InspectionFormVersion(models.Model):
    """The form as it stands from a moment on. One that has been used is never edited."""

    form = models.ForeignKey(InspectionForm, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    valid_from = models.DateTimeField()

    class Meta:
        verbose_name = _("inspection form version")
        verbose_name_plural = _("inspection form versions")
        ordering = ["form", "number"]
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="inspection_form_version_once")]

    def __str__(self) -> str:
        return f"{self.form} v{self.number}"


class Criterion(Labelled):
    """One question of a form. A fatal one has no weight: its Yes makes the whole score 0."""

    version = models.ForeignKey(InspectionFormVersion, on_delete=models.CASCADE, related_name="criteria")
    dimension = models.CharField(max_length=15, choices=ScorecardLine.Dimension)
    weight = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(100)])
    fatal = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position", "pk"]


class SamplePlan(models.Model):
    """Which rounds were drawn and how: anybody can draw them again from what stands here."""

    version = models.ForeignKey(InspectionFormVersion, on_delete=models.PROTECT, related_name="plans")
    seed = models.CharField(max_length=40)
    size = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(500)])
    since = models.DateTimeField()
    until = models.DateTimeField()
    region = models.ForeignKey(
        "servicecenter.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    team = models.ForeignKey("servicecenter.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # How many there were to draw from.
    among = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey("servicecenter.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-drawn_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.size} of {self.among} by {self.seed}"


class Inspection(models.Model):
    """One drawn round and what the inspector found; what the inspected said to it; what somebody else decided."""

    plan = models.ForeignKey(SamplePlan, on_delete=models.CASCADE, related_name="inspections")
    handling = models.ForeignKey("quality.Handling", on_delete=models.PROTECT, related_name="inspections")
    inspector = models.ForeignKey(
        "servicecenter.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    score = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    words = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "servicecenter.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    upheld = models.BooleanField(null=True)
    settlement = models.TextField(blank=True)
    score_before = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "handling"], name="inspected_once_per_plan")]
        indexes = [
            models.Index(fields=["plan"], condition=Q(submitted_at=None), name="inspection_waiting"),
            models.Index(fields=["appealed_at"], condition=Q(settled_at=None), name="inspection_appealed"),
        ]

    def __str__(self) -> str:
        return f"inspection {self.pk}"


class Mark(models.Model):
    """The answer to one criterion; None where it did not apply."""

    class Value(models.IntegerChoices):
        NO = 0, pgettext_lazy("mark", "No")
        PART = 1, pgettext_lazy("mark", "Part")
        YES = 2, pgettext_lazy("mark", "Yes")

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(null=True, choices=Value)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["inspection", "criterion"], name="one_mark_per_criterion")]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.value}"
