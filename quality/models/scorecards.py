"""Scorecards: what is expected of a person, a team or a department. A version that runs is never edited."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from servicecenter.labels import Labelled

WHOLE = 100


class Scorecard(Labelled):
    """A named scorecard; what it asks is in its versions."""

    class Of(models.TextChoices):
        PERSON = "person", _("Persons")
        TEAM = "team", _("Teams")
        DEPARTMENT = "department", _("Departments")

    code = models.SlugField(unique=True, max_length=60)
    of = models.CharField(max_length=12, choices=Of)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        ordering = ["code"]


class ScorecardVersion(models.Model):
    """The scorecard as it stands from a moment on, until the next version's."""

    card = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    valid_from = models.DateTimeField()

    class Meta:
        verbose_name = _("scorecard version")
        verbose_name_plural = _("scorecard versions")
        ordering = ["card", "number"]
        constraints = [models.UniqueConstraint(fields=["card", "number"], name="scorecard_version_once")]

    def __str__(self) -> str:
        return f"{self.card} v{self.number}"


class ScorecardLine(models.Model):
    """One indicator with its target, its direction and its weight."""

    class Dimension(models.TextChoices):
        SPEED = "speed", _("Response speed")
        ATTITUDE = "attitude", _("Attitude")
        SKILL = "skill", _("Knowledge and skill")
        SOLVING = "solving", _("Problem solving")
        SATISFACTION = "satisfaction", _("Satisfaction and loyalty")
        PROCESS = "process", _("Process conformity")

    class Direction(models.TextChoices):
        UP = "up", _("More is better")
        DOWN = "down", _("Less is better")

    class Target(models.TextChoices):
        """Absolute: the share itself. Relative: percentage points better than in the base period."""

        ABSOLUTE = "absolute", _("Absolute")
        RELATIVE = "relative", _("Better than the base period by")

    version = models.ForeignKey(ScorecardVersion, on_delete=models.CASCADE, related_name="lines")
    indicator = models.SlugField(max_length=40)
    dimension = models.CharField(max_length=15, choices=Dimension)
    direction = models.CharField(max_length=5, choices=Direction)
    target_is = models.CharField(max_length=10, choices=Target, default=Target.ABSOLUTE)
    # Per cent, or percentage points when relative.
    target = models.DecimalField(
        max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(WHOLE)]
    )
    base_since = models.DateField(null=True, blank=True)
    base_until = models.DateField(null=True, blank=True)
    weight = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(WHOLE)])

    class Meta:
        verbose_name = _("scorecard line")
        verbose_name_plural = _("scorecard lines")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["version", "indicator"], name="indicator_once_per_scorecard")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.weight} %"

    def clean(self) -> None:
        since, until = self.base_since, self.base_until
        if self.target_is == self.Target.RELATIVE and not (since and until and since <= until):
            raise ValidationError({"base_since": _("A relative target needs a base period.")})


def check_weights(weights: list[int]) -> None:
    """Refuse weights that do not add up to 100 %."""
    if sum(weights) != WHOLE:
        raise ValidationError(_("The weights add up to %(sum)d %%, not to 100 %%.") % {"sum": sum(weights)})
