"""Log a call: one screen, kept as it is typed, from the first digit of a number to the ticket read out."""

import json
import re
import uuid
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.calling import drafts
from complaints.models import Category, Contact, Draft, Question, Reason, Ticket
from complaints.stages import emergency_over
from customers.models import Customer
from servicecenter.models import Event
from servicecenter.moments import say_deadline
from servicecenter.seeds.defaults import seed_defaults
from tests import making
from tests.making import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shipped(db):
    seed_defaults()


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def margaret(north) -> Customer:
    return making.make_customer(
        "Margaret Ellery", "+86 138 0013 0142", address="14 Weir Lane", region=north, account="40 2217 8806",
        meter="W-5530914", arrears="64.10",
    )  # fmt: skip


class Screen:
    """An agent's screen of one call: what was typed stays, `do` presses."""

    def __init__(self, client: Client, now=NOW):
        self.client, self.key, self.typed = client, uuid.uuid4(), {"began": str(int(now.timestamp()))}

    @property
    def address(self) -> str:
        return f"/desk/calls/{self.key}/"

    def do(self, what: str, *, live: bool = False, **typed: str):
        self.typed |= typed
        headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/calls/"} if live else {}
        return self.client.post(self.address, self.typed | {"do": what}, headers=headers)

    def page(self) -> str:
        return self.client.get(self.address).content.decode()

    @property
    def draft(self) -> Draft:
        return Draft.objects.get(key=self.key)


@pytest.fixture
def screen(agent, as_staff, clock) -> Screen:
    return Screen(as_staff(agent))


NO_WATER = {
    "words": "No water at all since one o'clock, on every tap. Neighbours the same.", "requests": "Water\nA tanker",
    "nature": "repair", "category": "water-none", "priority": "urgent", "place": "14 Weir Lane",
}  # fmt: skip


def test_the_page_of_a_new_call_writes_nothing(agent, as_staff):
    page = as_staff(agent).get("/desk/calls/")
    assert page.status_code == 200
    assert "Phone, account, name, address or meter" in page.content.decode()
    assert not Contact.objects.exists()


def test_who_calls_is_found_while_typing_with_what_must_be_known(screen, margaret, north):
    making.make_ticket(region=north, customer=margaret)
    shown = screen.do("look", live=True, q="0142 weir").content.decode()
    assert "Margaret Ellery" in shown
    assert "14 Weir Lane" in shown
    assert "Arrears" in shown
    assert "1 open" in shown
    assert "64.10" not in shown
    assert "40 2217" not in shown, "account facts are covered before anybody made sure of the caller"
    assert "138 0013" not in shown


def test_the_first_letter_makes_the_draft_and_gives_it_an_address(screen):
    response = screen.do("look", live=True, q="0142")
    assert response["HX-Replace-Url"] == screen.address
    assert screen.draft.contact.started_at == NOW.replace(microsecond=0)
    assert Contact.objects.get().ended_at is None


def test_a_draft_survives_browser_and_session(screen, agent, as_staff, clock):
    screen.do("keep", live=True, words="Brown water since Monday", q="0142")
    again = as_staff(agent).get(screen.address).content.decode()
    assert "Brown water since Monday" in again
    assert 'value="0142"' in again


def test_what_is_typed_lies_sealed(screen):
    screen.do("keep", name="Hidden Person", contact="13800138000", new="1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT typed FROM complaints_draft")
        assert b"Hidden" not in bytes(cursor.fetchone()[0])


def test_a_second_call_opens_a_second_draft_and_each_shows_the_other_by_its_caller(screen, margaret, agent, as_staff):
    screen.do("take:" + str(margaret.pk), q="0142")
    second = Screen(as_staff(agent))
    second.do("keep", words="Lamp is broken")
    assert "Margaret Ellery" in second.page()
    assert "Lamp is broken" in screen.page()
    assert Draft.objects.count() == 2


def test_another_agents_draft_does_not_exist(screen, agent_south, as_staff):
    screen.do("keep", words="Mine")
    other = as_staff(agent_south)
    assert other.get(screen.address).status_code == 404
    assert other.post(screen.address, {"do": "keep", "words": "Stolen"}).status_code == 404
    assert drafts.typed(screen.draft)["words"] == "Mine"


