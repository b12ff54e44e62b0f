"""Calendars over REST, for administrators: their weeks, the days that differ, and public holidays loaded by year."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from complaints.api import bodies, rules
from complaints.api.policies import AdministratorView
from complaints.api.problem_schema import TOO_LARGE, problems
from complaints.api.rule_serializers import NamedRuleSerializer, RuleSerializer
from complaints.api.rules_schema import does, key
from servicecenter import administration, change_log, opening_hours
from servicecenter.admin_forms import CalendarForm, DayForm, refuse_impossible
from servicecenter.holiday_loading import load_holidays, plan_holidays
from servicecenter.models import Calendar, CalendarDay
from servicecenter.problems import WrongInput

AHEAD = 5  # years
MOST_YEARS = 6


class CalendarSerializer(NamedRuleSerializer):
    hours = serializers.DictField(help_text="The spans of each weekday; a day that is absent is closed.")
    known_until = serializers.SerializerMethodField(help_text="The last day of the last year announced; null: none.")
    provisional = serializers.SerializerMethodField(help_text="Years whose holidays are not announced yet.")

    class Meta:
        model = Calendar
        fields = ("code", "label", "labels", "zone", "hours", "holidays_of", "known_until", "provisional")
        extra_kwargs = {"holidays_of": {"help_text": "Whose public holidays it keeps, such as CN or GB-ENG."}}

    def get_known_until(self, row: Calendar) -> serializers.DateField(allow_null=True):  # type: ignore[valid-type]
        return opening_hours.known_until(row) if row.holidays_of else None

    def get_provisional(self, row: Calendar) -> list[int]:
        return sorted({day.date.year for day in row.days.all() if day.provisional})


class CalendarDaySerializer(RuleSerializer):
    """A day that is not as the week says: closed, or open with hours of its own."""

    blocks = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    labels = serializers.DictField(child=serializers.CharField(), help_text="The name by language; may be empty.")

    class Meta:
        model = CalendarDay
        fields = ("id", "calendar", "date", "kind", "blocks", "labels", "provisional")
        extra_kwargs = {"provisional": {"help_text": "Not announced by the authority yet."}}


def _judged(day: CalendarDay) -> None:
    refuse_impossible(day.calendar)
    opening_hours.changed(day.calendar)


class ThisYearOn(rules.EveryRule):
    """As on the page the years before are over."""

    def listed(self) -> QuerySet:
        return super().listed().filter(date__year__gte=self.at.year)


Calendars, OneCalendar = rules.of(
    CalendarSerializer, "calendar", "Every calendar, with the years whose holidays are known", tag="settings",
    never=["revision"], judged_by=CalendarForm, beside=("days",), after=staticmethod(opening_hours.changed),
    parts=(CalendarDay,),
)  # fmt: skip
Days, OneDay = rules.of(
    CalendarDaySerializer, "calendar_day", "The days of this year and later that differ from the week", tag="settings",
    keys={"pk": "pk"}, once=["calendar"], judged_by=DayForm, inside="calendar", after=staticmethod(_judged),
    listing=ThisYearOn,
)  # fmt: skip


class YearsSerializer(serializers.Serializer):
    years = serializers.ListField(
        child=serializers.IntegerField(), required=False, max_length=MOST_YEARS,
        help_text="This year and the next when not given.",
    )  # fmt: skip


class HolidayPlanDaySerializer(serializers.Serializer):
    date = serializers.DateField()
    kind = serializers.ChoiceField(choices=CalendarDay.Kind.choices)
    labels = serializers.DictField(child=serializers.CharField())
    provisional = serializers.BooleanField()


class HolidayPlanSerializer(serializers.Serializer):
    add = HolidayPlanDaySerializer(many=True)
    remove = HolidayPlanDaySerializer(many=True, help_text="Provisional days that are not so, or are announced by now.")
    provisional = serializers.ListField(child=serializers.IntegerField(), help_text="Years not announced yet.")


NO_CALENDAR = {404: "There is no such calendar."}


@extend_schema_view(
    get=does(
        "plan_holidays", "What loading the public holidays of this year and the next would change",
        {200: HolidayPlanSerializer, **problems(NO_CALENDAR)}, parameters=[key("code", "code")], tags=["settings"],
    ),
    post=does(
        "load_holidays", "Load public holidays and make-up working days", {200: HolidayPlanSerializer,
        **problems(NO_CALENDAR, TOO_LARGE)}, request=YearsSerializer, parameters=[key("code", "code")],
        tags=["settings"],
    ),
)  # fmt: skip
class Holidays(AdministratorView):
    def get(self, request: Request, code: str) -> Response:
        return Response(self._planned(self._held(code), self._usual()))

    def post(self, request: Request, code: str) -> Response:
        """What was done. Days entered by hand stay as they are."""
        years = bodies.read(request.data, {}, years=self._years).get("years") or self._usual()
        with transaction.atomic():
            calendar = self._held(code)
            told, before = self._planned(calendar, years), calendar.revision
            load_holidays(calendar, years)
            if calendar.revision != before:
                change, column = change_log.Change("changed", ["revision"]), Calendar._meta.get_field("revision")
                change.tell("before", column, before)
                change.tell("after", column, calendar.revision)
                administration.keep_change(calendar, change, actor=self.actor, at=self.at, source="api")
        return Response(told)

    def _held(self, code: str) -> Calendar:
        rows = Calendar.objects.filter(code=code)
        calendar = (rows.select_for_update() if self.request.method == "POST" else rows).first()
        if calendar is None:
            raise Http404
        return calendar

    def _usual(self) -> list[int]:
        return [self.at.year, self.at.year + 1]

    def _years(self, value: Any) -> list[int]:
        if not isinstance(value, list) or len(value) > MOST_YEARS:
            raise ValueError(_("Must be a list of years, at most %(count)d.") % {"count": MOST_YEARS})
        years = sorted({bodies.whole_number(one) for one in value})
        if any(not self.at.year <= year <= self.at.year + AHEAD for year in years):
            raise ValueError(_("This year and the %(count)d after it can be loaded.") % {"count": AHEAD})
        return years

    def _planned(self, calendar: Calendar, years: list[int]) -> dict[str, Any]:
        try:
            plan = plan_holidays(calendar, years)
        except ValidationError as error:
            raise WrongInput({"holidays_of": error.messages})
        return dict(HolidayPlanSerializer(plan).data)


urlpatterns = [
    path("settings/calendars/", Calendars.as_view(), name="set_calendars"),
    path("settings/calendars/<slug:code>/", OneCalendar.as_view(), name="set_calendar"),
    path("settings/calendars/<slug:code>/holidays/", Holidays.as_view(), name="set_holidays"),
    path("settings/calendar-days/", Days.as_view(), name="set_calendar_days"),
    path("settings/calendar-days/<int:pk>/", OneDay.as_view(), name="set_calendar_day"),
]
