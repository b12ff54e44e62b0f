"""The survey after a reply: which replies are followed by one, and what became of each. One answer a round."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.choices import Nature, Satisfaction
from servicecenter.labels import Labelled


class SurveyRule(Labelled):
    """Which replies are followed by a survey, and for how long it can be answered. No nature fits all others."""

    code = models.SlugField(unique=True, max_length=60)
    nature = models.CharField(max_length=20, choices=Nature, blank=True)
    # Of a hundred replies; which ones follows from ticket and round, so that anybody can draw them again.
    share = models.PositiveSmallIntegerField(
        _("of a hundred replies"), default=100, validators=[MaxValueValidator(100)]
    )
    wait_hours = models.PositiveSmallIntegerField(
        _("hours after the reply"), default=24, validators=[MaxValueValidator(240)]
    )
    open_days = models.PositiveSmallIntegerField(
        _("days to answer"), default=14, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    change_hours = models.PositiveSmallIntegerField(
        _("hours to change an answer"), default=24, validators=[MaxValueValidator(720)]
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("survey rule")
        verbose_name_plural = _("survey rules")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(share__lte=100), name="survey_share_of_a_hundred"),
            models.CheckConstraint(condition=Q(open_days__range=(1, 90)), name="survey_is_open_for_days"),
            models.CheckConstraint(condition=Q(wait_hours__lte=240), name="survey_waits_ten_days_at_most"),
            models.CheckConstraint(condition=Q(change_hours__lte=720), name="survey_changed_within_a_month"),
        ]


class Survey(models.Model):
    """One round's survey. Only the hash of its link's token is kept."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("survey", "Planned")
        ASKED = "asked", _("Sent, not answered")
        ANSWERED = "answered", _("Answered")
        DROPPED = "dropped", pgettext_lazy("survey", "Not sent")

    ticket = models.ForeignKey("complaints.Ticket", on_delete=models.CASCADE, related_name="surveys")
    round = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    ask_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    # As the rule said when it was planned: a rule changed since changes no promise already made.
    open_days = models.PositiveSmallIntegerField()
    change_hours = models.PositiveSmallIntegerField()
    until = models.DateTimeField(null=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    result = models.CharField(max_length=20, choices=Satisfaction, blank=True)
    service = models.CharField(max_length=20, choices=Satisfaction, blank=True)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["ticket", "round"], name="one_survey_per_round")]
        indexes = [models.Index(fields=["ask_at"], condition=Q(state="planned"), name="survey_planned")]

    def __str__(self) -> str:
        return f"survey of {self.ticket_id}"
