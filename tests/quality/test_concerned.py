"""Whom a matter concerns, and who may not read what is sensitive, learn nothing of it from any figure."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from complaints.models import Named, Ticket
from quality import inspecting
from quality.figures import Scope
from quality.indicators import ALL
from quality.models import Inspection, InspectionFormVersion
from servicecenter.models import User
from servicecenter.seeds.quality import seed_quality
from tests import making
from tests.making import NOW, acting, make_staff, make_ticket
from tests.quality.histories import answered, hear_all

pytestmark = pytest.mark.django_db
PERIOD = "since=2026-02-01&until=2026-03-31"
PAGES = (
    "/desk/quality/", "/desk/quality/again/", "/desk/quality/second-looks/", "/desk/quality/inspections/",
    "/desk/quality/inspections/mine/", "/desk/quality/scorecards/",
    *(f"/desk/quality/figures/{one.code}/{part}" for one in ALL for part in ("", "cases/", "trend/")),
    *(f"/desk/quality/figures/{one.code}/cases/?part=misses" for one in ALL),
    "/api/v1/quality/figures/", "/api/v1/quality/inspections/", "/api/v1/quality/second-looks/",
    *(f"/api/v1/quality/figures/{one.code}/{part}" for one in ALL for part in ("", "cases/", "trend/")),
)  # fmt: skip
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def matter(handler, network, north) -> Ticket:
    """Answered, rated and drawn to be inspected; it names nobody yet."""
    making.make_policy(reply=(5, "working_days"), first_response=(1, "working_days"))
    ticket = make_ticket("investigating", at=NOW - 2 * DAY, team=network, handler=handler, region=north)
    making.advance(ticket, "replied", at=NOW - DAY, by=acting(handler))
    answered(ticket, NOW - timedelta(hours=3))
    hear_all()
    list(seed_quality())
    version = InspectionFormVersion.objects.first()
    everything = Scope(Ticket.objects.all(), NOW - 10 * DAY, NOW, NOW)
    inspector = acting(make_staff("inspector", name="drawer"))
    inspecting.plan(version, everything, seed="s", size=5, region=None, team=None, actor=inspector, at=NOW)
    return ticket


def name(ticket: Ticket, user: User) -> None:
    Named.objects.create(ticket=ticket, user=user, at=NOW)
    Ticket.objects.filter(pk=ticket.pk).update(names_staff=True)


def read(user: User) -> Iterator[tuple[str, str]]:
    """Every page this person may open, with its address, as it stands for them."""
    client = Client()
    client.force_login(user)
    opened = 0
    for address in PAGES:
        page = client.get(f"{address}{'&' if '?' in address else '?'}{PERIOD}")
        assert page.status_code in {200, 403}, address
        if page.status_code == 200:
            opened += 1
            yield address, page.content.decode()
    assert opened


def finds(ticket: Ticket, user: User) -> bool:
    return any(ticket.number in page for _address, page in read(user))


@pytest.mark.parametrize("role", ["supervisor", "inspector", "complaint_manager", "auditor"])
def test_the_named_find_neither_the_ticket_nor_its_number_in_any_figure(matter, role, north):
    watcher = make_staff(role, name="named", region=north)
    assert finds(matter, watcher), "there was something to hide"
    name(matter, watcher)
    after = dict(read(watcher))
    assert not [address for address, page in after.items() if matter.number in page]
    hidden = {address: page for address, page in after.items() if address.startswith("/api/v1/quality/figures/")}
    counts = [int(one) for page in hidden.values() for one in re.findall(r'"(?:cases|hits)":(\d+)', page)]
    assert sum(counts) == 0, "not even as a count"


def test_their_line_and_their_team_stand_outside_too(matter, north, network):
    chief = make_staff("supervisor", name="chief", region=north)
    clerk = make_staff("agent", name="clerk", region=north)
    User.objects.filter(pk=clerk.pk).update(reports_to=chief)
    name(matter, clerk)
    assert not finds(matter, chief)


def test_an_inspection_of_a_matter_that_concerns_them_is_not_there(matter, north, handler):
    inspector = make_staff("inspector", name="named", region=north)
    name(matter, inspector)
    client = Client()
    client.force_login(inspector)
    one = Inspection.objects.get()
    assert client.get(f"/desk/quality/inspections/{one.pk}/").status_code == 404
    assert client.post(f"/desk/quality/inspections/{one.pk}/", {"words": "Fine."}).status_code == 404


def test_the_inspected_do_not_read_a_result_once_the_matter_names_them(matter, handler):
    Inspection.objects.update(submitted_at=NOW, score=80, words="Fine.")
    client = Client()
    client.force_login(handler)
    one = Inspection.objects.get()
    assert client.get(f"/desk/quality/inspections/{one.pk}/").status_code == 200
    name(matter, handler)
    assert client.get(f"/desk/quality/inspections/{one.pk}/").status_code == 404
    assert matter.number not in client.get("/desk/quality/inspections/mine/").content.decode()


@pytest.mark.parametrize("hidden", [{"sensitive": True}, {"nature": "report"}])
def test_an_inspector_counts_nothing_of_a_sensitive_matter_or_a_report(matter, hidden, north):
    inspector = make_staff("inspector", name="reader", region=north)
    assert finds(matter, inspector)
    Ticket.objects.filter(pk=matter.pk).update(**hidden)
    assert not finds(matter, inspector)


def test_a_program_counts_no_report_of_wrongdoing(matter):
    _row, key = making.make_client("figures", "quality:read")
    client = Client(headers={"authorization": f"Bearer {key}"})
    address = f"/api/v1/quality/figures/verified-solved/cases/?{PERIOD}"
    assert matter.number in client.get(address).content.decode()
    Ticket.objects.filter(pk=matter.pk).update(nature="report")
    assert client.get(address).json()["cases"] == []
