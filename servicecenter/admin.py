"""Administration of the ground: regions, teams, people, programs, the outbox, the trail to read."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from servicecenter import (
    admin_calendars,  # noqa: F401  # registers its own
    api_keys,
    outbox,
    trail_data,
    trail_words,
)
from servicecenter.actors import NOT_STAFF
from servicecenter.admin_forms import (
    NewPasswordForm,
    NewPersonForm,
    PersonForm,
    languages,
    open_the_door,
    refuse_meeting,
)
from servicecenter.administration import HouseAdmin, HouseInline, NamedRows, OnlyToRead, by_words, may_configure
from servicecenter.models import ApiClient, Duty, Event, Outbox, Region, RoleHeld, Team, User


@admin.register(Region)
class RegionAdmin(HouseAdmin):
    list_display = ["code", "__str__", "area_class", "calendar"]


@admin.register(Team)
class TeamAdmin(HouseAdmin):
    list_display = ["code", "__str__", "department", "region", "is_active"]
    list_filter = ["is_active"]


class PeriodsFormSet(NamedRows):
    """Refuses a period that ends before it begins, and two of the same role and region at the same time."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        form.instance.looked_at_together = True
        return form

    def clean(self) -> None:
        super().clean()
        kept: list[Any] = []
        for form in self.forms:
            if form.errors or not form.cleaned_data.get("since") or form.cleaned_data.get("DELETE"):
                continue
            try:
                refuse_meeting(form.instance, kept)
            except ValidationError as error:
                form.add_error(None, error)
            kept.append(form.instance)


class RoleInline(HouseInline):
    model = RoleHeld
    formset = PeriodsFormSet


class DutyInline(HouseInline):
    """What is over is not shown."""

    model = Duty
    formset = PeriodsFormSet

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(until__gt=timezone.now())


@admin.register(Duty)
class DutyAdmin(HouseAdmin):
    """The duty table: whom an alarm reaches at which hour, the latest first."""

    list_display = ["user", "role", "region", "since", "until"]
    list_filter = ["role", "region"]
    list_select_related = ["user", "region"]
    date_hierarchy = "since"
    ordering = ["-since", "user"]


@admin.register(User)
class PeopleAdmin(HouseAdmin, UserAdmin):
    """Members of staff. Only a superuser may make or change another one."""

    list_display = ["username", "full_name", "team", "is_active", "last_login"]
    list_filter = ["is_active", "team"]
    filter_horizontal = []
    form, add_form, change_password_form = PersonForm, NewPersonForm, NewPasswordForm
    inlines = [RoleInline, DutyInline]
    add_fieldsets = [(None, {"fields": ["username", "usable_password", "password1", "password2"]})]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The languages the program speaks, by their own names; none is that of the browser."""
        if db_field.name != "language":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.ChoiceField(label=capfirst(str(db_field.verbose_name)), choices=languages(), required=False)

    @admin.display(description=gettext_lazy("Name"))
    def full_name(self, user: User) -> str:
        return user.get_full_name()

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
        open_the_door(form.instance)


@admin.register(ApiClient)
class ApiClientAdmin(OnlyToRead):
    """Keys are made with `manage.py apikey create`, which prints them once; here they are seen and taken back."""

    list_display = ["name", "prefix", "may", "is_active", "created_at", "expires_at"]
    fields = ["name", "prefix", "may", "is_active", "created_at", "expires_at", "addresses"]
    actions = ["revoke"]

    @admin.display(description=pgettext_lazy("column", "May"))
    def may(self, client: ApiClient) -> str:
        return gettext(", ").join(client.scopes)

    @admin.display(description=pgettext_lazy("column", "Addresses it may come from"))
    def addresses(self, client: ApiClient) -> str | None:
        return gettext(", ").join(client.networks) or None

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

    list_display = ["id", "at", "what", "about", "subject_id", "who", "way"]
    list_filter = [("source", by_words(trail_words.source)), ("actor_role", by_words(trail_words.who))]
    ordering = ["-id"]
    fields = ("at", "recorded_at", "what", "about", "subject_id", "who", "person", "way", "request_id", "data")
    # Counting a trail of millions to draw one page would take longer than the page.
    show_full_result_count = False

    @admin.display(description=pgettext_lazy("column", "What happened"), ordering="kind")
    def what(self, event: Event) -> str:
        return trail_words.kind(event.kind)

    @admin.display(description=pgettext_lazy("column", "Subject"), ordering="subject_type")
    def about(self, event: Event) -> str:
        return trail_words.subject(event.subject_type)

    @admin.display(description=pgettext_lazy("column", "Role"), ordering="actor_role")
    def who(self, event: Event) -> str:
        return trail_words.who(event.actor_role)

    @admin.display(description=pgettext_lazy("column", "Source"), ordering="source")
    def way(self, event: Event) -> str:
        return trail_words.source(event.source)

    @admin.display(description=pgettext_lazy("column", "Person"))
    def person(self, event: Event) -> User | int | None:
        if event.actor_id is None or event.actor_role in NOT_STAFF:
            return event.actor_id
        return User.objects.filter(pk=event.actor_id).first() or event.actor_id

    @admin.display(description=pgettext_lazy("column", "Data"))
    def data(self, event: Event) -> str:
        return render_to_string("admin/servicecenter/event/data.html", {"lines": trail_data.lines(event)})
