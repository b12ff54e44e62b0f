"""Nobody writes the name of a time zone or the code of a country by heart: both are chosen, and kept as they were."""

import re
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import translation

from servicecenter import calendar_choices
from servicecenter.holiday_loading import check_code
from servicecenter.models import Calendar
from tests import making
from tests.servicecenter.test_administration import calendar_form, desk  # noqa: F401 - a fixture


def options(page: str, name: str) -> str:
    return re.search(rf'<select name="{name}".*?</select>', page, re.S)[0]  # type: ignore[index]


@pytest.mark.django_db
def test_zone_and_country_are_chosen_by_name(desk):  # noqa: F811
    calendar = making.make_calendar()
    page = reverse("admin:servicecenter_calendar_change", args=[calendar.pk])

    shown = desk.get(page).content.decode()

    zones, lands = options(shown, "zone"), options(shown, "holidays_of")
    assert '<option value="Asia/Shanghai" selected>Shanghai</option>' in zones
    assert '<optgroup label="Asia">' in zones
    assert '<option value="GB-ENG">United Kingdom · England</option>' in lands
    assert '<option value="" selected>–</option>' in lands
    assert "admin_lands.js" in shown
    sent = calendar_form(calendar, zone="Europe/London", holidays_of="GB-ENG")
    assert desk.post(page, sent).status_code == 302
    calendar.refresh_from_db()
    assert (calendar.zone, calendar.holidays_of) == ("Europe/London", "GB-ENG")


@pytest.mark.django_db
def test_an_old_name_stays_as_it_is_until_another_is_chosen(desk):  # noqa: F811
    """Names for the same by which other programs keep a calendar are not among the choices, and are kept."""
    calendar = making.make_calendar()
    Calendar.objects.filter(pk=calendar.pk).update(zone="PRC", holidays_of="GBR")
    shown = desk.get(reverse("admin:servicecenter_calendar_change", args=[calendar.pk])).content.decode()
    assert '<option value="PRC" selected>' in options(shown, "zone")
    assert '<option value="GBR" selected>' in options(shown, "holidays_of")


def test_every_choice_can_be_kept():
    for code, _name in calendar_choices.lands():
        check_code(code)
    told = calendar_choices.zones()
    for group in told:
        for zone, _place in group[1] if isinstance(group[1], list) else [group]:
            ZoneInfo(zone)
    with translation.override("zh-hans"):
        assert {"亚洲", "欧洲"} <= {name for name, _zones in calendar_choices.zones()}
