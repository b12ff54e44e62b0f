"""Calendars, holidays, people and their roles set over REST, with the checks of the administrator's pages."""

from datetime import date
from typing import Any

import pytest
import time_machine

from servicecenter import api_keys, opening_hours
from servicecenter.models import Calendar, CalendarDay, Event, RoleHeld, User
from tests import making
from tests.api.conftest import Caller, session
from tests.api.test_rules import BOTH, administrator, ask, logged  # noqa: F401 - a fixture among them
from tests.making import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("north")]
SET = "/api/v1/settings/"
WEEK = {"mon": [["09:00", "12:00"], ["13:00", "17:00"]]}
NEW = {"code": "branch", "labels": BOTH, "zone": "Asia/Shanghai", "hours": WEEK}
DAY = {"calendar": "office", "date": "2026-04-06", "kind": "holiday"}
ROLE = {"user": "hana", "role": "reviewer", "region": "north", "since": "2026-04-01T00:00:00+08:00"}


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def calendars(desk: Caller) -> dict[str, Any]:
    return {row["code"]: row for row in desk.http.get(f"{SET}calendars/").json()}


def test_a_calendar_is_made_given_its_holidays_and_read_with_what_is_provisional(administrator):  # noqa: F811
    made = ask(administrator, "POST", f"{SET}calendars/", **NEW, holidays_of="CN")
    assert (made.status_code, made.json()["known_until"], made.json()["provisional"]) == (201, None, []), made.content
    holidays = f"{SET}calendars/branch/holidays/"
    planned = administrator.http.get(holidays).json()
    loaded = ask(administrator, "POST", holidays, years=[2026, 2031])
    assert (loaded.status_code, loaded.json()["provisional"]) == (200, [2031])
    assert planned["add"][0]["date"] == loaded.json()["add"][0]["date"] == "2026-01-01"
    row = calendars(administrator)["branch"]
    assert (row["known_until"], row["provisional"]) == ("2026-12-31", [2031])
    again = ask(administrator, "POST", holidays, years=[2026, 2031]).json()
    assert (again["add"], again["remove"]) == ([], [])
    assert logged() == [("added", "api"), ("changed", "api")]


def test_a_day_that_differs_counts_at_once_and_is_told_in_its_calendars_history(administrator):  # noqa: F811
    office = Calendar.objects.get(code="office")
    day = date(2026, 4, 6)
    assert opening_hours.of(office).is_working_day(day)
    made = ask(administrator, "POST", f"{SET}calendar-days/", **DAY, labels=BOTH)
    assert made.status_code == 201, made.content
    office.refresh_from_db()
    assert not opening_hours.of(office).is_working_day(day)
    one = f"{SET}calendar-days/{made.json()['id']}/"
    open_ = ask(administrator, "PATCH", one, kind="workday", blocks=[["10:00", "12:00"]], provisional=True)
    assert (open_.status_code, open_.json()["blocks"]) == (200, [["10:00", "12:00"]]), open_.content
    assert ask(administrator, "DELETE", one).status_code == 204
    office.refresh_from_db()
    assert opening_hours.of(office).is_working_day(day)
    told = Event.objects.filter(kind="configuration.changed").first().payload
    assert (told["model"], told["pk"], told["fields"]) == ("servicecenter.calendar", office.pk, ["days"])