def test_departments_log_no_calls(handler, as_staff):
    assert as_staff(handler).get("/desk/calls/").status_code == 403


def test_a_call_becomes_a_ticket_received_when_it_began(screen, margaret, clock):
    screen.do(f"take:{margaret.pk}", q="13800130142", waited="14")
    clock.shift(151)
    saved = screen.do("save", **NO_WATER, customer=str(margaret.pk), account=str(margaret.accounts.get().pk))
    assert saved.status_code == 303, saved.content.decode()

    ticket, contact = Ticket.objects.get(), Contact.objects.get()
    assert ticket.received_at == NOW.replace(microsecond=0)
    assert (ticket.customer, ticket.premise.address) == (margaret, "14 Weir Lane")
    assert ticket.contact_point == margaret.contact_points.get()
    assert [one.words for one in ticket.requests.all()] == ["Water", "A tanker"]
    assert ticket.channel == "phone"
    assert list(contact.tickets.all()) == [ticket]
    assert (contact.outcome.code, contact.waited_seconds) == ("registered", 14)
    assert contact.talked.total_seconds() == 151
    assert Event.objects.get(kind="contact.recorded").payload["tickets"] == [ticket.pk]


def test_the_number_and_the_code_are_shown_in_groups_until_the_next_call(screen, margaret, clock):
    screen.do("save", **NO_WATER, customer=str(margaret.pk))
    ticket, page = Ticket.objects.get(), screen.page()
    for group in ticket.number.split("-"):
        assert f"<span>{group}</span>" in page
    assert len(re.findall(r"<span>[2-9A-HJ-NP-Z]{4}</span>", page)) == 3

    clock.shift(40)
    assert screen.do("done")["Location"] == "/desk/calls/"
    assert not Draft.objects.exists()
    assert Contact.objects.get().after_call.total_seconds() == 40


def test_saved_twice_it_is_one_ticket(screen, margaret):
    screen.do("save", **NO_WATER, customer=str(margaret.pk))
    again = screen.do("save", **NO_WATER, customer=str(margaret.pk))
    assert again.status_code == 303
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize("late", ["keep", "look", "think"])
def test_what_was_typed_just_before_it_was_saved_comes_late_and_changes_nothing(screen, margaret, monkeypatch, late):
    def saved_meanwhile(*args, **kwargs):
        monkeypatch.undo()
        screen.do(f"take:{margaret.pk}")
        screen.do("save", **NO_WATER)
        return drafts.keep(*args, **kwargs)

    screen.do("keep", live=True, **NO_WATER)
    monkeypatch.setattr(drafts, "keep", saved_meanwhile)
    for _on_its_way_then_long_after in range(2):
        answer = screen.do(late, live=True, words="Nothing of this is kept.")
        assert (answer.status_code, answer.content) == (204, b"")
    assert Ticket.objects.count() == 1
    assert "Nothing of this" not in str(screen.draft.typed)


def test_who_was_chosen_stays_chosen_whatever_an_older_form_says_after_it(screen, margaret, agent):
    screen.do("look", live=True, q="014")
    screen.do(f"take:{margaret.pk}", live=True)
    shown = screen.do("look", live=True, q="0142", customer="", caller="").content.decode()
    assert "Margaret Ellery" in shown
    assert drafts.typed(screen.draft)["customer"] == str(margaret.pk)
    screen.do("leave", live=True)
    assert "customer" not in drafts.typed(screen.draft)


def test_who_is_chosen_while_the_call_is_being_saved_takes_nothing_of_its_code(screen, margaret):
    screen.do("keep", live=True, **NO_WATER)
    screen.do(f"take:{margaret.pk}", live=True)
    on_its_way = screen.draft
    screen.do("save")
    drafts.change(on_its_way, NOW, new="1")
    assert list(drafts.typed(screen.draft)) == ["code"]


def test_nobody_found_four_fields_make_a_new_contact(screen):
    shown = screen.do("look", live=True, q="Omar Brook").content.decode()
    assert 'name="name" value="Omar Brook"' in shown
    screen.do("save", **NO_WATER, name="Omar Brook", contact="13911112222", language="en")
    ticket = Ticket.objects.get()
    assert ticket.customer.name == "Omar Brook"
    assert ticket.contact_point.kind == "phone"
    assert Contact.objects.get().customer == ticket.customer


