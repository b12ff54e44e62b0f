"""A list asks the database as often for a hundred rows as for ten; so does a ticket, however long its story."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints import numbers
from complaints.models import CallbackRule, Ticket
from complaints.stages import investigate
from tests import making
from tests.making import NOW, acting, make_policy, make_ticket

pytestmark = pytest.mark.django_db
TRANSACTION_CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


def statements(ask) -> int:
    """How many statements the second call takes; the first one fills what is kept in the process."""
    ask()
    with CaptureQueriesContext(connection) as taken:
        response = ask()
    assert response.status_code == 200
    return len([one for one in taken.captured_queries if not one["sql"].startswith(TRANSACTION_CONTROL)])


def at_the_desk(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fill(count: int, user) -> None:
    """So many open tickets, each with customer, team, handler and clocks of its own."""
    for _ in range(count):
        make_ticket("investigating", handler=user, name=f"Customer {Ticket.objects.count()}")


MOST = {"list": 6, "ticket": 12}  # statements
LISTS = [
    "/desk/",
    "/desk/?view=all&kind=complaint",
    "/desk/find/?q=Customer",
    "/desk/find/?q=4+Canal",
    "/desk/find/?q=mei.chen@customer.invalid",
]
API_LISTS = ["", "&open=true", "&team=network&region=north"]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_of_the_desk(path, supervisor):
    make_policy(reply=(5, "working_days"), accept=(60, "minutes"))
    client = at_the_desk(supervisor)
    fill(10, supervisor)
    few = statements(lambda: client.get(path))
    fill(90, supervisor)
    assert statements(lambda: client.get(path)) == few <= MOST["list"]
    listed = set(re.findall(r"/desk/tickets/([\d-]+)/", client.get(path).content.decode()))
    assert len(listed) >= 20, "the rows are on the page"


@pytest.mark.parametrize("narrowed", API_LISTS)
def test_the_list_of_the_api(narrowed, supervisor):
    make_policy(reply=(5, "working_days"))
    _client, key = making.make_client()

    def ask():
        return Client().get(f"/api/v1/tickets/?page_size=100{narrowed}", headers={"Authorization": f"Bearer {key}"})

    fill(10, supervisor)
    few = statements(ask)
    fill(90, supervisor)
    assert statements(ask) == few <= MOST["list"]


def test_a_ticket_with_a_long_story(supervisor):
    make_policy(reply=(5, "working_days"))
    ticket = make_ticket("investigating", handler=supervisor)
    _client, key = making.make_client()
    code = numbers.draw_code()
    Ticket.objects.filter(pk=ticket.pk).update(access_code_hash=numbers.code_hash(code))
    desk, customer = at_the_desk(supervisor), Client()
    customer.post("/t/", {"number": ticket.number, "code": code})
    asked = {
        "desk": lambda: desk.get(f"/desk/tickets/{ticket.number}/"),
        "api": lambda: Client().get(f"/api/v1/tickets/{ticket.number}/", headers={"Authorization": f"Bearer {key}"}),
        "customer": lambda: customer.get(f"/t/{ticket.number}/"),
    }

    def go_on(times: int) -> None:
        for _ in range(times):
            investigate.escalate(ticket, actor=acting(supervisor), at=NOW, source="desk", words="They wait.")

    go_on(10)
    few = {name: statements(ask) for name, ask in asked.items()}
    go_on(90)
    assert {name: statements(ask) for name, ask in asked.items()} == few
    assert max(few.values()) <= MOST["ticket"]


def test_what_an_administrator_sets_is_listed_with_its_regions_at_once(db):
    desk = at_the_desk(making.make_staff("administrator"))

    def add(count: int) -> None:
        for number in range(CallbackRule.objects.count(), CallbackRule.objects.count() + count):
            region = making.make_region(f"region-{number}")
            CallbackRule.objects.create(code=f"rule-{number}", labels=making.named(f"Rule {number}"), region=region)

    add(10)
    few = statements(lambda: desk.get("/api/v1/callbacks/rules/"))
    add(90)
    assert statements(lambda: desk.get("/api/v1/callbacks/rules/")) == few <= MOST["list"]
    assert len(desk.get("/api/v1/callbacks/rules/").json()) == 100