@pytest.mark.parametrize(
    ("path", "said", "field"),
    [
        ("calendars/", {**NEW, "zone": "Moon/Crater"}, "__all__"),
        ("calendars/", {**NEW, "hours": {"mon": [["09:00", "12:00"], ["11:00", "13:00"]]}}, "__all__"),
        ("calendars/", {**NEW, "hours": {"mon": "09:00-12:00"}}, "hours"),
        ("calendars/", {**NEW, "hours": {"someday": [["09:00", "12:00"]]}}, "__all__"),
        ("calendars/", {**NEW, "holidays_of": "XX"}, "holidays_of"),
        ("calendars/office/holidays/", {"years": [2099]}, "years"),
        ("calendars/office/holidays/", {"years": 2026}, "years"),
        ("calendar-days/", {**DAY, "kind": "workday"}, "__all__"),
        ("calendar-days/", {**DAY, "date": "0001-01-01"}, "date"),
        ("calendar-days/", {**DAY, "labels": {"en": "Only"}}, "labels"),
        ("calendar-days/", {**DAY, "calendar": "none"}, "calendar"),
        ("staff/", {"username": "hana"}, "username"),
        ("staff/", {"username": "no name"}, "username"),
        ("staff/", {"username": "nina", "team": "none"}, "team"),
        ("staff/", {"username": "nina", "language": "fr"}, "language"),
        ("staff/", {"username": "nina", "password": "x"}, "password"),
        ("staff/hana/password/", {"password": "1234"}, "password"),
        ("staff/hana/password/", {}, "password"),
        ("roles/", {**ROLE, "role": "king"}, "role"),
        ("roles/", {**ROLE, "until": ROLE["since"]}, "until"),
        ("roles/", {**ROLE, "region": "west"}, "region"),
        ("roles/", {**ROLE, "user": "nobody"}, "user"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_field_and_nothing_is_kept(administrator, handler, path, said, field):  # noqa: F811
    refused = ask(administrator, "POST", SET + path, **said)
    assert (refused.status_code, list(refused.json()["errors"])) == (400, [field]), refused.content
    assert logged() == []


def test_a_day_is_entered_once(administrator):  # noqa: F811
    CalendarDay.objects.create(calendar=Calendar.objects.get(code="office"), date="2026-04-06", kind="holiday")
    assert ask(administrator, "POST", f"{SET}calendar-days/", **DAY).status_code == 400
    other = ask(administrator, "POST", f"{SET}calendar-days/", **{**DAY, "date": "2026-04-07"}).json()["id"]
    moved = ask(administrator, "PATCH", f"{SET}calendar-days/{other}/", date=DAY["date"])
    assert moved.json()["errors"] == {"date": ["This day is entered already."]}


def test_somebody_new_is_made_given_roles_for_a_time_and_a_region_and_a_password(administrator, network):  # noqa: F811
    staff = f"{SET}staff/"
    made = ask(administrator, "POST", staff, username="nina", first_name="Nina", team="network", language="zh-hans")
    assert (made.status_code, made.json()["is_active"], made.json()["is_superuser"]) == (201, True, False), made.content
    assert not User.objects.get(username="nina").has_usable_password()
    role = {**ROLE, "user": "nina", "role": "administrator", "since": "2026-03-01T00:00:00+08:00"}
    held = ask(administrator, "POST", f"{SET}roles/", **role)
    assert held.status_code == 201, held.content
    assert ask(administrator, "POST", f"{staff}nina/password/", password="harbour-lantern-7").status_code == 204
    nina = User.objects.get(username="nina")
    assert (nina.is_staff, nina.check_password("harbour-lantern-7")) == (True, True)
    told = next(row for row in administrator.http.get(staff).json() if row["username"] == "nina")
    assert [(one["role"], one["region"]) for one in told["roles_held"]] == [("administrator", "north")]
    twice = ask(administrator, "POST", f"{SET}roles/", **{**role, "since": "2026-05-01T00:00:00+08:00"})
    assert "given twice at this time" in str(twice.json()["errors"]["since"])
    ended = ask(administrator, "PATCH", f"{SET}roles/{held.json()['id']}/", until="2026-03-10T00:00:00+08:00")
    assert ended.status_code == 200, ended.content
    nina.refresh_from_db()
    assert not nina.is_staff, "the way to these pages is gone with the role"
    assert ask(administrator, "PATCH", f"{staff}nina/", username="nina.berg").json()["username"] == "nina.berg"
    assert logged() == [("added", "api")] * 2 + [("changed", "api")] * 3
    events = [f"{event.payload} {event.words.text}" for event in Event.objects.filter(kind="configuration.changed")]
    assert not any("lantern" in event or nina.password in event for event in events)


def test_nobody_is_deleted_but_put_at_rest(administrator, handler):  # noqa: F811
    one = f"{SET}staff/{handler.username}/"
    assert ask(administrator, "DELETE", one).status_code == 405
    assert ask(administrator, "PATCH", one, is_active=False).json()["is_active"] is False


def test_only_a_superuser_makes_or_changes_another_one(administrator, handler):  # noqa: F811
    chief = User.objects.create(username="chief", is_superuser=True)
    held = RoleHeld.objects.create(user=chief, role="agent", since=NOW)
    asked = [
        ("PATCH", "staff/chief/", {"first_name": "Hugo"}), ("PATCH", "staff/hana/", {"is_superuser": True}),
        ("POST", "staff/", {"username": "nina", "is_superuser": True}), ("POST", "roles/", {**ROLE, "user": "chief"}),
        ("DELETE", f"roles/{held.pk}/", {}), ("POST", "staff/chief/password/", {"password": "harbour-lantern-7"}),
    ]  # fmt: skip
    assert [ask(administrator, method, SET + path, **said).status_code for method, path, said in asked] == [403] * 6
    assert logged() == []
    above = session(chief)
    assert [ask(above, method, SET + path, **said).status_code for method, path, said in asked] == [
        200, 200, 201, 201, 204, 204,
    ]  # fmt: skip


def test_a_programs_key_is_taken_back_and_never_told(administrator):  # noqa: F811
    client, secret = making.make_client("hotline")
    told = administrator.http.get(f"{SET}clients/").json()
    assert [row["name"] for row in told] == ["hotline"]
    assert client.key_hash not in str(told)
    for _again in range(2):
        assert ask(administrator, "POST", f"{SET}clients/{client.pk}/revoked/").json()["is_active"] is False
    assert api_keys.find_client(secret, NOW) is None
    assert logged() == [("changed", "api")]


def test_nobody_else_reads_or_sets_it(handler):
    other = session(making.make_staff("supervisor"))
    paths = ["calendars/", "calendars/office/holidays/", "calendar-days/", "staff/", "roles/", "clients/"]
    assert [other.http.get(SET + path).status_code for path in paths] == [403] * 6
    paths = [*paths[:-1], "staff/hana/password/", "clients/1/revoked/"]
    assert [ask(other, "POST", SET + path).status_code for path in paths] == [403] * 7