def test_what_is_missing_is_said_in_its_field_and_nothing_is_lost(screen):
    refused = screen.do("save", words="Something with the water", name="Omar")
    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'id="id_nature_wrong"' in page
    assert 'id="id_place_wrong"' in page
    assert "Something with the water" in page
    assert not Ticket.objects.exists()
    assert Contact.objects.get().ended_at is None


@pytest.mark.parametrize(("language", "said"), [("en", "Kind</a>: "), ("zh-hans", "</a>：")])
def test_what_is_missing_is_listed_with_the_name_of_its_field_and_one_colon(screen, language, said):
    screen.client.cookies["django_language"] = language
    page = screen.do("save", words="Something with the water", name="Omar").content.decode()
    listed = page.partition('<a href="#id_nature">')[2].partition("</li>")[0]
    assert said in listed
    assert "\n" not in listed


def test_an_enquiry_answered_at_once_is_received_and_answered_in_one_go(screen, margaret):
    asked = {
        "words": "When is the next bill?", "requests": "The date", "nature": "enquiry",
        "category": "billing-question", "priority": "normal", "place": "unknown",
    }  # fmt: skip
    without = screen.do("answer", **asked, customer=str(margaret.pk))
    assert without.status_code == 422
    assert not Ticket.objects.exists(), "neither received nor answered"

    assert screen.do("answer", answer="On the first of April.").status_code == 303
    ticket = Ticket.objects.get()
    assert (ticket.stage, ticket.reply_words, ticket.outcome) == ("replied", "On the first of April.", "resolved")
    assert ticket.requests.get().result == "met"
    assert Contact.objects.get().outcome.code == "answered"


def test_account_facts_open_once_it_is_recorded_how_the_caller_was_verified(screen, margaret, agent):
    screen.do(f"take:{margaret.pk}", q="0142")
    assert "40 2217 8806" not in screen.page()
    screen.do("verify", customer=str(margaret.pk), method="two-answers")
    page = screen.page()
    assert "40 2217 8806" in page
    assert "64.10" in page
    event = Event.objects.get(kind="contact.verified")
    assert event.payload == {"customer": margaret.pk, "reason": "two-answers"}
    assert event.actor_id == agent.pk


def test_a_verification_is_the_agents_own_and_lasts_half_an_hour(screen, margaret, agent, as_staff, clock, north):
    screen.do(f"take:{margaret.pk}")
    screen.do("verify", customer=str(margaret.pk), method="two-answers")
    other = as_staff(making.make_staff("agent", name="abe", region=north))
    address = f"/desk/customers/{margaret.pk}/"
    assert "40 2217 8806" not in other.get(address).content.decode()
    assert "40 2217 8806" in screen.client.get(address).content.decode()
    clock.shift(31 * 60)
    assert "40 2217 8806" not in screen.client.get(address).content.decode()


def test_the_same_matter_is_joined_as_a_chase_and_never_a_second_ticket(screen, margaret, north):
    ticket = making.make_ticket("dispatched", region=north, customer=margaret)
    screen.do(f"take:{margaret.pk}")
    assert f"join:{ticket.number}" in screen.page()
    joined = screen.do(f"join:{ticket.number}", customer=str(margaret.pk), words="When does somebody come?")
    assert joined["Location"] == f"/desk/tickets/{ticket.number}/"
    ticket.refresh_from_db()
    contact = Contact.objects.get()
    assert (ticket.chases, Ticket.objects.count()) == (1, 1)
    assert (contact.outcome.code, list(contact.tickets.all())) == ("chase", [ticket])


def test_a_neighbours_ticket_is_shown_and_not_joined(screen, margaret, north):
    neighbour = making.make_ticket(
        region=north, nature="repair", category=Category.objects.get(code="water-none"), place="16 Weir Lane"
    )
    page = screen.do("think", live=True, customer=str(margaret.pk), **NO_WATER).content.decode()
    assert neighbour.number in page
    assert f"join:{neighbour.number}" not in page


def test_a_ticket_out_of_reach_is_neither_shown_nor_joined(screen, margaret, south):
    foreign = making.make_ticket(region=south, customer=margaret)
    screen.do(f"take:{margaret.pk}")
    assert foreign.number not in screen.page()
    assert screen.do(f"join:{foreign.number}", customer=str(margaret.pk)).status_code == 404


