"""Administration of scorecards and inspection forms. What runs or has been used is shown, not edited: copy it."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quality.indicators import ALL
from quality.models import (
    Criterion,
    InspectionForm,
    InspectionFormVersion,
    Scorecard,
    ScorecardLine,
    ScorecardVersion,
)
from quality.models.scorecards import check_weights
from servicecenter.administration import HouseAdmin, HouseInline, NamedRows


class Weighed(NamedRows):
    """Refuses rows whose weights do not add up to 100 %, before anything is saved."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        kept = [one.cleaned_data for one in self.forms if one.cleaned_data and not one.cleaned_data.get("DELETE")]
        check_weights([row["weight"] for row in kept if not row.get("fatal")])


class LineForm(forms.ModelForm):
    indicator = forms.ChoiceField(choices=[(one.code, one.label) for one in ALL])

    class Meta:
        model = ScorecardLine
        fields = ["indicator", "dimension", "direction", "target_is", "target", "base_since", "base_until", "weight"]


class OnlyBeforeUse(HouseInline):
    """Rows of a version that may still be changed."""

    formset = Weighed

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not (obj and fixed(obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and fixed(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and fixed(obj))


class LineInline(OnlyBeforeUse):
    model = ScorecardLine
    form = LineForm


class CriterionInline(OnlyBeforeUse):
    model = Criterion


def fixed(version: ScorecardVersion | InspectionFormVersion) -> bool:
    """A scorecard's version from its first moment on, a form's once a sample was drawn with it."""
    if version.pk is None:
        return False
    if isinstance(version, InspectionFormVersion):
        return version.plans.exists()
    return version.valid_from <= timezone.now()


class VersionAdmin(HouseAdmin):
    """A version with its rows; parent and rows name what it belongs to and what a copy takes along."""

    actions = ["copy_as_new_version"]
    parent = ""
    rows = ""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in self.model._meta.fields if field.name != "id"] if obj and fixed(obj) else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and fixed(obj))

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
        copied = copy(version, self.parent, self.rows, next_month(timezone.localtime()))
        self.log_addition(request, copied, [{"added": {}}])
        return HttpResponseRedirect(reverse(f"admin:quality_{self.model._meta.model_name}_change", args=[copied.pk]))


def next_month(at: datetime) -> datetime:
    return (at.replace(day=1) + timedelta(days=32)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def copy(version: Any, parent: str, rows: str, since: datetime) -> Any:
    """The version's rows under the next number."""
    owner = getattr(version, parent)
    highest = owner.versions.aggregate(highest=Max("number"))["highest"]
    following = type(version).objects.create(**{parent: owner}, number=highest + 1, valid_from=since)
    for row in getattr(version, rows).all():
        row.pk, row.version = None, following
        row.save(force_insert=True)
    return following


@admin.register(ScorecardVersion)
class ScorecardVersionAdmin(VersionAdmin):
    list_display = ["__str__", "valid_from"]
    list_select_related = ["card"]
    inlines = [LineInline]
    parent, rows = "card", "lines"


@admin.register(InspectionFormVersion)
class InspectionFormVersionAdmin(VersionAdmin):
    list_display = ["__str__", "valid_from"]
    list_select_related = ["form"]
    inlines = [CriterionInline]
    parent, rows = "form", "criteria"


@admin.register(Scorecard)
class ScorecardAdmin(HouseAdmin):
    list_display = ["code", "__str__", "of", "is_active"]


@admin.register(InspectionForm)
class InspectionFormAdmin(HouseAdmin):
    list_display = ["code", "__str__", "is_active"]
