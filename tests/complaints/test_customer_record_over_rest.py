"""The rest of a customer's page over REST: the past, what is known and from what, who saw a contact in full."""

import pytest

from complaints.calling import reveals
from complaints.models import Contact
from customers.models import Care, CareKind, Consent, Tag
from tests import making
from tests.api.conftest import caller
from tests.making import NOW, acting, make_customer, named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


@pytest.fixture
def mei(north):
    return make_customer("Mei Chen", "mei.chen@customer.invalid", account="W7001", region=north)


def record(customer) -> str:
    return f"/api/v1/customers/{customer.pk}/record/"


def test_it_tells_what_the_page_tells(mei, north, agent, as_staff):
    ticket = making.make_ticket(region=north)
    contact = Contact.objects.create(
        channel="phone", agent=agent, customer=mei, started_at=NOW, ended_at=NOW, source="desk", region=north,
        note="Will ring again.", outcome=making.make_reason("contact_outcome"),
    )  # fmt: skip
    kind = CareKind.objects.create(code="dialysis", labels=named("dialysis"))
    Care.objects.create(customer=mei, kind=kind, source="phone", confirmed_at=NOW)
    Care.objects.create(customer=mei, kind=kind, source="phone", confirmed_at=NOW, ended_at=NOW)
    Consent.objects.create(customer=mei, purpose="handle_request", given_at=NOW, source="web")
    mei.tags.add(Tag.objects.create(code="landlord", labels=named("landlord")))
    point = mei.contact_points.get()
    reveals.reveal_of_customer(mei, point, why="To call back.", actor=acting(agent), at=NOW, source="desk")

    told = as_staff(agent).get(record(mei)).json()
    past = {(one["ticket"] or {}).get("number") or one["contact"]["note"] for one in told["history"]}
    assert past == {ticket.number, contact.note}
    assert [one["kind"] for one in told["cares"]] == ["dialysis"]
    assert [one["code"] for one in told["tags"]] == ["landlord"]
    assert {one["purpose"] for one in told["consents"]} == {"handle_request"}
    assert [one["why"] for one in told["seen_in_full"]] == ["To call back."]
    page = as_staff(agent).get(f"/desk/customers/{mei.pk}/").content.decode()
    for word in (ticket.number, contact.note, "To call back.", "landlord"):
        assert word in page


def test_it_is_for_the_staff_who_look_customers_up(mei, handler, as_staff):
    assert as_staff(handler).get(record(mei)).status_code == 403
    assert caller("web", "customers:read", "contacts:read").get(record(mei)).status_code == 403


def test_what_colleagues_noted_on_a_contact_is_told_to_them_and_to_no_program(mei, north, agent, as_staff):
    Contact.objects.create(
        channel="phone", agent=agent, customer=mei, started_at=NOW, ended_at=NOW, source="desk", region=north,
        note="Was upset.", outcome=making.make_reason("contact_outcome"),
    )  # fmt: skip
    notes = [
        [one["note"] for one in asker.get("/api/v1/contacts/").json()["results"]]
        for asker in (as_staff(agent), caller("wall", "contacts:read"))
    ]
    assert notes == [["Was upset."], [""]]
