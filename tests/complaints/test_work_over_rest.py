"""The list of work and finding a ticket over REST: the same tickets, in the same order, as at the desk."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.desk import worklist
from complaints.models import Ticket
from tests import making
from tests.api.conftest import Caller, caller
from tests.making import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
WORK, FIND = "/api/v1/worklist/", "/api/v1/find/"


@pytest.fixture
def desk(handler, as_staff) -> Client:
    return as_staff(handler)


@pytest.fixture
def due(north, network, handler):
    """A ticket of the handler's own, due so many hours from now."""

    def make(hours: int, **more) -> str:
        ticket = making.make_ticket("investigating", region=north, team=network, handler=handler, **more)
        Ticket.objects.filter(pk=ticket.pk).update(next_due_at=NOW + timedelta(hours=hours))
        return ticket.number

    return make


def numbers(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [one["number"] for one in answer.json()["results"]]


def test_my_work_comes_in_the_order_it_is_due_and_says_where_it_stands(due, desk):
    later, late = due(40), due(-1)
    told = desk.get(WORK).json()
    assert [(one["number"], one["group"], one["overdue"]) for one in told["results"]] == [
        (late, "overdue", True),
        (later, "later", False),
    ]
    assert (told["view"], told["views"]["mine"], told["all"], told["next"]) == ("mine", 2, 2, None)
    assert (told["facets"]["due"]["overdue"], told["facets"]["due"]["hour"]) == (1, 0)
    assert told["results"][0]["customer"] == "Mei Chen"


def test_it_is_narrowed_by_what_the_desk_offers(due, desk, handler):
    late, critical = due(-1), due(30, priority="critical")
    assert numbers(desk.get(WORK, {"due": "overdue"})) == [late]
    assert numbers(desk.get(WORK, {"mind": "critical"})) == [critical]
    assert numbers(desk.get(WORK, {"due": ["overdue", "later"], "stage": "investigating"})) == [late, critical]
    assert numbers(desk.get(WORK, {"view": "new"})) == []
    assert numbers(desk.get(WORK, {"view": "all", "handler": handler.username})) == [late, critical]
    assert numbers(desk.get(WORK, {"view": "all", "handler": "nobody"})) == []


def test_it_is_paged_by_key_and_costs_the_same_however_long_it_is(due, desk):
    def statements() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert desk.get(WORK).status_code == 200
        return len(taken.captured_queries)

    due(1)
    few = statements()
    for hours in range(2, worklist.PAGE + 3):
        due(hours)
    first = desk.get(WORK).json()
    assert len(first["results"]) == worklist.PAGE
    second = numbers(desk.get(WORK, {"after": first["next"]}))
    assert len(second) == 2
    assert not {one["number"] for one in first["results"]} & set(second)
    assert statements() == few


@pytest.mark.parametrize(
    "asked",
    [{"due": "yesterday"}, {"view": "theirs"}, {"colour": "red"}, {"handler": "a\0b"}, {"handler": ["x"] * 21}],
)
def test_what_the_desk_does_not_know_is_refused_by_name(desk, asked):
    refused = desk.get(WORK, asked)
    assert (refused.status_code, refused.json()["errors"].keys()) == (400, asked.keys())


@pytest.mark.parametrize("key", ["x", "n-x", "d9999999999999999999999-1", "n-99999999999999999999", "\0"])
def test_a_key_that_is_none_is_no_error(due, desk, key):
    due(1)
    assert desk.get(WORK, {"after": key}).status_code == 200


def test_a_ticket_is_found_by_number_contact_and_name_by_who_may_see_it(due, desk, agent_south, as_staff):
    number = due(1)
    for typed in (number, "mei.chen@customer.invalid", "Mei"):
        assert numbers(desk.post(FIND, {"q": typed}, "application/json")) == [number], typed
        assert numbers(as_staff(agent_south).post(FIND, {"q": typed}, "application/json")) == []
    told = desk.post(FIND, {"q": number}, "application/json").json()
    assert (told["number"], told["mistyped"], told["more"]) == (number, False, False)
    assert desk.post(FIND, {"q": "M"}, "application/json").json()["too_short"]


def test_a_confidential_customer_is_not_found_by_name_by_the_department(due, desk):
    number = due(1, confidential=True)
    assert numbers(desk.post(FIND, {"q": "Mei"}, "application/json")) == []
    told = desk.post(FIND, {"q": number}, "application/json").json()["results"]
    assert [(one["number"], one["customer"]) for one in told] == [(number, "")]


@pytest.mark.parametrize("body", [{}, {"q": ""}, {"q": "x" * 201}, {"q": 7}, {"p": "x"}])
def test_what_cannot_be_looked_for_is_refused_by_field(desk, body):
    assert desk.post(FIND, body, "application/json").status_code == 400


def test_a_program_has_no_work_and_finds_nobody(db):
    program: Caller = caller("wall", "tickets:read", "shift:read", "customers:read")
    assert program.get(WORK).status_code == program.post(FIND, {"q": "Mei"}).status_code == 403
