"""What is asked before calendars, people and roles are kept: the same on the administrator's pages and over REST."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from servicecenter import calendar_choices, opening_hours, working_time
from servicecenter.calendar_days import check_day
from servicecenter.holiday_loading import check_code
from servicecenter.labels import check_labels
from servicecenter.models import Calendar, CalendarDay, RoleHeld, User
from servicecenter.weekly_hours import say_impossible


def refuse_impossible(calendar: Calendar, days: Iterable[CalendarDay] | None = None) -> None:
    """Its week and these days (its own when not given) contradict each other. Raises ValidationError."""
    try:
        working_time.Calendar.parse(opening_hours.written(calendar, days))
    except working_time.ImpossibleCalendar as error:
        raise ValidationError(say_impossible(error)) from error


class WhetherThereIsOne(ReadOnlyPasswordHashWidget):
    """Salt and digest of a password tell an administrator nothing."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if len(context["summary"]) > 1:  # otherwise it says in words what is wrong
            context["summary"] = [{"label": _("A password is set.")}]
        return context


class PersonForm(UserChangeForm):
    password = ReadOnlyPasswordHashField(label=gettext_lazy("Password"), widget=WhetherThereIsOne)


# Django's own words speak of ways of signing in that this house has not, and stay English.
WITHOUT_PASSWORD = gettext_lazy("Without one nobody can sign in by this account; the one it had is gone.")


class NewPersonForm(AdminUserCreationForm):
    usable_password = AdminUserCreationForm.create_usable_password_field(WITHOUT_PASSWORD)


class NewPasswordForm(AdminPasswordChangeForm):
    usable_password_help_text = WITHOUT_PASSWORD  # type: ignore[assignment]  # said in the reader's language


class CalendarForm(forms.ModelForm):
    """Zone and country are chosen; the rules about them are the model's own, so they are refused as over REST."""

    class Media:
        js = ["servicecenter/admin_lands.js"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._choose("zone", calendar_choices.zones)
        self._choose("holidays_of", calendar_choices.lands, **{"data-lands": ""})

    def _choose(self, name: str, offered: Callable[[str], Any], **attrs: str) -> None:
        def choices() -> Any:  # when it is drawn: over REST it never is
            return offered(self[name].value() or "")

        if name in self.fields:
            self.fields[name].widget = forms.Select(attrs, choices)  # type: ignore[arg-type]  # not in the stubs

    def clean_holidays_of(self) -> str:
        check_code(self.cleaned_data["holidays_of"])
        return self.cleaned_data["holidays_of"]


class DayForm(forms.ModelForm):
    """One day by itself; the page judges all of a calendar's at once."""

    def clean_date(self) -> Any:
        check_day(self.cleaned_data["date"])
        return self.cleaned_data["date"]

    def clean_labels(self) -> Any:
        if self.cleaned_data["labels"]:
            check_labels(self.cleaned_data["labels"])
        return self.cleaned_data["labels"]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        day = self.instance
        if self.errors or not day.calendar_id:
            return
        others = list(day.calendar.days.exclude(pk=day.pk))
        try:
            if any(one.date == day.date for one in others):
                self.add_error("date", _("This day is entered already."))
            else:
                refuse_impossible(day.calendar, [*others, day])
        except ValidationError as error:
            self.add_error(None, error)


def languages() -> list[tuple[str, str]]:
    """The languages the program speaks, by their own names; none is that of the browser."""
    names = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
    return [("", _("As the browser asks for")), *names]


class StaffForm(forms.ModelForm):
    """A new member of staff signs in once a password is given."""

    language = forms.ChoiceField(choices=languages, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reports_to"].queryset = User.objects.all()  # type: ignore[attr-defined]  # whoever it was

    def save(self, commit: bool = True) -> User:
        if self.instance.pk is None:
            self.instance.set_unusable_password()
        return super().save(commit)


def refuse_meeting(row: Any, others: Iterable[Any]) -> None:
    """The same role in the same region twice at a time. Raises ValidationError by field."""
    if row.until and row.until <= row.since:
        raise ValidationError({"until": _("It must end after it begins.")})
    same = [other for other in others if (other.role, other.region_id) == (row.role, row.region_id)]
    if any(_meet(row, other) for other in same):
        raise ValidationError({"since": _("The same role in the same region is given twice at this time.")})


def _meet(one: Any, other: Any) -> bool:
    return (other.until is None or one.since < other.until) and (one.until is None or other.since < one.until)


class RoleForm(forms.ModelForm):
    """One role somebody holds; the page judges all of a person's at once."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors and self.instance.user_id:
            try:
                refuse_meeting(
                    self.instance, RoleHeld.objects.filter(user=self.instance.user_id).exclude(pk=self.instance.pk)
                )
            except ValidationError as error:
                self.add_error(None, error)


def open_the_door(user: User) -> None:
    """Whoever administers sees the way to these pages; nobody else does."""
    now = timezone.now()
    still = Q(until=None) | Q(until__gt=now)
    administers = user.roles_held.filter(still, role="administrator", since__lte=now).exists()
    if user.is_staff != (administers or user.is_superuser):
        user.is_staff = administers or user.is_superuser
        user.save(update_fields=["is_staff"])
