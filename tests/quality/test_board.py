"""The live board: each number opens exactly its tickets, and it is drawn anew only when it has changed."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints import rounds
from complaints.choices import Stage
from tests import making
from tests.making import NOW, acting, make_ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
BOARD = "/desk/board/"


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


def at_the_desk(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def busy(north, south, supervisor):
    """Tickets at every stage, some overdue since last night, one due within the hour, one held, one in the south."""
    making.make_policy(reply=(2, "minutes"), select={"priority": "urgent"})
    making.make_policy("slow", reply=(50, "minutes"))
    making.make_policy("slowest", reply=(9, "working_days"), select={"priority": "low"})
    for stage in (Stage.RECEIVED, Stage.REVIEWING, Stage.DISPATCHED, Stage.INVESTIGATING, Stage.REPLIED):
        make_ticket(stage, at=NOW - 3 * HOUR, priority="urgent")
        make_ticket(stage, at=NOW, priority="low")
    make_ticket(at=NOW - timedelta(minutes=10))
    held = make_ticket("investigating", at=NOW)
    making.hold(held, at=NOW, until=NOW + 50 * HOUR, by=acting(supervisor))
    make_ticket(region=south, at=NOW, priority="urgent")
    while rounds.sweep_clocks(NOW):
        pass


def numbers(page: str) -> list[tuple[str, int]]:
    return [
        (address.replace("&amp;", "&"), int(count))
        for address, count in re.findall(r'<a href="(/desk/[^"]*)">(\d+)</a>', page)
    ]


def listed(page: str) -> set[str]:
    return set(re.findall(r'"/desk/tickets/([\d-]+)/"', page))


def test_every_number_opens_exactly_its_tickets(supervisor, busy):
    desk = at_the_desk(supervisor)
    found = numbers(desk.get(BOARD).content.decode())
    assert len(found) > 40
    assert {count for _address, count in found} >= {0, 1, 2}
    for address, count in found:
        assert len(listed(desk.get(address).content.decode())) == count, address


def test_the_south_is_not_on_the_board_of_the_north(supervisor, complaint_manager, busy):
    def open_ones(user) -> int:
        return dict(numbers(at_the_desk(user).get(BOARD).content.decode()))["/desk/?view=all"]

    assert open_ones(complaint_manager) == open_ones(supervisor) + 1


def test_over_rest_the_tickets_behind_what_has_broken_are_those_of_the_page(supervisor, agent, busy):
    desk, where = at_the_desk(supervisor), "/api/v1/quality/board/broken/"
    on_page = listed(desk.get(f"{BOARD}broken/").content.decode())
    told = desk.get(where).json()
    assert {one["number"] for one in told["cases"]} == on_page != set()
    assert told["next"] is None
    counted = {one["milestone"]: one["count"] for one in desk.get("/api/v1/quality/board/").json()["broken"]}
    for milestone, count in counted.items():
        assert len(desk.get(where, {"milestone": milestone}).json()["cases"]) == count
    assert desk.get(where, {"milestone": "lunch"}).json()["errors"].keys() == {"milestone"}
    assert at_the_desk(agent).get(where).status_code == 403


@pytest.mark.parametrize("role", ["agent", "handler", "reviewer", "auditor", "administrator"])
def test_the_board_is_for_supervisors(role, north):
    desk = at_the_desk(making.make_staff(role, region=north))
    assert {desk.get(f"{BOARD}{part}").status_code for part in ("", "live/", "broken/", "came/today/")} == {403}


def test_nothing_changed_is_said_in_no_words(supervisor, busy):
    desk = at_the_desk(supervisor)
    first = desk.get(f"{BOARD}live/")
    etag = first["ETag"]
    assert etag.strip('"') in desk.get(BOARD).content.decode(), "the page asks with what it shows"
    again = desk.get(f"{BOARD}live/", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    make_ticket(at=NOW, priority="low")
    changed = desk.get(f"{BOARD}live/", headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed["ETag"] != etag


def test_arrivals_stand_beside_the_same_weekday_of_eight_weeks(supervisor, north):
    making.make_policy(reply=(5, "working_days"))
    for week in range(1, 9):
        for _ in range(week):
            make_ticket(at=NOW - timedelta(weeks=week))
    make_ticket(at=NOW)
    page = at_the_desk(supervisor).get(BOARD).content.decode()
    table = page.partition("As a table")[2].partition("</table>")[0]
    rows = [re.findall(r'<td class="n">(?:<a[^>]*>)?([\d.]*)', row) for row in table.split("<tr>")[1:]]
    hours, came, usual = rows
    assert hours[10] == "10"
    assert (came[10], usual[10]) == ("1", "4.5"), "1 to 8 came in the weeks before"
    assert came[11:] == [""] * 13, "what has not begun has no number"


def test_who_is_on_duty_here_is_named(supervisor, north, south):
    making.make_staff("agent", name="nora", region=north, on_duty=True)
    making.make_staff("agent", name="sofia", region=south, on_duty=True)
    making.make_staff("agent", name="all", on_duty=True)
    page = at_the_desk(supervisor).get(BOARD).content.decode()
    assert "Nora Lin" in page
    assert "All Lin" in page
    assert "Sofia Lin" not in page


def test_an_empty_house_has_a_calm_board(supervisor):
    page = at_the_desk(supervisor).get(BOARD).content.decode()
    assert "No promise is running." in page
    assert "Nobody is on duty." in page
    assert at_the_desk(supervisor).get(f"{BOARD}came/?hour=nonsense").status_code == 404


def test_the_board_asks_as_often_for_a_hundred_tickets_as_for_ten(supervisor, north):
    making.make_policy(reply=(5, "minutes"))
    desk = at_the_desk(supervisor)

    def statements() -> int:
        while rounds.sweep_clocks(NOW):
            pass
        with CaptureQueriesContext(connection) as taken:
            assert desk.get(f"{BOARD}live/").status_code == 200
        return len(taken.captured_queries)

    for _ in range(10):
        make_ticket(at=NOW - HOUR)
        make_ticket(at=NOW)
    few = statements()
    for _ in range(40):
        make_ticket(at=NOW - HOUR)
        make_ticket(at=NOW)
    assert statements() == few <= 12
