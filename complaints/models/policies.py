"""What is promised to whom, by when: policies, their versions with effective dates, and the targets in them."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.choices import Nature, Priority
from complaints.promises.milestones import Milestone
from customers.models import Customer
from servicecenter.labels import Labelled
from servicecenter.models import Region


class Policy(Labelled):
    """A named set of promises; the figures are in its versions."""

    code = models.SlugField(unique=True, max_length=60)
    # Where its figures come from: a standard, a promise published, our own.
    source = models.CharField(max_length=300, blank=True)
    # Presets are shipped switched off: no ticket is given one until an administrator switches it on.
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        ordering = ["code"]

    @property
    def told_source(self) -> str:
        """A shipped one is told in the reader's language; what an administrator wrote, as it was written."""
        return gettext(self.source) if self.source else ""


class PolicyVersion(models.Model):
    """The policy as it stands from a moment on. Empty selectors match everything (policies.py chooses)."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    nature = models.CharField(max_length=20, choices=Nature, blank=True)
    category = models.ForeignKey(
        "complaints.Category", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    priority = models.CharField(max_length=20, choices=Priority, blank=True)
    region = models.ForeignKey(
        "servicecenter.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    area_class = models.CharField(max_length=10, choices=Region.AreaClass, blank=True)
    customer_class = models.CharField(max_length=20, choices=Customer.Standing, blank=True)
    # After the reply: how often a matter is handled before the final reply, and when it may be filed.
    rounds = models.PositiveSmallIntegerField(
        _("rounds before the final reply"), default=2, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    file_verified_days = models.PositiveSmallIntegerField(
        _("working days until filed, once verified"), default=1, validators=[MaxValueValidator(60)]
    )
    file_unverified_days = models.PositiveSmallIntegerField(
        _("working days until filed, when it could not be verified"), default=5, validators=[MaxValueValidator(60)]
    )

    # Its targets, of a version just chosen (policies.py); no column.
    promised: "list[Target]"

    class Meta:
        verbose_name = _("policy version")
        verbose_name_plural = _("policy versions")
        ordering = ["policy", "number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policy_version_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=models.F("valid_from")),
                name="policy_version_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(rounds__range=(1, 9)), name="policy_version_one_to_nine_rounds"),
            models.CheckConstraint(
                condition=Q(file_verified_days__lte=60, file_unverified_days__lte=60),
                name="policy_version_filed_within_sixty_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy} v{self.number}"


class Target(models.Model):
    """One promise: this milestone, within this much time. Under `danger` an empty amount is a hole to be filled."""

    class Unit(models.TextChoices):
        MINUTES = "minutes", _("minutes")
        WORKING_MINUTES = "working_minutes", _("working minutes")
        WORKING_DAYS = "working_days", _("working days")
        CALENDAR_DAYS = "calendar_days", _("calendar days")

    class Sort(models.TextChoices):
        """Promise: ours, may be held. Statutory: never held, extended or restarted. Upstream: theirs."""

        PROMISE = "promise", _("Promise")
        STATUTORY = "statutory", _("Statutory")
        UPSTREAM = "upstream", _("Upstream")

    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="targets")
    milestone = models.CharField(max_length=20, choices=Milestone)
    amount = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=20, choices=Unit)
    # None: the calendar of the ticket's region.
    calendar = models.ForeignKey(
        "servicecenter.Calendar", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sort = models.CharField(max_length=10, choices=Sort, default=Sort.PROMISE)
    # Danger to life has no silent default: left empty it shows a red banner until an administrator fills it.
    danger = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["version", "milestone"], name="target_once_per_version")]

    def __str__(self) -> str:
        amount = "–" if self.amount is None else self.amount
        return f"{self.get_milestone_display()} {amount} {self.get_unit_display()}"

    def clean(self) -> None:
        if self.amount is None and not self.danger:
            raise ValidationError({"amount": _("Give an amount. Only a danger-to-life target may be empty.")})
