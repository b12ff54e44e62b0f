"""Opening hours as editable rows. The arithmetic is in working_time.py and knows no database."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from servicecenter import working_time
from servicecenter.labels import Labelled, pick
from servicecenter.weekly_hours import say_impossible


class Calendar(Labelled):
    """Weekly opening blocks in one zone: {"mon": [["08:30", "12:00"], …], …}; an absent day is closed."""

    code = models.SlugField(unique=True)
    zone = models.CharField(max_length=60)
    hours = models.JSONField(default=dict)
    # Whose public holidays it keeps (ISO 3166: "CN", "GB-ENG"); empty: none. holiday_loading.py reads it.
    holidays_of = models.CharField(max_length=20, blank=True)
    # Counted up whenever the calendar or one of its days changes: the in-process copy compares it.
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")
        ordering = ["code"]

    def clean(self) -> None:
        try:
            working_time.Calendar.parse({"tz": self.zone, "hours": self.hours, "workdays": self._make_up_days()})
        except working_time.ImpossibleCalendar as error:
            raise ValidationError(say_impossible(error)) from error

    def _make_up_days(self) -> dict[str, list]:
        """A calendar may open on its make-up days alone."""
        days = self.days.filter(kind=CalendarDay.Kind.WORKDAY) if self.pk else []
        return {str(day.date): day.blocks for day in days}


class CalendarDay(models.Model):
    """A day that is not as the week says: closed (holiday) or open with its own blocks (make-up day)."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Holiday")
        WORKDAY = "workday", _("Make-up working day")

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="days")
    date = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    blocks = models.JSONField(default=list, blank=True)
    # The holiday's name in both languages; may be empty.
    labels = models.JSONField(default=dict, blank=True)
    # Not yet announced by the authority: shown as such, and an earlier promise is not silently moved.
    provisional = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("day that differs")
        verbose_name_plural = _("days that differ")
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["calendar", "date"], name="one_row_per_calendar_day")]

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"

    @property
    def label(self) -> str:
        return pick(self.labels)
