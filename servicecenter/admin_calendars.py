"""Administration of calendars: the week, the days that differ, and public holidays loaded after a look at them."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from servicecenter import opening_hours
from servicecenter.admin_forms import CalendarForm, refuse_impossible
from servicecenter.administration import HouseAdmin, HouseInline, NamedRows
from servicecenter.holiday_loading import Plan, load_holidays, plan_holidays
from servicecenter.models import Calendar, CalendarDay


class DaysFormSet(NamedRows):
    """Refuses days that contradict the week or each other, before anything is saved."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or not self.instance.zone:
            return
        shown = [form for form in self.forms if form.cleaned_data.get("date")]
        kept = [form.instance for form in shown if not form.cleaned_data.get("DELETE")]
        edited = {form.instance.pk for form in shown}
        others = [] if self.instance.pk is None else self.instance.days.exclude(pk__in=edited - {None})
        refuse_impossible(self.instance, [*others, *kept])


class DayInline(HouseInline):
    """From this year on: the years before are over."""

    model = CalendarDay
    formset = DaysFormSet
    fields = ["date", "kind", "blocks", "labels", "provisional"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(date__year__gte=timezone.now().year)


@admin.register(Calendar)
class CalendarAdmin(HouseAdmin):
    form = CalendarForm
    list_display = ["code", "__str__", "zone", "holidays_of", "known_until"]
    fields = ["code", "labels", "zone", "hours", "holidays_of"]
    inlines = [DayInline]
    actions = ["enter_holidays"]
    change_form_template = "admin/servicecenter/calendar/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        look = self.admin_site.admin_view(self.look_at_holidays)
        return [path("<int:pk>/holidays/", look, name="servicecenter_calendar_holidays"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("days")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []

    @admin.display(description=gettext_lazy("Public holidays known until"))
    def known_until(self, row: Calendar) -> str:
        if not row.holidays_of:
            return "–"
        told = str(opening_hours.known_until(row) or _("not entered"))
        years = sorted({day.date.year for day in row.days.all() if day.provisional})
        return f"{told} · {_('provisional: %(years)s') % {'years': ', '.join(map(str, years))}}" if years else told

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        opening_hours.changed(form.instance)

    def look_at_holidays(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What loading this year's and the next year's public holidays would change; then, asked to, does it."""
        calendar, years = get_object_or_404(Calendar, pk=pk), _years()
        back = reverse("admin:servicecenter_calendar_change", args=[pk])
        try:
            plan = plan_holidays(calendar, years)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return HttpResponseRedirect(back)
        if request.method == "POST":
            self._load(request, calendar)
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request), "opts": self.model._meta, "calendar": calendar, "plan": plan,
            "rows": _told(plan), "years": years, "title": _("Load the public holidays"),
        }  # fmt: skip
        return TemplateResponse(request, "admin/servicecenter/calendar/holidays.html", context)

    @admin.action(description=gettext_lazy("Enter the public holidays of this year and the next"))
    def enter_holidays(self, request: HttpRequest, queryset: QuerySet[Calendar]) -> None:
        for calendar in queryset:
            try:
                self._load(request, calendar)
            except ValidationError as error:
                self.message_user(request, f"{calendar}: {' '.join(error.messages)}", messages.ERROR)

    def _load(self, request: HttpRequest, calendar: Calendar) -> None:
        with transaction.atomic():
            before = calendar.revision
            written = load_holidays(calendar, _years())
            if calendar.revision != before:
                self.tell_change(request, before={"revision": before}, after={"revision": calendar.revision})
                self.log_change(request, calendar, [{"changed": {"fields": ["days"]}}])
        words = ngettext("%(calendar)s: %(count)d day entered", "%(calendar)s: %(count)d days entered", written)
        self.message_user(request, words % {"calendar": calendar, "count": written})


def _years() -> list[int]:
    year = timezone.now().year
    return [year, year + 1]


def _told(plan: Plan) -> list[tuple[CalendarDay, str]]:
    """Each day that changes, in order, and what becomes of it."""
    replaced = {day.date for day in plan.remove}
    added = [(day, _("confirmed") if day.date in replaced else _("added")) for day in plan.add]
    gone = {day.date for day in plan.add}
    removed = [(day, _("removed: it is not a holiday after all")) for day in plan.remove if day.date not in gone]
    return sorted([*added, *removed], key=lambda row: row[0].date)
