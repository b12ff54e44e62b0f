"""Every contact stands in the log, whoever or whatever took it; and the complainant is one of the parties."""

from django.test import Client

from complaints.models import Contact, EmergencyCall, Party
from servicecenter.outbox import relay
from tests.cases.conftest import HOSTS, at
from tests.making import make_client

ANSWER = {"words": "Flushed; it is clear again.", "outcome": "resolved", "result_1": "met"}


def heard(moment: str) -> None:
    while relay(at(moment)):
        pass


def ended(ticket) -> list[tuple[str, str, str]]:
    rows = ticket.contacts.order_by("started_at", "pk")
    return [(one.channel, one.direction, one.outcome.code) for one in rows]


def test_a_form_a_message_and_a_chase_each_are_a_contact_once(house):
    ticket = house.hears("The water is brown.")
    heard("2026-03-11 10:01")
    house.goes_to("2026-03-11 11:00")
    wrote = house.customer.post(f"/t/{ticket.number}/messages/", {"words": "It is worse now.", "token": "a"})
    assert wrote.status_code == 302
    house.goes_to("2026-03-11 12:00")
    house.done("agent", "chase", ticket, words="When do you come?")
    heard("2026-03-11 12:01")
    assert ended(ticket) == [("web", "in", "registered"), ("web", "in", "added"), ("phone", "in", "chase")]
    assert {one.customer_id for one in ticket.contacts.all()} == {ticket.customer_id}


def test_what_a_program_sends_in_is_its_contact(house):
    hotline, key = make_client("hotline", "tickets:create")
    sent = Client().post(
        "/api/v1/tickets/",
        {"nature": "complaint", "words": "Dry.", "place": "Here", "contact": "a@customer.invalid", "consent": True},
        content_type="application/json", headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "1"},
    )  # fmt: skip
    assert sent.status_code == 201, sent.content
    heard("2026-03-11 10:01")
    contact = Contact.objects.get()
    assert (contact.channel, contact.client, contact.agent) == ("api", hotline, None)


def test_a_call_about_danger_and_each_ringing_back_stand_in_the_log(house):
    desk = Client()
    desk.force_login(house.people["agent"], **HOSTS)
    begun = desk.get("/desk/emergency/").url
    facts = {"place": "22 Linden Court", "callback": "+86 138 0013 8000", "hazard": "Gas in the stairwell."}
    house.goes_to("2026-03-11 10:02")
    desk.post(f"{begun}dispatch/", facts)
    house.goes_to("2026-03-11 10:03")
    desk.post(f"{begun}lost/", facts | {"reached": "no"})
    desk.post(f"{begun}lost/", facts | {"reached": "yes"})
    heard("2026-03-11 10:04")
    ticket = EmergencyCall.objects.get().ticket
    assert ended(ticket) == [
        ("phone", "in", "registered"), ("phone", "out", "nobody-reached"), ("phone", "out", "reached"),
    ]  # fmt: skip
    first = ticket.contacts.earliest("started_at")
    assert (first.agent, first.talked.total_seconds()) == (house.people["agent"], 120)
    assert "22 Linden" not in desk.get("/desk/contacts/").content.decode()
    assert ticket.number in desk.get("/desk/contacts/").content.decode()


def test_a_callback_is_a_contact_and_the_ticket_tells_what_was_said(house):
    house.employs("handler", team="operations")
    ticket = house.hears("My pipe leaks.")
    house.hands_to("handler", ticket)
    house.done("handler", "reply", ticket, **ANSWER)
    page = house.page("reviewer", ticket)
    assert "next attempt from" in page
    house.done("agent", "record_callback", ticket, outcome="no_answer")
    house.goes_to("2026-03-12 10:00")
    said = {"outcome": "reached", "result": "unsatisfied", "service": "satisfied", "words": "Half of it drips."}
    house.done("agent", "record_callback", ticket, **said)
    house.done("reviewer", "triage", ticket, decision="second", why="We mended one side only.")
    heard("2026-03-12 10:05")
    assert [one[2] for one in ended(ticket)] == ["registered", "nobody-reached", "reached"]
    page = house.page("reviewer", ticket).partition('id="callbacks"')[2]
    for words in ("Round 1", "Not satisfied", "Unsatisfied", "Satisfied", "Half of it drips.", "2 attempts",
                  "No answer", "second handling", "We mended one side only."):  # fmt: skip
        assert words in page, words


def test_a_petition_is_one_contact_for_all_its_people(house):
    lead = house.hears("No pressure above the sixth floor.")
    house.done("agent", "import_petition", lead, people="Wang Fang,wang@house.invalid", confirmed="on")
    heard("2026-03-11 10:01")
    assert Contact.objects.count() == 1
    assert lead.members.get() in Contact.objects.get().tickets.all()


def test_a_contact_about_wrongdoing_is_no_reading_for_the_desk(house):
    ticket = house.hears("He steals meters.", nature="report")
    heard("2026-03-11 10:01")
    desk = Client()
    desk.force_login(house.people["agent"], **HOSTS)
    page = desk.get("/desk/contacts/").content.decode()
    assert ticket.contacts.count() == 1
    assert "Mei Chen" not in page


def test_the_complainant_is_one_of_the_parties_and_cannot_be_taken_off(house):
    ticket = house.hears("The water is brown.")
    party = Party.objects.get(ticket=ticket)
    assert (party.role, party.customer, party.may_hear(at("2026-03-11 10:00").date())) == (
        "complainant", ticket.customer, True,
    )  # fmt: skip
    house.done("agent", "add_party", ticket, role="affected", name="Li Na")
    assert house.does("agent", "end_party", ticket, party=party.pk, why="A mistake.").status_code == 422
    anonymous = house.hears("Brown again.", anonymous="on", name="", contact="")
    assert not anonymous.parties.exists()
