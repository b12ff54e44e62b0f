"""The administrator's pages: who may come in, and that every change leaves a trace.

Only the role administrator or a superuser; configuration, never customers. Every change is in Django's own
log and in the trail as `configuration.changed`: before and after, codes and numbers in the payload, words apart.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import ManyToManyRel
from django.forms import SplitDateTimeField
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from servicecenter import actors, admin_inputs, change_log, trail, trail_data, trail_words
from servicecenter.requests import request_id

SITE = ("site", 0)
KIND = "configuration.changed"


def declare() -> None:
    """Called once, when the app is ready."""
    trail.declare(
        KIND, ("model", "pk", "change", "fields", "before", "after", "rows"), ("name", "before", "after", "rows")
    )
    trail_words.name_kinds({KIND: pgettext_lazy("event", "A setting changed")})
    trail_data.tell_whole(KIND, change_log.told)


def may_configure(user: Any) -> bool:
    """An active superuser, or somebody who holds the role administrator now."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or "administrator" in user.roles_at(timezone.now())


class AdministrationSite(admin.AdminSite):
    site_title = site_header = index_title = _("Administration")
    site_url = "/desk/"

    def has_permission(self, request: HttpRequest) -> bool:
        return may_configure(request.user)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """One door for all staff, with its second factor and its count of failed tries."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"), settings.LOGIN_URL)


def keep_change(
    obj: Any,
    told: change_log.Change,
    rows: tuple[list[Any], list[Any]] = ([], []),
    *,
    actor: actors.Actor,
    at: datetime,
    source: str,
) -> None:
    """The one way a changed setting is recorded, on a page or over REST. In the transaction of the change."""
    trail.record(
        KIND, subject=SITE, at=at, actor=actor, source=source,
        payload={
            "model": obj._meta.label_lower, "pk": obj.pk, "change": told.change, "fields": told.fields, **told.codes,
            "rows": rows[0],
        },
        text={"name": str(obj), **told.words, "rows": rows[1]},
        request_id=request_id.get(),
    )  # fmt: skip


class HouseInputs:
    """Names in two languages and opening hours have inputs of their own; nobody writes JSON."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        ours = admin_inputs.of_model_field(db_field)
        field = ours or super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if isinstance(field, SplitDateTimeField):  # one label cannot stand for two inputs
            admin_inputs.say_what_it_is(field)
        return field


