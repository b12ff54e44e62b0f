"""Calls about danger over REST: the card, what is known so far, a crew, or how it ended; each agent's own."""

from datetime import timedelta

import pytest
import time_machine

from complaints.models import Contact, EmergencyCall, SafetyCard, Ticket
from servicecenter.models import Event, Team
from tests import making
from tests.api.conftest import Caller, caller, session
from tests.making import NOW

pytestmark = pytest.mark.django_db
CARDS, CALLS = "/api/v1/emergency/cards/", "/api/v1/emergency/calls/"
FACTS = {"place": "22 Linden Court", "callback": "+86 138 0013 8000", "hazard": "Gas in the stairwell."}


@pytest.fixture(autouse=True)
def card(db, network):
    category = making.make_category("gas-leak", nature="repair")
    for code in ("answered", "silent", "other", "registered", "dropped", "wrong_number"):
        making.make_reason("contact_outcome", code)
    return SafetyCard.objects.create(
        code="gas", labels=making.named("Smell of gas"), category=category, team=network, position=1,
        steps=[{"en": f"Step {n}", "zh-hans": f"第{n}步"} for n in range(1, 4)],
    )  # fmt: skip


@pytest.fixture
def at_ten():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def desk(agent, at_ten) -> Caller:
    return session(agent)


def begun(desk: Caller) -> str:
    answer = desk.post(CALLS, {"card": "gas"})
    assert answer.status_code == 201, answer.content
    return f"{CALLS}{answer.json()['id']}/"


def test_the_cards_are_told_in_the_reader_s_language(desk, agent):
    assert desk.get(CARDS).json()[0]["steps"] == ["Step 1", "Step 2", "Step 3"]
    assert session(agent, "zh-hans").get(CARDS).json()[0]["steps"][0] == "第1步"


def test_a_retired_card_is_neither_told_nor_begun(desk, card):
    SafetyCard.objects.update(is_active=False)
    assert desk.get(CARDS).json() == []
    assert desk.post(CALLS, {}).status_code == 404
    refused = desk.post(CALLS, {"card": "gas"})
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["card"])


def test_begun_twice_at_once_it_is_one_call(desk):
    assert begun(desk) == begun(desk)
    assert [one["id"] for one in desk.get(CALLS).json()] == [EmergencyCall.objects.get().pk]


def test_what_is_known_is_kept_bit_by_bit_and_each_step_with_its_moment(desk, at_ten):
    where = begun(desk)
    assert desk.put(where, {**FACTS, "said": [1]}).status_code == 200
    at_ten.move_to(NOW + timedelta(seconds=40))
    told = desk.put(where, {"said": [1, 2]}).json()
    assert {name: told[name] for name in FACTS} == FACTS, "what was not sent again stays"
    assert EmergencyCall.objects.get().said == {"1": NOW.isoformat(), "2": (NOW + timedelta(seconds=40)).isoformat()}
    assert [bool(one["said_at"]) for one in desk.get(where).json()["steps"]] == [True, True, False]


def test_what_cannot_be_read_is_named_and_neither_keeps_the_rest_nor_the_crew(desk, network):
    where = begun(desk)
    sent = desk.post(f"{where}dispatch/", {**FACTS, "place": "x" * 301, "team": "nobody", "said": [99]})
    assert sent.status_code == 201, sent.content
    assert set(sent.json()["call"]["not_kept"]) == {"place", "team", "said"}
    ticket = Ticket.objects.get()
    assert (ticket.number, ticket.stage, ticket.team) == (sent.json()["number"], "dispatched", network)
    assert sent.json()["call"]["hazard"] == FACTS["hazard"]


@pytest.mark.parametrize("wrong", [{"said": "1"}, {"said": ["1"]}, {"place": 7}, {"colour": "red"}])
def test_a_fact_of_another_type_is_refused_by_field(desk, wrong):
    refused = desk.put(begun(desk), wrong)
    assert (refused.status_code, list(refused.json()["errors"])) == (400, list(wrong))


def test_a_crew_goes_with_nothing_known_once_and_as_from_the_page(desk, agent):
    where = begun(desk)
    first, again = (desk.post(f"{where}dispatch/", {}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["number"] == again.json()["number"] == Ticket.objects.get().number
    sent = Event.objects.get(kind="ticket.emergency_dispatched")
    assert (sent.source, sent.actor_id, sent.payload["missing"]) == ("api", agent.pk, ["place", "callback"])
    assert desk.get(CALLS).json() == [], "it is no longer open"
    assert desk.get(where).json()["ticket"] == first.json()["number"], "and can be read still"


def test_without_any_crew_what_was_said_is_not_lost(desk):
    where = begun(desk)
    Team.objects.update(is_active=False)
    EmergencyCall.objects.update(team=None)
    assert desk.post(f"{where}dispatch/", FACTS).status_code == 409
    assert desk.get(where).json()["place"] == FACTS["place"]


def test_a_dropped_call_is_rung_back_three_times(desk):
    where = begun(desk)
    told = [desk.post(f"{where}lost/", {"reached": False}) for _ in range(4)]
    assert [one.status_code for one in told] == [200, 200, 200, 409]
    assert [one["reached"] for one in desk.get(where).json()["attempts"]] == [False] * 3
    assert list(desk.post(f"{where}lost/", {}).json()["errors"]) == ["reached"]


def test_over_without_a_crew_it_stands_in_the_log(desk):
    where = begun(desk)
    refused = desk.post(f"{where}over/", {**FACTS, "outcome": "registered"})
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["outcome"])
    assert desk.get(where).json()["place"] == FACTS["place"], "what was noted with it is kept"
    assert desk.post(f"{where}over/", {"outcome": "silent"}).json()["contact"] == Contact.objects.get().pk
    assert desk.get(CALLS).json() == []


def test_after_a_crew_it_is_not_over_without_one(desk):
    where = begun(desk)
    desk.post(f"{where}dispatch/", {})
    assert desk.post(f"{where}over/", {"outcome": "silent"}).status_code == 409


@pytest.mark.parametrize("then", ["", "dispatch/", "lost/", "over/"])
def test_a_colleague_s_call_is_as_none(desk, agent_south, then):
    where, other = begun(desk), session(agent_south)
    do = other.post if then else other.put
    theirs, none = do(f"{where}{then}", FACTS), do(f"{CALLS}987654/{then}", FACTS)
    assert (theirs.status_code, theirs.content) == (404, none.content)
    assert EmergencyCall.objects.get().place == ""
    assert other.get(CALLS).json() == []


def test_yesterday_s_call_is_only_to_be_read_on_its_ticket(desk, at_ten):
    where = begun(desk)
    at_ten.move_to(NOW + timedelta(hours=12, seconds=1))
    assert desk.get(where).status_code == 404
    assert desk.get(CALLS).json() == []


def test_neither_a_program_nor_a_role_without_the_move_takes_such_calls(handler):
    for other in (caller("hotline"), session(handler)):
        assert other.get(CARDS).status_code == 403
        assert other.post(CALLS, {}).status_code == 403
