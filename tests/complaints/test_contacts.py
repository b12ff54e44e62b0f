"""The log of contacts and the customer all round: who may read what, how far, and what stays covered."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.calling import contacts
from complaints.models import Contact, Reason
from complaints.refusals import Missing, NotNow
from servicecenter.models import Event
from tests import making
from tests.making import NOW, acting

pytestmark = pytest.mark.django_db
CODES = ("answered", "silent", "abusive", "chase")


@pytest.fixture(autouse=True)
def _outcomes(db):
    for code in CODES:
        making.make_reason(Reason.List.CONTACT_OUTCOME, code)


def contact(agent, region, code: str = "answered", *, minutes: int = 0, **fields) -> Contact:
    row = Contact.objects.create(
        channel="phone", agent=agent, region=region, started_at=NOW - timedelta(minutes=minutes), source="desk"
    )
    return contacts.record_contact(
        row, ended=contacts.outcome(code), actor=acting(agent), at=NOW - timedelta(minutes=minutes - 3),
        source="desk", **fields,
    )  # fmt: skip


def test_the_log_shows_every_contact_the_newest_first_with_its_tickets(agent, north, as_staff, ticket, at_ten):
    contact(agent, north, "silent", minutes=30)
    contact(agent, north, minutes=10, tickets=[ticket], note="They were glad")
    page = as_staff(agent).get("/desk/contacts/").content.decode()
    assert page.index("answered") < page.rindex("silent")
    assert ticket.number in page
    assert "They were glad" in page
    assert "3:00" in page


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("channel=phone", 2), ("channel=email", 0), ("outcome=silent", 1), ("made=ticket", 1), ("made=none", 1),
     ("agent=ada", 2), ("agent=nobody", 0), ("from=2026-03-11", 2), ("from=2026-03-12", 0), ("until=2026-03-10", 0),
     ("from=yesterday", 2), ("after=x", 2), ("after=99999999999999999999999999-1", 0), ("channel=%00", 2)],
)  # fmt: skip
def test_it_is_narrowed_by_what_is_asked(agent, north, as_staff, ticket, at_ten, asked, shown):
    contact(agent, north, "silent", minutes=30)
    contact(agent, north, minutes=10, tickets=[ticket])
    page = as_staff(agent).get(f"/desk/contacts/?{asked}").content.decode()
    assert page.count("<time ") == shown


def test_another_regions_contacts_are_not_in_it_and_departments_have_no_log(
    agent, agent_south, handler, north, as_staff, at_ten
):
    contact(agent, north, note="Only for the north")
    assert "Only for the north" not in as_staff(agent_south).get("/desk/contacts/").content.decode()
    assert as_staff(handler).get("/desk/contacts/").status_code == 403


def test_a_contact_of_no_region_names_nobody_whom_its_reader_may_not_look_up(
    agent, agent_south, north, as_staff, at_ten
):
    nora = making.make_customer("Nora North", region=north)
    contact(agent, north, note="Rang twice")
    Contact.objects.update(region=None, customer=nora)
    page = as_staff(agent_south).get("/desk/contacts/").content.decode()
    assert "Rang twice" in page
    assert "Nora North" not in page
    assert f"/desk/customers/{nora.pk}/" not in page
    assert "Nora North" in as_staff(agent).get("/desk/contacts/").content.decode()
    rows = [as_staff(who).get("/api/v1/contacts/").json()["results"][0] for who in (agent, agent_south)]
    assert [one["customer"] for one in rows] == [nora.pk, None]


def test_it_goes_on_by_key_and_takes_as_many_statements_for_many_as_for_few(agent, north, as_staff, ticket, at_ten):
    client = as_staff(agent)

    def taken() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/desk/contacts/").status_code == 200
        return len(seen)

    contact(agent, north, tickets=[ticket])
    few = taken()
    for n in range(1, 60):
        contact(agent, north, minutes=n, tickets=[ticket])
    assert taken() == few <= 9
    first = client.get("/desk/contacts/").content.decode()
    key = first.split("after=")[1].split('"')[0]
    second = client.get(f"/desk/contacts/?after={key}").content.decode()
    assert (first.count("<time "), second.count("<time ")) == (50, 10)


def test_recorded_it_is_one_event_and_cannot_be_recorded_again(agent, north):
    row = contact(agent, north, note="A word")
    event = Event.objects.get(kind="contact.recorded", subject_id=row.pk)
    assert event.payload["outcome"] == "answered"
    assert event.payload["seconds"] == 180
    assert "A word" not in str(event.payload)
    with pytest.raises(NotNow):
        contacts.record_contact(row, ended=None, actor=acting(agent), at=NOW, source="desk")


def test_abusive_only_after_two_warnings_and_then_the_recording_stays(agent, north):
    row = Contact.objects.create(channel="phone", agent=agent, region=north, started_at=NOW, source="desk")
    common = {"actor": acting(agent), "at": NOW, "source": "desk"}
    contacts.warn_caller(row, **common)
    with pytest.raises(Missing):
        contacts.record_contact(row, ended=contacts.outcome("abusive"), **common)
    contacts.warn_caller(row, **common)
    with pytest.raises(NotNow):
        contacts.warn_caller(row, **common)
    contacts.record_contact(row, ended=contacts.outcome("abusive"), **common)
    row.refresh_from_db()
    assert (row.warnings, row.keep_recording, row.outcome.code) == (2, True, "abusive")
    assert Event.objects.filter(kind="contact.warned", subject_id=row.pk).count() == 2


@pytest.fixture
def margaret(north):
    return making.make_customer("Margaret Ellery", "13800130142", region=north, account="40 2217 8806", arrears="64.10")


def test_the_customer_all_round(margaret, agent, north, as_staff, at_ten):
    ticket = making.make_ticket(region=north, customer=margaret)
    row = contact(agent, north, note="Asked about March")
    Contact.objects.filter(pk=row.pk).update(customer=margaret)
    page = as_staff(agent).get(f"/desk/customers/{margaret.pk}/").content.decode()
    for told in ("Margaret Ellery", ticket.number, "Asked about March", "Arrears", "From billing", "**** 8806"):
        assert told in page, page[page.index("<main") :]
    for covered in ("13800130142", "40 2217 8806", "64.10"):
        assert covered not in page


def test_a_number_is_shown_in_full_against_a_reason_that_stays(margaret, agent, as_staff, at_ten):
    point = margaret.contact_points.get()
    client, address = as_staff(agent), f"/desk/customers/{margaret.pk}/contacts/{point.pk}/"
    assert client.post(address, {"why": ""}).status_code == 422
    assert "+8613800130142" in client.post(address, {"why": "To ring her now"}).content.decode()
    page = client.get(f"/desk/customers/{margaret.pk}/").content.decode()
    assert "+8613800130142" not in page
    assert "To ring her now" in page
    assert Event.objects.get(kind="contact.revealed").subject_type == "customer"


def test_a_customer_of_another_region_does_not_exist_nor_their_number(margaret, agent_south, handler, as_staff):
    south = as_staff(agent_south)
    point = margaret.contact_points.get()
    none = south.get("/desk/customers/987654/")
    for address in (f"/desk/customers/{margaret.pk}/", f"/desk/customers/{margaret.pk}/contacts/{point.pk}/"):
        foreign = south.get(address)
        assert (foreign.status_code, foreign.content) == (404, none.content)
    assert as_staff(handler).get(f"/desk/customers/{margaret.pk}/").status_code == 403


def test_their_page_takes_as_many_statements_for_a_long_story_as_for_a_short_one(
    margaret, agent, north, as_staff, at_ten
):
    client = as_staff(agent)

    def go_on(times: int) -> None:
        for n in range(times):
            making.make_ticket(region=north, customer=margaret)
            row = contact(agent, north, minutes=n)
            Contact.objects.filter(pk=row.pk).update(customer=margaret)

    def taken() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/desk/customers/{margaret.pk}/").status_code == 200
        return len(seen)

    go_on(2)
    few = taken()
    go_on(20)
    assert taken() == few <= 20
