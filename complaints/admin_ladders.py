"""Administration of who is told when of a clock: the ladders, their versions with a date, and the steps in them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from complaints.admin_forms import LadderForm
from complaints.models import AlarmLadder, AlarmStep
from complaints.promises import ladders
from servicecenter.administration import HouseAdmin, HouseInline, NamedRows
from servicecenter.roles import ROLES


class Steps(NamedRows):
    def clean(self) -> None:
        super().clean()
        rows = [form.cleaned_data for form in self.forms if getattr(form, "cleaned_data", None)]
        kept = [row for row in rows if not row.get("DELETE") and row.get("role")]
        if not any(self.errors):
            ladders.refuse_incomplete([row.get("share") for row in kept])


class StepInline(HouseInline):
    model = AlarmStep
    formset = Steps
    extra = 3

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not _is_fixed(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_fixed(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_fixed(obj)

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        followed = _followed(request) if obj is None else None
        asked = super().get_extra(request, obj, **kwargs)
        return max(asked, followed.steps.count() + 1) if followed else asked


@admin.register(AlarmLadder)
class AlarmLadderAdmin(HouseAdmin):
    form = LadderForm
    list_display = ["__str__", "standing", "told", "wait", "wait_critical", "valid_from"]
    list_filter = ["sort"]
    inlines = [StepInline]
    change_form_template = "admin/complaints/alarmladder/change_form.html"

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [] if obj else ["number"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A version in force is never edited: clocks climb it."""
        if obj is None:
            return []
        return ["sort", "number", "valid_from", "wait", "wait_critical"] if _is_fixed(obj) else ["sort", "number"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_fixed(obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Of the version it is to follow everything but its beginning."""
        followed = _followed(request)
        return {name: getattr(followed, name) for name in ("sort", "wait", "wait_critical")} if followed else {}

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """Shown as typed already, so that what is posted is all new."""
        asked = super().get_formset_kwargs(request, obj, inline, prefix)  # type: ignore[misc]
        followed = _followed(request) if not obj.pk else None
        return {**asked, "initial": ladders.copy_of(followed)} if followed else asked

    def save_model(self, request: HttpRequest, obj: AlarmLadder, form: Any, change: bool) -> None:
        if not change:
            obj.number = ladders.next_number(obj.sort)
        super().save_model(request, obj, form, change)

    def save_related(self, *args: Any, **kwargs: Any) -> None:
        super().save_related(*args, **kwargs)
        ladders.forget()

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        return super().render_change_form(
            request, context | {"is_fixed": _is_fixed(kwargs.get("obj"))}, *args, **kwargs
        )

    @admin.display(description=pgettext_lazy("of a version", "Standing"))
    def standing(self, version: AlarmLadder) -> str:
        told = {
            "to_come": pgettext("of a version", "To come"),
            "in_force": pgettext("of a version", "In force"),
            "ended": pgettext("of a version", "Ended"),
        }
        return told[ladders.standing(version, timezone.now())]

    @admin.display(description=gettext_lazy("Warnings and who hears of them"))
    def told(self, version: AlarmLadder) -> str:
        return " · ".join(in_words(ladders.by_key(version.pk)))


def in_words(ladder: ladders.Ladder) -> list[str]:
    """What a clock says before and after its time, a line a step."""
    return [_step(step) % {"who": ROLES[step.role], "share": _percent(step)} for step in ladder.steps]


def _step(step: ladders.Step) -> str:
    if step.share is None:
        return _("%(who)s, while nobody has answered")
    if step.only_untouched:
        return _("%(share)s of the time: %(who)s, if nobody has touched it")
    return _("%(share)s of the time: %(who)s")


def _percent(step: ladders.Step) -> str:
    return f"{(step.share or 0) * 100:.0f} %"


def _is_fixed(version: AlarmLadder | None) -> bool:
    return version is not None and ladders.is_fixed(version, timezone.now())


def _followed(request: HttpRequest) -> AlarmLadder | None:
    """The version a new one is begun from; what is posted is not filled in again."""
    wanted = request.GET.get("from", "")
    if request.method != "GET" or not (wanted.isascii() and wanted.isdigit()):
        return None
    return AlarmLadder.objects.filter(pk=min(int(wanted), 2**62)).first()