def test_a_contact_is_recorded_without_a_ticket(screen):
    assert screen.do("end", words="Breathing").status_code == 422
    assert screen.do("end", outcome="silent").status_code == 303
    contact = Contact.objects.get()
    assert (contact.outcome.code, contact.tickets.count(), contact.customer) == ("silent", 0, None)
    assert not Draft.objects.exists()


def test_thrown_away_it_can_be_taken_back_for_a_day(screen, clock):
    screen.do("keep", words="By mistake")
    screen.do("discard")
    assert "Take it back" in screen.page()
    screen.do("restore")
    assert "By mistake" in screen.page()

    screen.do("discard")
    clock.shift(25 * 3600)
    assert drafts.forget_old(NOW + timedelta(hours=25))
    assert not Contact.objects.exists(), "it never was a call"
    assert not drafts.forget_old(NOW + timedelta(hours=25))


def test_the_promise_is_read_aloud_in_the_callers_language_and_is_the_one_that_is_made(screen, margaret):
    shown = screen.do("think", live=True, customer=str(margaret.pk), **NO_WATER).content.decode()
    promised = re.search(r'<p class="promise[^"]*" lang="en">(.*?)</p>', shown)[1]
    assert promised.startswith("I am noting this as: No water.")
    screen.do("save")
    reply = making.clock_of(Ticket.objects.get(), "reply")
    assert say_deadline(reply.due_at, ZoneInfo("Asia/Shanghai"), now=NOW) in promised

    other = Screen(screen.client)
    shown = other.do("think", live=True, words="家里停水了", nature="repair").content.decode()
    assert "我为您登记为" in shown


def test_suggestions_are_taken_with_one_key(screen, margaret):
    screen.do("think", customer=str(margaret.pk), words=NO_WATER["words"], place="14 Weir Lane")
    screen.do("accept:all")
    said = json.loads(screen.draft.typed)
    assert (said["nature"], said["category"], said["priority"]) == ("repair", "water-none", "urgent")

    screen.do("keep", place="16 Weir Lane")  # sent before it was accepted, and late
    said = json.loads(screen.draft.typed)
    assert (said["nature"], said["place"]) == ("repair", "16 Weir Lane"), "what was accepted is not taken back"
    screen.do("keep", taken=said["taken"], nature="enquiry")
    assert "category" not in json.loads(screen.draft.typed), "a form that knew of it may empty a field"


@pytest.mark.parametrize("do", ["save", "answer", "end", "take:x", "take:99999999999999999999", "join:x", "accept:x",
                                "verify", "warn", "leave", "nonsense", "", "done", "restore"])  # fmt: skip
def test_whatever_is_pressed_is_answered(screen, do):
    naughty = dict.fromkeys(drafts.FIELDS, "\x00'\"<script>" + "x" * 300)
    for live in (True, False):
        assert screen.do(do, live=live, **naughty).status_code < 500


