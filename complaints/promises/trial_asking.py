"""What is asked of a trial: a period in days of the house's zone; and the words its parts go by."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from complaints.promises.trials import Verdict
from servicecenter.calendar_days import check_day

ONE_DAY = timedelta(days=1)
LONGEST = 366 * ONE_DAY
USUAL = 30 * ONE_DAY

PART_NAMES = {
    "promised": gettext_lazy("Would have been promised"),
    "judged": gettext_lazy("Judged both ways"),
    "on_time_then": gettext_lazy("On time as it was"),
    "on_time_now": gettext_lazy("On time under this version"),
    "turns_on_time": gettext_lazy("Would turn on time"),
    "turns_late": gettext_lazy("Would turn late"),
    "new": gettext_lazy("Newly promised"),
    "dropped": gettext_lazy("No longer promised"),
    "not_judged": gettext_lazy("Not judged"),
    "alarms_then": gettext_lazy("Alarms as it was"),
    "alarms_now": gettext_lazy("Alarms under this version"),
}
VERDICT_NAMES = {
    Verdict.STAYS_ON_TIME: gettext_lazy("On time both ways"),
    Verdict.STAYS_LATE: gettext_lazy("Late both ways"),
    Verdict.TURNS_ON_TIME: gettext_lazy("Would turn on time"),
    Verdict.TURNS_LATE: gettext_lazy("Would turn late"),
    Verdict.NEW: gettext_lazy("Newly promised: when it was reached is not on record"),
    Verdict.DROPPED: gettext_lazy("No longer promised"),
    Verdict.YOUNG: gettext_lazy("Not due yet"),
    Verdict.CANCELLED: gettext_lazy("Was cancelled"),
    Verdict.NOT_BEGUN: gettext_lazy("Had not begun"),
}


class PeriodForm(forms.Form):
    """Days, both included; the 30 days up to today when not given."""

    since = forms.DateField(
        label=pgettext_lazy("tickets received", "Received from"), required=False, validators=[check_day],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    until = forms.DateField(
        label=pgettext_lazy("tickets received", "up to and including"), required=False, validators=[check_day],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def clean(self) -> None:
        first, last = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if first and last and last < first:
            raise ValidationError({"until": _("The last day is before the first one.")})
        if first and last and last - first >= LONGEST:
            raise ValidationError({"since": _("A trial looks at no more than a year.")})


def ask(query: Mapping[str, str], now: datetime) -> PeriodForm:
    """The form, filled with what was asked or else with the usual period."""
    today = timezone.localtime(now).date()
    last = query.get("until") or str(today)
    return PeriodForm({"since": query.get("since") or str(_before(last, today)), "until": last})


def _before(last: str, today: date) -> date:
    try:
        return date.fromisoformat(last) - USUAL
    except (ValueError, OverflowError):
        return today - USUAL


def moments(form: PeriodForm) -> tuple[datetime, datetime]:
    """From the beginning of the first day up to, not including, the end of the last one."""
    first, last = form.cleaned_data["since"], form.cleaned_data["until"]
    return _midnight(first), _midnight(min(last, date.max - 2 * ONE_DAY) + ONE_DAY)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
