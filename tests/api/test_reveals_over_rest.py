"""Contact points over REST: masked until a reason is given, each look on the record, and for people only."""

import pytest

from complaints.models import Ticket
from customers.models import ContactPoint
from servicecenter.models import Event
from tests import making
from tests.api.conftest import caller, session

pytestmark = pytest.mark.django_db
WHY = {"why": "The customer asked to be rung back."}


@pytest.fixture
def margaret(north):
    return making.make_customer("Margaret Ellery", "13800130142", region=north, account="40 2217 8806")


@pytest.fixture
def point(margaret) -> ContactPoint:
    return margaret.contact_points.get()


@pytest.fixture
def ticket(north, margaret, point) -> Ticket:
    return making.make_ticket(region=north, customer=margaret, contact_point=point)


@pytest.fixture(params=["of a ticket", "of a customer"])
def shelf(request, ticket, margaret) -> str:
    """Where the contact points hang."""
    of = f"tickets/{ticket.number}" if request.param == "of a ticket" else f"customers/{margaret.pk}"
    return f"/api/v1/{of}/contacts/"


def looks() -> list[Event]:
    return list(Event.objects.filter(kind="contact.revealed").select_related("words"))


def test_listed_masked_and_shown_in_full_against_a_reason_on_the_record(shelf, point, agent):
    desk = session(agent)
    listed = desk.get(shelf)
    assert [one["id"] for one in listed.json()] == [point.pk]
    assert str(point.value) not in listed.content.decode()
    shown = desk.post(f"{shelf}{point.pk}/", WHY)
    assert (shown.status_code, shown.json()["value"]) == (200, str(point.value))
    (look,) = looks()
    assert (look.actor_id, look.source, look.payload["contact_point"]) == (agent.pk, "api", point.pk)
    assert look.words.text == WHY


def test_each_look_is_kept_be_it_the_same_request_again(shelf, point, agent):
    for _ in range(2):
        session(agent).post(f"{shelf}{point.pk}/", WHY, Idempotency_Key="again")
    assert len(looks()) == 2


@pytest.mark.parametrize("body", [{}, {"why": ""}, {"why": "  "}, {"why": 7}, {"why": "x" * 301}, {**WHY, "x": 1}])
def test_without_a_reason_nothing_is_shown_and_nothing_kept(shelf, point, agent, body):
    refused = session(agent).post(f"{shelf}{point.pk}/", body)
    assert refused.status_code == 400, refused.content
    assert str(point.value) not in refused.content.decode()
    assert looks() == []


def test_another_s_point_another_region_s_and_none_are_answered_alike(shelf, point, agent, agent_south, north):
    foreign = making.make_customer("Nora North", "13900139000", region=north).contact_points.get()
    desk, south = session(agent), session(agent_south)
    none = desk.post(f"{shelf}987654/", WHY)
    assert none.status_code == 404
    for answer in (desk.post(f"{shelf}{foreign.pk}/", WHY), south.post(f"{shelf}{point.pk}/", WHY), south.get(shelf)):
        assert (answer.status_code, answer.content) == (404, none.content)
    assert looks() == []


def test_whoever_may_not_reach_the_customer_finds_no_point(ticket, point, north, network):
    hana = making.make_staff("handler", name="hana", region=north, team=network)
    Ticket.objects.filter(pk=ticket.pk).update(team=network, handler=hana, confidential=True)
    shelf = f"/api/v1/tickets/{ticket.number}/contacts/"
    assert session(hana).get(shelf).json() == []
    assert session(hana).post(f"{shelf}{point.pk}/", WHY).status_code == 404
    assert looks() == []


def test_a_program_sees_none_in_full(shelf, point):
    program = caller("pop", "customers:read", "tickets:read", "tickets:move")
    assert str(point.value) not in program.get(shelf).content.decode()
    assert program.post(f"{shelf}{point.pk}/", WHY).status_code == (404 if "tickets" in shelf else 403)
    assert looks() == []