def test_statements_of_the_screen_do_not_grow_with_the_house(screen, north):
    def taken(do: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            screen.do(do, live=True, q="weir", words=NO_WATER["words"])
        return len(seen)

    making.make_customer("First", "13800130001", address="1 Weir Lane", region=north)
    screen.do("think", live=True, **NO_WATER)  # a process reads a calendar's days once
    few = {do: taken(do) for do in ("look", "think")}
    for n in range(2, 30):
        person = making.make_customer(f"No {n}", f"138001300{n:02}", address=f"{n} Weir Lane", region=north)
        making.make_ticket(region=north, customer=person)
    assert {do: taken(do) for do in ("look", "think")} == few
    assert few["look"] <= 22
    assert few["think"] <= 20


def test_the_lists_are_the_houses_own():
    for which in ("contact_outcome", "verification", "warning"):
        assert Reason.objects.filter(list=which).count() >= 2


def test_the_questions_of_the_kind_taken_are_asked_and_what_is_not_known_keeps_nobody_waiting(screen, margaret):
    category = Category.objects.get(code="water-none")
    for code in ("began", "smell"):
        Question.objects.create(category=category, code=code, labels=making.named(code), required=True)
    said = {**NO_WATER, "customer": str(margaret.pk), "nature": "repair", "category": "water-none"}

    assert 'name="detail_began"' in screen.do("think", live=True, **said).content.decode()
    screen.do("save", **said, detail_began="Monday", detail_nonsense="x")
    assert Ticket.objects.get().details == {"water-none": {"began": "Monday"}}


def test_what_was_put_into_the_name_by_us_follows_the_lookup_and_what_was_typed_stays(screen, margaret):
    screen.do("look", live=True, q="Mar Brook", name="", contact="")
    assert 'value="Mar Brook"' in screen.do("look", live=True, q="Mar Brook").content.decode()
    follows = screen.do("look", live=True, q="Omar Brook", name="Mar Brook", guessed="Mar Brook").content.decode()
    assert 'name="name" value="Omar Brook"' in follows
    stays = screen.do("look", live=True, q="Omar B", name="Omar Brooke", guessed="Omar Brook").content.decode()
    assert 'name="name" value="Omar Brooke"' in stays
    found = screen.do("look", live=True, q="Mar", name="Omar B", guessed="Omar B").content.decode()
    assert "Margaret Ellery" in found
    assert 'name="name"' not in found


def test_danger_heard_in_a_call_takes_along_what_is_known_and_is_one_contact_of_that_customer(screen, margaret):
    screen.do("keep", words="It smells of gas")
    screen.do(f"take:{margaret.pk}")
    screen.do("keep", words="It smells of gas in the kitchen", place="14 Weir Lane, second floor", nature="")
    pressed = screen.do("danger")
    assert screen.do("danger").url == pressed.url, "a second press is the same call"
    page = screen.client.get(pressed.url).content.decode()
    for known in ("14 Weir Lane, second floor", "It smells of gas in the kitchen", "+8613800130142", screen.address):
        assert known in page, known
    assert Event.objects.filter(kind="contact.revealed", subject_id=margaret.pk).count() == 1, "on the record, once"

    back = screen.client.post(f"{pressed.url}over/")
    assert back.url == screen.address, "nobody needs to go: the call goes on where it was"
    assert screen.do("danger").url == pressed.url
    screen.client.post(f"{pressed.url}dispatch/", {"place": "14 Weir Lane", "callback": "+86 138 0013 0142"})
    ticket = Ticket.objects.get()
    home = margaret.accounts.get().premise
    assert (ticket.customer, ticket.stage, ticket.region) == (margaret, "dispatched", home.region)
    assert not Draft.objects.exists()
    contact = Contact.objects.get()
    assert (contact.customer, contact.outcome.code, list(contact.tickets.all())) == (margaret, "registered", [ticket])


def test_a_call_that_was_no_danger_after_all_stands_in_the_log_once(screen, margaret, clock):
    screen.do("keep", words="It smells of gas")
    screen.do(f"take:{margaret.pk}")
    screen.do("danger")
    screen.do("save", **NO_WATER)
    clock.shift(2 * 3600)
    assert not emergency_over.log_left(NOW + timedelta(hours=2)), "left, but not left without an end"
    assert Contact.objects.get().tickets.get() == Ticket.objects.get()


@pytest.mark.parametrize("before", ["the line dropped", "left for an hour", "nobody needed to go"])
def test_a_crew_sent_late_ends_the_call_that_was_being_written_too(screen, margaret, clock, before):
    screen.do("keep", words="It smells of gas")
    screen.do(f"take:{margaret.pk}")
    screen.do("verify", method="two-answers", customer=str(margaret.pk))
    call = screen.do("danger").url
    known = {"place": "14 Weir Lane", "callback": "+86 138 0013 0142"}
    match before:
        case "the line dropped":
            screen.client.post(f"{call}lost/", {**known, "reached": "no"})
            assert screen.address in screen.page(), "it can be gone back to"
        case "left for an hour":
            clock.shift(3600)
            assert emergency_over.log_left(NOW + timedelta(hours=1))
        case _:
            screen.client.post(f"{call}over/", known)
    screen.client.post(f"{call}dispatch/", known)
    assert not Draft.objects.exists(), "nothing half written is left in the strip"
    talk = Contact.objects.get(direction="in")
    assert (talk.customer, talk.outcome.code, talk.tickets.get()) == (margaret, "registered", Ticket.objects.get())
    assert talk.ended_at is not None
    assert talk.verifications.exists(), "how the caller was verified stays with the talk"
