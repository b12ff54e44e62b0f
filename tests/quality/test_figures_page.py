"""The pages of figures: who may read them, and that every number opens exactly its cases."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.models import Ticket
from quality.figures import Scope, cases, measure, parts
from quality.indicators import ALL
from servicecenter.models import User
from tests import making
from tests.making import NOW, acting, make_ticket
from tests.quality.histories import answered, hear_all

pytestmark = pytest.mark.django_db
PERIOD = "since=2026-02-01&until=2026-03-31"
BASE = "/desk/quality/"


def at_the_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def handled(count: int, handler: User, team) -> None:
    """So many tickets answered yesterday by this handler, each by a customer who then says so."""
    for number in range(count):
        ticket = make_ticket("investigating", at=NOW - timedelta(days=2), team=team, handler=handler, name=f"C{number}")
        making.advance(ticket, "replied", at=NOW - timedelta(days=1), by=acting(handler))
        answered(ticket, NOW - timedelta(hours=number + 1), solved=number % 2 == 0)
    hear_all()


@pytest.fixture
def month(handler, network, time_machine_now):
    making.make_policy(reply=(5, "working_days"), first_response=(1, "working_days"))
    handled(4, handler, network)


@pytest.fixture
def time_machine_now():

    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("role", ["agent", "handler", "coordinator", "reviewer", "administrator"])
def test_figures_are_not_for_every_role(role, north):
    desk = at_the_desk(making.make_staff(role, region=north))
    for address in (BASE, f"{BASE}figures/on-time/", f"{BASE}figures/on-time/cases/"):
        assert desk.get(address).status_code == 403
    assert f'href="{BASE}"' not in desk.get("/desk/").content.decode()


def test_a_supervisor_finds_them_from_the_bar(supervisor, month):
    desk = at_the_desk(supervisor)
    assert f'href="{BASE}"' in desk.get("/desk/").content.decode()
    page = desk.get(f"{BASE}?{PERIOD}").content.decode()
    for indicator in ALL:
        assert str(indicator.label) in page


def test_every_number_opens_exactly_its_cases(supervisor, month):
    desk = at_the_desk(supervisor)
    overview = desk.get(f"{BASE}?{PERIOD}").content.decode()
    links = re.findall(r'href="(/desk/quality/figures/[\w-]+/cases/[^"]*)">(\d+)<', overview)
    for indicator in ALL:
        told = desk.get(f"{BASE}figures/{indicator.code}/?{PERIOD}").content.decode()
        links += re.findall(r'href="(/desk/quality/figures/[\w-]+/cases/[^"]*)">(\d+)<', told)
    assert len(links) > 90
    assert {"channel=web", "team=-", "person=-"} <= {
        part for address, _n in links for part in re.split("[?&;]", address)
    }
    for address, number in links:
        listed = desk.get(address.replace("&amp;", "&")).content.decode()
        assert len(re.findall(r'<th scope="row" class="num"><a href="/desk/tickets/', listed)) == int(number), address


def test_a_team_a_region_and_a_person_narrow_it(supervisor, month, billing_team, south):
    desk = at_the_desk(supervisor)

    def replied(narrowed: str) -> str:
        page = desk.get(f"{BASE}figures/reopened/cases/?{PERIOD}&{narrowed}").content.decode()
        return re.search(r"(\d+) cases?</p>", page)[1]

    assert [replied(one) for one in ("team=network", "team=billing", "region=north", "region=south")] == [
        "4", "0", "4", "0",
    ]  # fmt: skip
    assert [replied("person=hana"), replied("person=sven")] == ["4", "0"]


def test_one_person_s_few_cases_are_not_made_a_share(supervisor, month, handler, network):
    desk = at_the_desk(supervisor)
    address = f"{BASE}figures/verified-solved/?{PERIOD}"
    by_person = desk.get(address).content.decode().partition("By person")[2]
    assert "too few" in by_person
    handled(26, handler, network)
    by_person = desk.get(address).content.decode().partition("By person")[2]
    assert "too few" not in by_person
    assert "50.0 %" in by_person


def test_cases_are_paged_without_losing_or_repeating_one(supervisor, handler, network, time_machine_now):
    making.make_policy(reply=(5, "working_days"))
    handled(55, handler, network)
    desk = at_the_desk(supervisor)
    seen: list[str] = []
    address = f"{BASE}figures/reopened/cases/?{PERIOD}"
    while address:
        page = desk.get(address).content.decode()
        seen += re.findall(r'"/desk/tickets/([\d-]+)/"', page)
        further = re.search(r'href="(\?[^"]*after=[^"]*)"', page)
        address = f"{BASE}figures/reopened/cases/{further[1].replace('&amp;', '&')}" if further else ""
    assert len(seen) == len(set(seen)) == 55


@pytest.mark.parametrize("wrong", ["since=nonsense", "since=2026-03-02&until=2026-03-01", "team=none", "region=%00"])
def test_a_question_that_cannot_be_read_says_so(supervisor, wrong):
    page = at_the_desk(supervisor).get(f"{BASE}?{wrong}")
    assert page.status_code == 200
    assert "wrong" in page.content.decode()


def test_an_unknown_figure_or_part_is_not_there(supervisor):
    desk = at_the_desk(supervisor)
    assert desk.get(f"{BASE}figures/invented/").status_code == 404
    assert desk.get(f"{BASE}figures/on-time/cases/?part=invented").status_code == 404
    assert desk.get(f"{BASE}figures/on-time/cases/?after=nonsense").status_code == 200


def test_pages_ask_the_database_as_often_for_a_hundred_as_for_ten(supervisor, handler, network, time_machine_now):
    making.make_policy(reply=(5, "working_days"))
    desk = at_the_desk(supervisor)
    asked = (BASE, f"{BASE}figures/on-time/", f"{BASE}figures/on-time/cases/")

    def statements() -> list[int]:
        counted = []
        for address in asked:
            with CaptureQueriesContext(connection) as taken:
                assert desk.get(f"{address}?{PERIOD}").status_code == 200
            counted.append(len(taken.captured_queries))
        return counted

    handled(10, handler, network)
    few = statements()
    handled(90, handler, network)
    assert statements() == few
    assert max(few) <= len(ALL) + 12


def test_parts_of_every_indicator_have_names(supervisor):
    scope = Scope(Ticket.objects.all(), NOW - timedelta(days=1), NOW, NOW)
    for indicator in ALL:
        for part, name in parts(indicator, scope).items():
            assert part in {"all", "young"} or str(name)
            assert cases(indicator, scope, part).count() == 0
        assert measure(indicator, scope).share is None
