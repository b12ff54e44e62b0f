"""Administration of what is promised: policies, their versions with effective dates, and the targets in them."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from complaints.admin_forms import VersionForm
from complaints.admin_ladders import in_words
from complaints.models import Policy, PolicyVersion, Target
from complaints.pages import trials
from complaints.promises import ladders
from complaints.promises.deadlines import amount_words, because_words
from complaints.promises.policy_versions import copy_version, is_fixed, may_be_filled, next_number, take_back
from servicecenter.administration import HouseAdmin, HouseInline
from servicecenter.change_log import Change


class VersionInline(HouseInline):
    """The versions of a policy, to be opened one by one."""

    model = PolicyVersion
    fields = readonly_fields = ("number", "valid_from", "valid_until", "applies_to")
    show_change_link = True
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("Applies to"))
    def applies_to(self, version: PolicyVersion) -> str:
        return " · ".join(because_words(version))


@admin.register(Policy)
class PolicyAdmin(HouseAdmin):
    list_display = ["code", "__str__", "is_active", "told_source"]
    list_filter = ["is_active"]
    inlines = [VersionInline]

    @admin.display(description=pgettext_lazy("column", "Source"), ordering="source")
    def told_source(self, policy: Policy) -> str:
        return policy.told_source


class TargetForm(forms.ModelForm):
    """A promise tickets stand on is shown, not edited; only an empty danger-to-life time may still be filled."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        target = self.instance
        if target.pk and is_fixed(target.version, timezone.now()):
            for name, field in self.fields.items():
                field.disabled = not (name == "amount" and may_be_filled(target))


class TargetInline(HouseInline):
    model = Target
    form = TargetForm

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not (obj and is_fixed(obj, timezone.now()))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and is_fixed(obj, timezone.now()))


class SinceForm(forms.Form):
    since = forms.SplitDateTimeField(label=gettext_lazy("In force from"), widget=AdminSplitDateTime)


@admin.register(PolicyVersion)
class PolicyVersionAdmin(HouseAdmin):
    form = VersionForm
    list_display = ["__str__", "standing", "applies_to", "promises", "valid_from", "valid_until"]
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
            path("<int:pk>/copy/", site.admin_view(self.copy), name="complaints_policyversion_copy"),
            path("<int:pk>/try/", figures, name=name),
            path("<int:pk>/try/tickets/", tickets, name=f"{name}_tickets"),
        ]
        return [*ours, *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A version in force can only end."""
        if obj is None:
            return []
        if not is_fixed(obj, timezone.now()):
            return ["policy", "number"]
        return [field.name for field in PolicyVersion._meta.fields if field.name not in {"id", "valid_until"}]

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [] if obj else ["number"]

    def save_model(self, request: HttpRequest, obj: PolicyVersion, form: Any, change: bool) -> None:
        if not change:
            obj.number = next_number(obj.policy)
        super().save_model(request, obj, form, change)
        self._log_end(request, form.keep_moved())

    def delete_model(self, request: HttpRequest, obj: PolicyVersion) -> None:
        self._log_end(request, take_back(obj))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """The last first: each one's time falls to the one before it."""
        for version in queryset.order_by("-valid_from"):
            version.refresh_from_db()  # its end may just have changed
            self.delete_model(request, version)

    def _log_end(self, request: HttpRequest, kept: tuple[PolicyVersion, Change] | None) -> None:
        """That another version ends at another time now."""
        if kept:
            request.told_change = (kept[1], ([], []))  # type: ignore[attr-defined]
            self.log_change(request, kept[0], [{"changed": {"fields": ["valid_until"]}}])

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and is_fixed(obj, timezone.now()))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        context |= {"is_fixed": bool(obj and is_fixed(obj, timezone.now())), "ladders": _ladders()}
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("Applies to"))
    def applies_to(self, version: PolicyVersion) -> str:
        return " · ".join(because_words(version))

    @admin.display(description=gettext_lazy("Promises"))
    def promises(self, version: PolicyVersion) -> str:
        return " · ".join(_promise(target) for target in version.targets.all())

    @admin.display(description=pgettext_lazy("of a version", "Standing"))
    def standing(self, version: PolicyVersion) -> str:
        now = timezone.now()
        if version.valid_until and version.valid_until <= now:
            return pgettext("of a version", "Ended")
        if not version.policy.is_active:
            return pgettext("of a version", "Switched off")
        return pgettext("of a version", "To come") if version.valid_from > now else pgettext("of a version", "In force")

    @admin.action(description=gettext_lazy("New version from this one"))
    def copy_as_new_version(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        if queryset.count() != 1:
            self.message_user(request, _("Choose one version."), messages.WARNING)
            return None
        return HttpResponseRedirect(reverse("admin:complaints_policyversion_copy", args=[queryset.get().pk]))

    def copy(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks from when on, then opens the new version to be edited until then."""
        version = get_object_or_404(PolicyVersion.objects.select_related("policy"), pk=pk)
        form = SinceForm(request.POST or None)
        if form.is_bound and form.is_valid():
            ended = version.valid_until
            try:
                with transaction.atomic():
                    following = copy_version(version, since=form.cleaned_data["since"], now=timezone.now())
                    self._log_copy(request, version, following, ended)
            except ValidationError as error:
                form.add_error("since", error)
            else:
                return HttpResponseRedirect(reverse("admin:complaints_policyversion_change", args=[following.pk]))
        context = {
            **self.admin_site.each_context(request), "opts": self.model._meta, "version": version, "form": form,
            "title": _("New version from this one"), "media": self.media + form.media,
        }  # fmt: skip
        return TemplateResponse(request, "admin/complaints/policyversion/copy.html", context)

    def _log_copy(self, request: HttpRequest, version: PolicyVersion, following: PolicyVersion, ended: Any) -> None:
        self.tell_change(request, before={"valid_until": ended}, after={"valid_until": version.valid_until})
        self.log_change(request, version, [{"changed": {"fields": ["valid_until"]}}])
        self.tell_change(request, after={"number": following.number, "valid_from": following.valid_from})
        self.log_addition(request, following, [{"added": {}}])


def _ladders() -> list[tuple[str, list[str]]]:
    """What the clock of a target says before and after its time, in words, by the target's sort."""
    now = timezone.now()
    return [(str(sort.label), in_words(ladders.by_key(ladders.in_force(sort, now)))) for sort in Target.Sort]


def _promise(target: Target) -> str:
    amount = _("not filled") if target.amount is None else amount_words(target.amount, target.unit)
    return _("%(what)s: %(value)s") % {"what": target.get_milestone_display(), "value": amount}
