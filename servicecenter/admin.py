"""Administration of the ground: calendars, regions, teams, people, programs, the outbox, the trail to read."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from servicecenter import api_keys, opening_hours, outbox, working_time
from servicecenter.administration import HouseAdmin, HouseInline, OnlyToRead, may_configure
from servicecenter.holiday_loading import check_code, load_holidays
from servicecenter.models import ApiClient, Calendar, CalendarDay, Duty, Event, Outbox, Region, RoleHeld, Team, User
from servicecenter.weekly_hours import say_impossible


class DaysFormSet(forms.BaseInlineFormSet):
    """Refuses days that contradict the week or each other, before anything is saved."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or not self.instance.zone:
            return
        shown = [form for form in self.forms if form.cleaned_data.get("date")]
        kept = [form.instance for form in shown if not form.cleaned_data.get("DELETE")]
        edited = {form.instance.pk for form in shown}
        others = [] if self.instance.pk is None else self.instance.days.exclude(pk__in=edited - {None})
        try:
            working_time.Calendar.parse(opening_hours.written(self.instance, [*others, *kept]))
        except working_time.ImpossibleCalendar as error:
            raise ValidationError(say_impossible(error)) from error


class DayInline(HouseInline):
    """From this year on: the years before are over."""

    model = CalendarDay
    formset = DaysFormSet
    fields = ["date", "kind", "blocks", "labels", "provisional"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(date__year__gte=timezone.now().year)


class CalendarForm(forms.ModelForm):
    def clean_holidays_of(self) -> str:
        check_code(self.cleaned_data["holidays_of"])
        return self.cleaned_data["holidays_of"]


@admin.register(Calendar)
class CalendarAdmin(HouseAdmin):
    form = CalendarForm
    list_display = ["code", "__str__", "zone", "holidays_of", "known_until"]
    fields = ["code", "labels", "zone", "hours", "holidays_of"]
    inlines = [DayInline]
    actions = ["enter_holidays"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []

    @admin.display(description=gettext_lazy("Public holidays known until"))
    def known_until(self, row: Calendar) -> str:
        if not row.holidays_of:
            return "–"
        return str(opening_hours.known_until(row) or _("not entered"))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        opening_hours.changed(form.instance)

    @admin.action(description=gettext_lazy("Enter the public holidays of this year and the next"))
    def enter_holidays(self, request: HttpRequest, queryset: QuerySet[Calendar]) -> None:
        year = timezone.now().year
        for calendar in queryset:
            try:
                written = load_holidays(calendar, [year, year + 1])
            except ValidationError as error:
                self.message_user(request, f"{calendar}: {' '.join(error.messages)}", messages.ERROR)
                continue
            self.log_change(request, calendar, [{"changed": {"fields": ["days"]}}])
            words = ngettext("%(calendar)s: %(count)d day entered", "%(calendar)s: %(count)d days entered", written)
            self.message_user(request, words % {"calendar": calendar, "count": written})


@admin.register(Region)
class RegionAdmin(HouseAdmin):
    list_display = ["code", "__str__", "area_class", "calendar"]


@admin.register(Team)
class TeamAdmin(HouseAdmin):
    list_display = ["code", "__str__", "department", "region", "is_active"]
    list_filter = ["is_active"]


class RoleInline(HouseInline):
    model = RoleHeld


class DutyInline(HouseInline):
    """What is over is not shown."""

    model = Duty

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(until__gt=timezone.now())


@admin.register(User)
class PeopleAdmin(HouseAdmin, UserAdmin):
    """Members of staff. Only a superuser may make or change another one."""

    list_display = ["username", "get_full_name", "team", "is_active", "last_login"]
    list_filter = ["is_active", "team"]
    filter_horizontal = []
    inlines = [RoleInline, DutyInline]
    add_fieldsets = [(None, {"fields": ["username", "usable_password", "password1", "password2"]})]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        fields = [
            "username",
            "password",
            "first_name",
            "last_name",
            "email",
            "team",
            "reports_to",
            "language",
            "is_active",
        ]
        return [(None, {"fields": [*fields, *(["is_superuser"] if request.user.is_superuser else [])]})]  # type: ignore[union-attr]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        above = obj is not None and obj.is_superuser and not request.user.is_superuser  # type: ignore[union-attr]
        return may_configure(request.user) and not above

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody is deleted: they are made inactive, and what they did keeps its name."""
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Whoever administers sees the way to these pages."""
        super().save_related(request, form, formsets, change)
        now, user = timezone.now(), form.instance
        still = Q(until=None) | Q(until__gt=now)
        administers = user.roles_held.filter(still, role="administrator", since__lte=now).exists()
        if user.is_staff != (administers or user.is_superuser):
            user.is_staff = administers or user.is_superuser
            user.save(update_fields=["is_staff"])


@admin.register(ApiClient)
class ApiClientAdmin(OnlyToRead):
    """Keys are made with `manage.py apikey create`, which prints them once; here they are seen and taken back."""

    list_display = ["name", "prefix", "scopes", "is_active", "created_at", "expires_at"]
    exclude = ["key_hash"]
    actions = ["revoke"]

    @admin.action(description=gettext_lazy("Take the key back"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiClient]) -> None:
        for client in queryset:
            api_keys.revoke(client)
            self.log_change(request, client, [{"changed": {"fields": ["is_active"]}}])


@admin.register(Outbox)
class OutboxAdmin(OnlyToRead):
    list_display = ["id", "subscriber", "event", "attempts", "next_attempt_at", "poisoned_at", "last_error"]
    list_filter = [("poisoned_at", admin.EmptyFieldListFilter), "subscriber"]
    list_select_related = ["event"]
    actions = ["try_again"]

    @admin.action(description=gettext_lazy("Try again"))
    def try_again(self, request: HttpRequest, queryset: QuerySet[Outbox]) -> None:
        for row in queryset.filter(poisoned_at__isnull=False):
            outbox.retry(row, timezone.now())
            self.log_change(request, row, [{"changed": {"fields": ["attempts"]}}])


@admin.register(Event)
class EventAdmin(OnlyToRead):
    """The trail without its words: what happened to what, by which role."""

    list_display = ["id", "at", "kind", "subject_type", "subject_id", "actor_role", "source"]
    list_filter = ["source", "actor_role"]
    ordering = ["-id"]
    # Counting a trail of millions to draw one page would take longer than the page.
    show_full_result_count = False
