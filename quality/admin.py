"""Administration of scorecards and inspection forms. What runs or has been used is shown, not edited: copy it."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from quality.admin_forms import CardVersionForm, LineForm
from quality.indicators import BY_CODE
from quality.models import (
    Criterion,
    InspectionForm,
    InspectionFormVersion,
    Scorecard,
    ScorecardLine,
    ScorecardVersion,
)
from quality.versions import copy, is_fixed, refuse_unweighed
from servicecenter.administration import HouseAdmin, HouseInline, NamedRows


class Weighed(NamedRows):
    """Refuses rows whose weights do not add up to 100 %, before anything is saved."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        kept = [one.cleaned_data for one in self.forms if one.cleaned_data and not one.cleaned_data.get("DELETE")]
        refuse_unweighed(kept)


class OnlyBeforeUse(HouseInline):
    """Rows of a version that may still be changed."""

    formset = Weighed

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not (obj and is_fixed(obj, timezone.now()))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and is_fixed(obj, timezone.now()))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and is_fixed(obj, timezone.now()))


class LineInline(OnlyBeforeUse):
    model = ScorecardLine
    form = LineForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The figure by its name where it is no longer a choice."""
        if self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        return [(None, {"fields": ["figure", *LineForm.Meta.fields[1:]]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if self.has_change_permission(request, obj) else ["figure"]

    @admin.display(description=gettext_lazy("Figure"))
    def figure(self, line: ScorecardLine) -> str:
        return str(BY_CODE[line.indicator].label) if line.indicator in BY_CODE else line.indicator


class CriterionInline(OnlyBeforeUse):
    model = Criterion
    fields = ("labels", "dimension", "weight", "fatal", "position")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Its name is read as words where it is no longer an input."""
        if self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        return [(None, {"fields": ["label", *self.fields[1:]]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if self.has_change_permission(request, obj) else ["label"]

    @admin.display(description=pgettext_lazy("column", "Name"))
    def label(self, criterion: Criterion) -> str:
        return criterion.label


class VersionAdmin(HouseAdmin):
    """A version with its rows."""

    actions = ["copy_as_new_version"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return (
            [field.name for field in self.model._meta.fields if field.name != "id"]
            if obj and is_fixed(obj, timezone.now())
            else []
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and is_fixed(obj, timezone.now()))

    def get_actions(self, request: HttpRequest) -> Any:
        """Deleting many at once would not ask which of them are in force."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description=gettext_lazy("Copy as a new version"))
    def copy_as_new_version(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """In force from the first of next month on, until then to be edited."""
        if queryset.count() != 1:
            self.message_user(request, _("Choose one version."), messages.WARNING)
            return None
        version = queryset.get()
        copied = copy(version, next_month(timezone.localtime()))
        self.log_addition(request, copied, [{"added": {}}])
        return HttpResponseRedirect(reverse(f"admin:quality_{self.model._meta.model_name}_change", args=[copied.pk]))


def next_month(at: datetime) -> datetime:
    return (at.replace(day=1) + timedelta(days=32)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


@admin.register(ScorecardVersion)
class ScorecardVersionAdmin(VersionAdmin):
    form = CardVersionForm
    list_display = ["__str__", "valid_from"]
    list_select_related = ["card"]
    inlines = [LineInline]


@admin.register(InspectionFormVersion)
class InspectionFormVersionAdmin(VersionAdmin):
    list_display = ["__str__", "valid_from"]
    list_select_related = ["form"]
    inlines = [CriterionInline]


@admin.register(Scorecard)
class ScorecardAdmin(HouseAdmin):
    list_display = ["code", "__str__", "of", "is_active"]


@admin.register(InspectionForm)
class InspectionFormAdmin(HouseAdmin):
    list_display = ["code", "__str__", "is_active"]
