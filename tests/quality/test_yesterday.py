"""A day on one page: each number opens exactly the cases it was counted from, as far as its reader may see them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from complaints import actions
from complaints.models import Ticket
from servicecenter.outbox import relay
from tests import making
from tests.api.conftest import Caller, caller
from tests.making import NOW, acting, make_ticket

pytestmark = pytest.mark.django_db
PAGE, API = "/desk/board/yesterday/", "/api/v1/quality/days/2026-03-11/"
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def a_day_later():
    with time_machine.travel(TOMORROW, tick=False):
        yield


def at_the_desk(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def day(north, south, agent):
    """The eleventh of March: five came in the north, one of them a danger, one praise; two were answered."""
    making.make_policy(reply=(60, "minutes"))
    making.make_callback_rule()
    make_ticket(at=NOW, region=north, priority="critical")
    make_ticket(at=NOW, region=north, nature="praise")
    make_ticket("replied", at=NOW, region=north)
    make_ticket("replied", at=NOW, region=north)
    make_ticket(at=NOW, region=north)
    make_ticket(at=NOW, region=south)
    make_ticket(at=NOW - timedelta(days=1), region=north)
    called = Ticket.objects.filter(stage="replied").first()
    data = {"outcome": "reached", "result": "unsatisfied", "service": "fairly"}
    actions.perform(called, "record_callback", data, actor=acting(agent), at=NOW, source="desk", version=None)
    while relay(TOMORROW):
        pass


def figures(page: str) -> dict[str, int]:
    return {
        code: int(n) for code, n in re.findall(r'<a href="/desk/board/yesterday/([a-z-]+)/\?day=[^"]*">(\d+)<', page)
    }


def test_each_number_opens_exactly_its_cases(supervisor, day):
    desk = at_the_desk(supervisor)
    found = figures(desk.get(PAGE).content.decode())
    assert found == {
        "received": 5, "complaints": 4, "dangers": 1, "praise": 1, "replied": 2, "at-once": 0,
        "due": 5, "on-time": 2, "broken": 3, "reopened": 0, "calls": 1, "reached": 1, "satisfied": 0,
        "unsatisfied": 1,
    }  # fmt: skip
    for code, count in found.items():
        page = desk.get(f"{PAGE}{code}/?day=2026-03-11").content.decode()
        assert len(re.findall(r'"/desk/tickets/[\d-]+/"', page)) == count, code


def test_what_a_supervisor_may_not_see_is_not_counted(supervisor, complaint_manager, day):
    mine, whole = (figures(at_the_desk(one).get(PAGE).content.decode()) for one in (supervisor, complaint_manager))
    assert (mine["received"], whole["received"]) == (5, 6)


@pytest.mark.parametrize("asked", ["nonsense", "2026-03-12", "2099-01-01", "0001-01-01", "\0"])
def test_what_is_no_day_that_is_over_shows_yesterday(supervisor, day, asked):
    assert figures(at_the_desk(supervisor).get(PAGE, {"day": asked}).content.decode())["received"] == 5
    assert at_the_desk(supervisor).get(f"{PAGE}nothing/").status_code == 404


def test_another_day_has_its_own_figures(supervisor, day):
    page = at_the_desk(supervisor).get(PAGE, {"day": "2026-03-10"}).content.decode()
    assert figures(page)["received"] == 1
    assert "The day after" in page


@pytest.mark.parametrize("role", ["agent", "handler", "coordinator", "inspector", "administrator"])
def test_it_is_for_supervisors(role, north):
    stranger = making.make_staff(role, region=north)
    desk = at_the_desk(stranger)
    assert desk.get(PAGE).status_code == desk.get(f"{PAGE}received/").status_code == 403
    assert Caller(http=desk).get(API).status_code == 403


def test_the_same_over_rest(supervisor, day):
    wall = caller("wall", "quality:read")
    assert wall.get(API).json()["figures"]["received"] == 6
    session = Caller(http=at_the_desk(supervisor))
    assert session.get(API).json()["figures"]["broken"] == 3
    assert len(session.get(f"{API}broken/").json()["cases"]) == 3
    assert wall.get(f"{API}nothing/").status_code == 404
    assert wall.get("/api/v1/quality/days/2026-03-12/").status_code == 404
    assert wall.get("/api/v1/quality/days/today/").status_code == 404