class HouseAdmin(HouseInputs, admin.ModelAdmin):
    """What the administrator may edit; every change is recorded in the same transaction."""

    list_per_page = 50
    show_full_result_count = False
    # Trail, rules and others' programs name a row by these: set once, as over REST.
    set_once: tuple[str, ...] = ("code",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        columns = {one.name for one in self.opts.fields}
        kept = [one for one in self.set_once if one in columns] if obj else []
        return [*super().get_readonly_fields(request, obj), *kept]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_configure(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_configure(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_configure(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_configure(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_configure(request.user)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Where nothing can be changed nothing is offered to be saved."""
        rows = context.get("inline_admin_formsets", ())
        may = any(one.has_change_permission or one.has_add_permission or one.has_delete_permission for one in rows)
        if any(one.has_add_permission for one in rows):
            context["more_rows"] = min(_rows_asked(request) + 3, MOST_EMPTY_ROWS)
        if not context["adminform"].form.fields and not may:
            context |= {"show_save": False, "show_save_and_continue": False, "show_save_and_add_another": False}
        return super().render_change_form(request, context, *args, **kwargs)

    object_history_template = "admin/house_history.html"

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        entries = change_log.history(KIND, self.model, int(object_id)) if object_id.isdigit() else []
        return super().history_view(request, object_id, {"entries": entries, **(extra_context or {})})

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """What stands in the way is counted, not listed: it may be thousands, and customers' own."""
        going, counted, refused, held = super().get_deleted_objects(objs, request)
        told = [gettext("Records that stand on it: %(count)s") % {"count": len(held)}] if held else []
        links = [one.through._meta for one in self.opts.related_objects if isinstance(one, ManyToManyRel)]
        counts: dict[Any, int] = dict(counted)
        losing = sum(counts.pop(one.verbose_name_plural, 0) for one in links)
        if losing:
            counts[gettext("Records that lose it")] = losing
        return _without(going, tuple(f"{capfirst(one.verbose_name)}: " for one in links)), counts, refused, told

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        told = change_log.of_form(form, "added" if add else "changed")
        rows = change_log.of_formsets(formsets or [])
        told.fields = sorted([*told.fields, *(one.prefix for one in formsets or [] if one.has_changed())])
        request.told_change = (told, rows)  # type: ignore[attr-defined]
        return super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._record(request, "added", obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._record(request, "changed", obj)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for obj in queryset:
            request.told_change = (change_log.of_deleted(obj), ([], []))  # type: ignore[attr-defined]
            self._record(request, "deleted", obj)
        return super().log_deletions(request, queryset)

    def tell_change(self, request: HttpRequest, **sides: dict[str, Any]) -> None:
        """What an action, not a form, is about to log: before={"valid_until": …}, after={…}."""
        names = sorted({*sides.get("before", {}), *sides.get("after", {})})
        told = change_log.Change("changed", names)
        for side, values in sides.items():
            for name, value in values.items():
                told.tell(side, self.model._meta.get_field(name), value)
        request.told_change = (told, ([], []))  # type: ignore[attr-defined]

    def _record(self, request: HttpRequest, change: str, obj: Any) -> None:
        """In the transaction of the change; what was told of it is used once."""
        now = timezone.now()
        told, rows = request.__dict__.pop("told_change", (change_log.Change(change, []), ([], [])))
        told.change = change
        keep_change(obj, told, rows, actor=actors.staff(request.user, now), at=now, source="admin")


def _without(told: list[Any], heads: tuple[str, ...]) -> list[Any]:
    """The tree of what goes, without the lines that begin so: links between records, which have no name of theirs."""
    kept = [_without(one, heads) if isinstance(one, list) else one for one in told]
    return [one for one in kept if one != [] and not (isinstance(one, str) and one.startswith(heads))]


COUNTED = re.compile(r"(.*?)( \(\d+\))?", re.DOTALL)  # a filter's value, and how many rows have it when that is shown


class ValuesFilter(admin.AllValuesFieldListFilter):
    """By the values there are; an empty one is said in words, so that its link has a name."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        everything, *values = super().choices(changelist)
        yield everything
        for choice in values:
            value, count = COUNTED.fullmatch(str(choice["display"])).groups()  # type: ignore[union-attr]
            yield {**choice, "display": (self.say(value) if value else gettext("not filled")) + (count or "")}

    def say(self, value: str) -> str:
        """The value in the reader's language; as it is unless a filter knows its words."""
        return value


def by_words(say: Callable[[str], str]) -> type[ValuesFilter]:
    """A filter by a code, shown as the words `say` has for it."""

    class WordsFilter(ValuesFilter):
        def say(self, value: str) -> str:
            return say(value)

    return WordsFilter


MOST_EMPTY_ROWS = 30


def _rows_asked(request: HttpRequest) -> int:
    asked = request.GET.get("rows", "")
    return min(int(asked), MOST_EMPTY_ROWS) if asked.isdecimal() and len(asked) < 4 else 0


class NamedRows(BaseInlineFormSet):
    """Each input of a row says what it is: its column's heading is not one to whoever hears the page."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            admin_inputs.say_what_it_is(field)


class HouseInline(HouseInputs, admin.TabularInline):
    """Rows of something the administrator may edit."""

    extra = 0
    formset = NamedRows

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Empty rows are added by script; without one they are asked for in the address."""
        return max(self.extra, _rows_asked(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_configure(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_configure(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_configure(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_configure(request.user)


class OnlyToRead(HouseAdmin):
    """Shown, never edited here, so nothing of it is in the log of changes."""

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return super().change_view(request, object_id, form_url, {"never_changed": True, **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
