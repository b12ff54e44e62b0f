"""What a page of the desk can do, the API can: decisions that wait, calls half written, restrictions, inspections."""

import uuid

import pytest
import time_machine

from complaints import actions
from complaints.models import Contact, Restriction, Ticket
from servicecenter.seeds.defaults import seed_defaults
from tests import making
from tests.api.conftest import Caller, caller, session
from tests.complaints.moves_supplied import supplied
from tests.making import NOW, acting, make_ticket

pytestmark = pytest.mark.django_db
APPROVALS, ALERTS, CALLS = "/api/v1/approvals/", "/api/v1/alerts/", "/api/v1/calls/"


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


def test_what_waits_for_a_decision_names_the_moves_that_take_it(supervisor, handler, agent, north):
    ticket = make_ticket("investigating", region=north, handler=handler)
    actions.perform(
        ticket, "propose", supplied("propose"), actor=acting(handler), at=NOW, source="desk", version=ticket.version
    )
    found = session(supervisor).get(APPROVALS).json()
    assert [(one["number"], one["sort"], one["grant"], one["back"]) for one in found] == [
        (ticket.number, "approval", "approve", "send_back")
    ]
    assert (found[0]["asked_by"], found[0]["amount"]) == (handler.username, "460.00")
    assert session(supervisor).move(ticket.number, "send_back", found[0]["version"], opinion="Why?").status_code == 200
    assert session(supervisor).get(APPROVALS).json() == []
    assert session(agent).get(APPROVALS).status_code == 403
    assert caller("wall", "tickets:read").get(APPROVALS).status_code == 403


def test_an_alert_stands_until_it_is_acknowledged_for_whoever_hears_it(ticket, supervisor, agent, south):
    assert session(supervisor).get(ALERTS).json() == []
    marked = session(agent).move(ticket.number, "mark_sensitive", ticket.version, why="The paper rang.")
    assert marked.status_code == 200
    (found,) = session(supervisor).get(ALERTS).json()
    assert (found["number"], found["title"]) == (ticket.number, ticket.title)
    elsewhere = making.make_staff("supervisor", name="sonja", region=south)
    assert session(elsewhere).get(ALERTS).json() == []
    assert session(supervisor).move(found["number"], "see_sensitive", found["version"]).status_code == 200
    assert session(supervisor).get(ALERTS).json() == []


def test_nobody_else_is_told_of_alerts(agent):
    assert session(agent).get(ALERTS).status_code == 403
    assert caller("wall", "tickets:read", "tickets:move").get(ALERTS).status_code == 403


@pytest.fixture
def call(agent) -> tuple[Caller, str]:
    seed_defaults()
    return session(agent), f"{CALLS}{uuid.UUID(int=7)}/"


def test_a_call_is_kept_as_it_is_typed_and_becomes_a_ticket_once(call, agent_south):
    desk, address = call
    said = {
        "words": "The water is brown.",
        "nature": "complaint",
        "name": "Mei",
        "contact": "13800138000",
        "place": "4 Canal Street",
    }
    assert desk.put(address, said).status_code == 200
    assert [one["typed"]["words"] for one in desk.get(CALLS).json()] == ["The water is brown."]
    assert session(agent_south).get(CALLS).json() == []
    for method in ("get", "put", "post"):
        other = getattr(session(agent_south), method)
        assert (other(address) if method == "get" else other(address, {})).status_code == 404
    saved = desk.post(address, {"do": "save"})
    assert saved.status_code == 201, saved.content
    assert Ticket.objects.get(number=saved.json()["number"]).channel == "phone"
    assert len(saved.json()["access_code"]) > 10
    assert desk.post(address, {"do": "save"}).status_code == 409
    assert Ticket.objects.count() == 1


def test_a_call_is_thrown_away_and_taken_back_or_ends_with_its_outcome(call):
    desk, address = call
    desk.put(address, {"words": "Wrong number", "outcome": "wrong-number"})
    assert desk.post(address, {"do": "discard"}).json()["discarded_at"]
    assert desk.get(CALLS).json() == []
    assert desk.post(address, {"do": "restore"}).json()["discarded_at"] is None
    ended = desk.post(address, {"do": "end"})
    assert ended.status_code == 200, ended.content
    assert Contact.objects.get(pk=ended.json()["contact"]).ended_at == NOW


def test_a_call_joins_what_is_open_already(call, north):
    desk, address = call
    ticket = make_ticket(region=north)
    desk.put(address, {"words": "When will it be clean?"})
    assert desk.post(address, {"do": "join", "ticket": "2603-000000-0"}).status_code == 404
    assert desk.post(address, {"do": "join", "ticket": ticket.number}).json()["number"] == ticket.number
    assert Ticket.objects.get(pk=ticket.pk).chases == 1


@pytest.mark.parametrize("body", [{"x": "y"}, {"words": 7}, {"words": None}])
def test_what_no_field_is_called_is_refused_by_name(call, body):
    desk, address = call
    assert desk.put(address, body).json()["errors"].keys() == body.keys()
    assert desk.get(CALLS).json() == []


def test_what_is_not_to_be_done_is_refused(call, handler):
    desk, address = call
    desk.put(address, {"words": "x"})
    assert desk.post(address, {"do": "burn"}).json()["errors"].keys() == {"do"}
    assert session(handler).get(CALLS).status_code == 403
    assert caller("web", "tickets:create", "contacts:write").put(address, {}).status_code == 403


@pytest.fixture
def shouting(north, agent):
    seed_defaults()
    customer = making.make_customer("Max Loud", "13800130142", region=north)
    outcome = making.Reason.objects.get(list="contact_outcome", code="abusive")
    contact = Contact.objects.create(
        agent=agent, customer=customer, channel="phone", started_at=NOW, ended_at=NOW, outcome=outcome, source="desk",
        region=north, warnings=2,
    )  # fmt: skip
    return customer, contact


def test_a_supervisor_restricts_and_lifts_and_nobody_else(shouting, supervisor, agent):
    customer, contact = shouting
    address = f"/api/v1/customers/{customer.pk}/restriction/"
    boss, body = (
        session(supervisor),
        {"evidence": [contact.pk], "until": "2026-04-11", "why": "Threats.", "letter": "Write."},
    )
    assert [one["id"] for one in boss.get(address).json()["evidence"]] == [contact.pk]
    for stranger in (session(agent), caller("web", "customers:read", "contacts:write")):
        assert stranger.get(address).status_code == stranger.post(address, body).status_code == 403
    assert boss.post(address, {**body, "evidence": [contact.pk + 1]}).json()["errors"].keys() == {"evidence"}
    assert boss.post(address, {**body, "until": "2026-03-01"}).json()["errors"].keys() == {"until"}
    assert boss.post(address, {"evidence": "x"}).status_code == 400
    imposed = boss.post(address, body)
    assert (imposed.status_code, imposed.json()["restricted"]) == (201, True)
    assert boss.post(address, body).status_code == 409
    assert boss.post(f"{address}lift/", {}).status_code == 400
    assert boss.post(f"{address}lift/", {"why": "Sorry said."}).json()["restricted"] is False
    assert boss.post(f"{address}lift/", {"why": "Again."}).status_code == 409
    assert Restriction.objects.get().lifted_at == NOW
    assert boss.get("/api/v1/customers/987654/restriction/").status_code == 404
