"""Customers, contacts and suggestions over REST: found, covered, recorded, and never beyond what one may see."""

import pytest
from django.test import Client

from complaints.models import Contact, Reason
from servicecenter.models import Event
from servicecenter.seeds.defaults import seed_defaults
from tests import making
from tests.api.conftest import Caller, caller

pytestmark = pytest.mark.django_db
LOOKUP, CONTACTS = "/api/v1/customers/lookup/", "/api/v1/contacts/"


@pytest.fixture
def margaret(north):
    seed_defaults()
    return making.make_customer("Margaret Ellery", "13800130142", region=north, account="40 2217 8806", arrears="64.10")


@pytest.fixture
def desk(agent) -> Caller:
    """An agent's own session, speaking JSON."""
    client = Client()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    return Caller(http=client)


def test_found_by_the_last_four_digits_masked_and_covered(margaret, north):
    ticket = making.make_ticket(region=north, customer=margaret)
    found = caller("pop", "customers:read", "tickets:read").post(LOOKUP, {"q": "0142"}).json()
    assert [one["id"] for one in found] == [margaret.pk]
    assert found[0]["open_tickets"] == [ticket.number]
    assert "40 2217 8806" not in str(found)
    assert "13800130142" not in str(found)
    assert "Arrears" in str(found)


def test_without_the_scope_nobody_is_found(margaret):
    other = caller("web", "tickets:create")
    assert other.post(LOOKUP, {"q": "0142"}).status_code == 403
    assert other.get(f"/api/v1/customers/{margaret.pk}/").status_code == 403
    assert other.get(CONTACTS).status_code == 403


@pytest.mark.parametrize("body", [{}, {"q": ""}, {"q": 7}, {"q": "x", "y": "z"}])
def test_what_is_no_question_is_refused_by_field(margaret, body):
    assert caller("pop", "customers:read").post(LOOKUP, body).status_code == 400


def test_account_facts_open_to_the_agent_who_verified_and_to_no_program(margaret, agent, desk, now, north):
    address = f"/api/v1/customers/{margaret.pk}/"
    assert desk.get(address).json()["accounts"][0]["number"] == "**** 8806"
    contact = Contact.objects.create(channel="phone", agent=agent, region=north, started_at=now, source="desk")
    verified = desk.post(f"{address}verifications/", {"contact": contact.pk, "method": "two-answers"})
    assert verified.status_code == 201, verified.content
    account = desk.get(address).json()["accounts"][0]
    assert (account["number"], account["arrears"]) == ("40 2217 8806", "64.10")
    assert caller("pop", "customers:read").get(address).json()["accounts"][0]["number"] == "**** 8806"
    assert Event.objects.filter(kind="contact.verified").count() == 1


@pytest.mark.parametrize("body", [{}, {"contact": 1}, {"contact": 10**30, "method": "two-answers"}, {"method": "x"}])
def test_a_verification_needs_a_contact_of_ones_own(margaret, desk, body):
    assert desk.post(f"/api/v1/customers/{margaret.pk}/verifications/", body).status_code == 400


def test_a_switchboard_records_what_it_heard_once(margaret, north):
    switch = caller("switch", "contacts:read", "contacts:write", "customers:read", "tickets:read")
    ticket = making.make_ticket(region=north)
    call = {
        "channel": "phone", "started_at": "2026-03-11T02:00:00Z", "ended_at": "2026-03-11T02:03:20Z",
        "outcome": "answered", "waited_seconds": 14, "customer": margaret.pk, "tickets": [ticket.number],
    }  # fmt: skip
    first = switch.post(CONTACTS, call, Idempotency_Key="a")
    assert first.status_code == 201, first.content
    assert switch.post(CONTACTS, call, Idempotency_Key="a").content == first.content
    row = Contact.objects.get()
    assert (row.talked.total_seconds(), row.waited_seconds, row.client.name) == (200, 14, "switch")
    listed = switch.get(f"{CONTACTS}?outcome=answered&channel=phone").json()["results"]
    assert [one["tickets"] for one in listed] == [[ticket.number]]
    assert switch.get(f"{CONTACTS}?outcome=silent").json()["results"] == []
    assert switch.get(f"{CONTACTS}?colour=red").status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "none"}, {"ended_at": "2026-03-11T01:00:00Z"}, {"ended_at": "2999-01-01T00:00:00Z"},
        {"customer": 10**30}, {"customer": 987654}, {"tickets": ["2603-000000-0"]}, {"tickets": ["x"]},
        {"waited_seconds": -1}, {"channel": "x"}, {"outcome": "abusive"},
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_contact_is_said_and_nothing_is_kept(margaret, wrong):
    call = {
        "channel": "phone", "started_at": "2026-03-11T02:00:00Z", "ended_at": "2026-03-11T02:03:20Z",
        "outcome": "silent",
    }  # fmt: skip
    refused = caller("switch", "contacts:write", "tickets:read").post(CONTACTS, call | wrong)
    assert refused.status_code == 400, refused.content
    assert not Contact.objects.exists()


def test_another_regions_customer_and_contacts_do_not_exist(margaret, agent_south, agent, now, north):
    client = Client()
    client.force_login(agent_south, backend="django.contrib.auth.backends.ModelBackend")
    south = Caller(http=client)
    making.make_reason(Reason.List.CONTACT_OUTCOME, "answered")
    Contact.objects.create(channel="phone", agent=agent, region=north, started_at=now, ended_at=now, source="desk")
    assert south.get(f"/api/v1/customers/{margaret.pk}/").status_code == 404
    assert south.post(LOOKUP, {"q": "0142"}).json() == []
    assert south.get(CONTACTS).json()["results"] == []


def test_words_suggest_a_kind_with_its_reason_and_its_promise(margaret):
    asked = {"words": "No water at all, on every tap", "region": "north"}
    told = caller("web", "tickets:create").post("/api/v1/suggestions/", asked).json()
    assert (told["nature"]["value"], told["category"]["value"]) == ("repair", "water-none")
    assert "“no water”" in told["category"]["because"]
    assert told["promise"]["words"].startswith("I am noting this as: No water.")
