"""Who is told when of a clock, as data: a ladder for each sort of promise, in versions with a date."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.policies import Target
from servicecenter.roles import ROLES

TOLD = ("handler", "coordinator", "reviewer", "shift_leader", "supervisor", "complaint_manager")
A_DAY = 1440


class AlarmLadder(models.Model):
    """A version: in force for clocks that begin from `valid_from` on, until the next one of its sort."""

    sort = models.CharField(max_length=10, choices=Target.Sort)
    number = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    # An unanswered alarm climbs after so many minutes.
    wait = models.PositiveSmallIntegerField(
        _("minutes until an unanswered alarm climbs"), default=15,
        validators=[MinValueValidator(1), MaxValueValidator(A_DAY)],
    )  # fmt: skip
    wait_critical = models.PositiveSmallIntegerField(
        _("the same in danger"), default=5, validators=[MinValueValidator(1), MaxValueValidator(A_DAY)]
    )

    class Meta:
        verbose_name = _("alarm ladder")
        verbose_name_plural = _("alarm ladders")
        ordering = ["sort", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sort", "number"], name="ladder_number_once"),
            models.UniqueConstraint(
                fields=["sort", "valid_from"], name="ladder_begins_once",
                violation_error_message=_("Another version of this sort begins at that moment."),
            ),
            models.CheckConstraint(
                condition=Q(wait__range=(1, A_DAY), wait_critical__range=(1, A_DAY)), name="ladder_climbs_within_a_day"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_sort_display()} v{self.number}"


class AlarmStep(models.Model):
    """Before the due time by the share of time used, at it with a share of 100; without one while nobody answers."""

    ladder = models.ForeignKey(AlarmLadder, on_delete=models.CASCADE, related_name="steps")
    share = models.PositiveSmallIntegerField(
        _("per cent of the time used"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("100: when the time is over. Empty: later, while nobody has answered, in the order of the rows."),
    )  # fmt: skip
    role = models.CharField(_("who is told"), max_length=30, choices=[(role, ROLES[role]) for role in TOLD])
    only_untouched = models.BooleanField(_("only if nobody has touched the ticket"), default=False)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = [models.F("share").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ladder", "share"], name="ladder_share_once"),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__range=(1, 100)), name="ladder_share_of_a_hundred"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share or ''} {self.role}"
