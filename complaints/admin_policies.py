"""Administration of what is promised: policies, their versions with effective dates, and the targets in them."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.deadlines import amount_words, because_words
from complaints.models import Policy, PolicyVersion, Target
from complaints.pages import trials
from complaints.policy_versions import copy_version, is_used, may_be_filled
from servicecenter.administration import HouseAdmin, HouseInline


class VersionInline(HouseInline):
    """The versions of a policy, to be opened one by one."""

    model = PolicyVersion
    fields = readonly_fields = ["number", "valid_from", "valid_until", "applies_to"]
    show_change_link = True
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("Applies to"))
    def applies_to(self, version: PolicyVersion) -> str:
        return " · ".join(because_words(version))


@admin.register(Policy)
class PolicyAdmin(HouseAdmin):
    list_display = ["code", "__str__", "is_active", "source"]
    list_filter = ["is_active"]
    inlines = [VersionInline]


class TargetForm(forms.ModelForm):
    """A promise tickets stand on is shown, not edited; only an empty danger-to-life time may still be filled."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        target = self.instance
        if target.pk and is_used(target.version):
            for name, field in self.fields.items():
                field.disabled = not (name == "amount" and may_be_filled(target))


class TargetInline(HouseInline):
    model = Target
    form = TargetForm

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not (obj and is_used(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and is_used(obj))


class SinceForm(forms.Form):
    since = forms.SplitDateTimeField(label=gettext_lazy("In force from"), widget=AdminSplitDateTime)


@admin.register(PolicyVersion)
class PolicyVersionAdmin(HouseAdmin):
    list_display = ["__str__", "applies_to", "promises", "valid_from", "valid_until"]
    list_filter = ["policy__is_active", "nature", "priority"]
    list_select_related = ["policy", "category", "region"]
    inlines = [TargetInline]
    actions = ["copy_as_new_version"]
    change_form_template = "admin/complaints/policyversion/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("targets")

    def get_urls(self) -> list[URLPattern]:
        """Trying a version asks for a place of its own, before Django's pages of one row."""
        site, name = self.admin_site, "complaints_policyversion_try"
        figures = site.admin_view(partial(trials.figures, site=site))
        tickets = site.admin_view(partial(trials.tickets, site=site))
        ours = [
            path("<int:pk>/try/", figures, name=name),
            path("<int:pk>/try/tickets/", tickets, name=f"{name}_tickets"),
        ]
        return [*ours, *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Tickets stand on it: it can only end."""
        if obj is None or not is_used(obj):
            return []
        return [field.name for field in PolicyVersion._meta.fields if field.name not in {"id", "valid_until"}]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and is_used(obj))

    def render_change_form(self, request: HttpRequest, context: Any, **kwargs: Any) -> HttpResponse:
        context["is_used"] = bool(kwargs.get("obj") and is_used(kwargs["obj"]))
        return super().render_change_form(request, context, **kwargs)

    @admin.display(description=gettext_lazy("Applies to"))
    def applies_to(self, version: PolicyVersion) -> str:
        return " · ".join(because_words(version))

    @admin.display(description=gettext_lazy("Promises"))
    def promises(self, version: PolicyVersion) -> str:
        return " · ".join(_promise(target) for target in version.targets.all())

    @admin.action(description=gettext_lazy("Copy as a new version"))
    def copy_as_new_version(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Asks from when on, then opens the new version to be edited."""
        if queryset.count() != 1:
            self.message_user(request, _("Choose one version."), messages.WARNING)
            return None
        version = queryset.get()
        form = SinceForm(request.POST if "copy" in request.POST else None)
        if form.is_bound and form.is_valid():
            try:
                following = copy_version(version, since=form.cleaned_data["since"], now=timezone.now())
            except ValidationError as error:
                form.add_error("since", error)
            else:
                self.log_change(request, version, [{"changed": {"fields": ["valid_until"]}}])
                self.log_addition(request, following, [{"added": {}}])
                return HttpResponseRedirect(reverse("admin:complaints_policyversion_change", args=[following.pk]))
        context = {
            **self.admin_site.each_context(request), "opts": self.model._meta, "version": version, "form": form,
            "title": _("Copy as a new version"), "media": self.media + form.media,
        }  # fmt: skip
        return TemplateResponse(request, "admin/complaints/policyversion/copy.html", context)


def _promise(target: Target) -> str:
    amount = _("not filled") if target.amount is None else amount_words(target.amount, target.unit)
    return _("%(what)s: %(value)s") % {"what": target.get_milestone_display(), "value": amount}
