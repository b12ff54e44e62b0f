"""What one shift tells the next: written once, signed by whoever takes over."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from servicecenter.labels import Labelled

USUAL_MINUTES = 30
A_DAY = 1440


class HandoverRule(Labelled):
    """How long a hand-over may wait for its signature before it is told; without a region, wherever none has its own.

    The time is ours, not a law's: a house may set any up to a day. Where nothing is set, USUAL_MINUTES.
    """

    code = models.SlugField(unique=True, max_length=60)
    region = models.OneToOneField(
        "servicecenter.Region", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    sign_within = models.PositiveSmallIntegerField(
        _("minutes until it must be signed"), default=USUAL_MINUTES,
        validators=[MinValueValidator(1), MaxValueValidator(A_DAY)],
    )  # fmt: skip
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("hand-over rule")
        verbose_name_plural = _("hand-over rules")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(sign_within__range=(1, A_DAY)), name="handover_signed_within_a_day"),
            models.UniqueConstraint(
                fields=["is_active"],
                condition=Q(region=None, is_active=True),
                name="handover_one_rule_for_all",
                violation_error_message=_("There is a rule for all regions already: change it or switch it off."),
            ),
        ]


class Handover(models.Model):
    """A page of the log. `facts`: what the system knew then, as {sort: [[ticket, due or null], …]}; ids, no words."""

    region = models.ForeignKey(
        "servicecenter.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_by = models.ForeignKey("servicecenter.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    words = models.TextField()
    absent = models.TextField(blank=True)
    sites = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    read_by = models.ForeignKey("servicecenter.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(blank=True)
    # When it was told that nobody has signed; once, and it stays after a signature.
    alarmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [
            models.CheckConstraint(
                condition=Q(read_by=None, read_at=None) | Q(read_by__isnull=False, read_at__isnull=False),
                name="handover_read_by_somebody_sometime",
            ),
            models.CheckConstraint(
                condition=Q(read_by=None) | ~Q(read_by=F("written_by")), name="handover_read_by_another"
            ),
        ]
        indexes = [
            models.Index(fields=["written_at"], condition=Q(read_at=None, alarmed_at=None), name="handover_unsigned")
        ]

    def __str__(self) -> str:
        return f"{self.written_at:%F %H:%M}"
