"""What is promised in writing reaches customers without mail on paper; nothing of it is silently lost."""

from datetime import timedelta

from django.core import mail
from django.test import Client

from channels_hub import delivery, paper
from channels_hub.adapters import NotAccepted
from channels_hub.models import Outbound, PaperLetter
from complaints.models import Contact, Reason
from complaints.restrictions import impose
from customers.actions import add_contact
from servicecenter.models import Event
from servicecenter.outbox import relay
from servicecenter.rounds import database_now
from tests import making
from tests.cases.conftest import HOSTS, at

SETTLED = {"words": "Flushed; it is clear again.", "outcome": "resolved", "result_1": "met"}


def heard(moment: str) -> None:
    while relay(at(moment)):
        pass


def desk_of(house, who: str) -> Client:
    desk = Client()
    desk.force_login(house.people[who], **HOSTS)
    return desk


def missed(house, **changes: str):
    """Answered, and rung in vain three times over two days."""
    house.employs("handler", team="operations")
    ticket = house.hears("My tap water is brown.", **changes)
    house.hands_to("handler", ticket)
    house.done("handler", "reply", ticket, **SETTLED)
    for moment in ("2026-03-11 12:00", "2026-03-11 18:00", "2026-03-12 10:00"):
        house.goes_to(moment)
        house.done("agent", "record_callback", ticket, outcome="no_answer")
    heard("2026-03-12 10:01")
    return ticket


def test_we_could_not_reach_you_goes_on_paper_to_who_has_only_a_phone(house):
    ticket = missed(house)
    desk = desk_of(house, "agent")
    assert ticket.number in desk.get("/desk/letters/").content.decode()
    letter = PaperLetter.objects.get()
    page = desk.get(f"/desk/letters/{letter.pk}/").content.decode()
    for words in ("Mei Chen", "4 Canal Street", "could not reach you", "/v/"):
        assert words in page
    assert "A machine sent this mail" not in page
    assert desk.post(f"/desk/letters/{letter.pk}/posted/").status_code == 302
    letter.refresh_from_db()
    assert (letter.posted_by, letter.posted_at) == (house.people["agent"], at("2026-03-12 10:00"))
    assert "No letter waits to be posted." in desk.get("/desk/letters/").content.decode()
    assert Event.objects.filter(kind="letter.posted", subject_id=ticket.pk).count() == 1
    desk.post(f"/desk/letters/{letter.pk}/posted/")
    assert Event.objects.filter(kind="letter.posted").count() == 1, "posted once"
    assert "put the letter into the post" in house.page("agent", ticket)


def test_who_has_mail_gets_no_paper_unless_the_mail_is_refused_for_good(house, monkeypatch):
    ticket = missed(house, contact="mei@house.invalid")
    assert not PaperLetter.objects.exists()
    row = Outbound.objects.get(ticket=ticket, template="missed")

    def refuses(_row):
        raise NotAccepted("no such mailbox")

    monkeypatch.setitem(delivery.ADAPTERS, "email", refuses)
    delivery.deliver(database_now())
    row.refresh_from_db()
    assert (row.state, PaperLetter.objects.get().ticket) == ("failed", ticket)


def test_a_letter_is_in_the_customers_language(house):
    ticket = missed(house)
    type(ticket).objects.filter(pk=ticket.pk).update(language="zh-hans")
    PaperLetter.objects.update(language="zh-hans")
    page = desk_of(house, "agent").get(f"/desk/letters/{PaperLetter.objects.get().pk}/").content.decode()
    assert 'lang="zh-Hans"' in page
    assert "未能" in page.partition('class="paper letter"')[2]


def restricted(house):
    """Abused us twice warned; the supervisor writes to him."""
    caller = making.make_customer("Karl Grimm", "13800130142", region=house.region)
    moment = at("2026-03-11 10:00")
    abuse = Contact.objects.create(
        channel="phone", customer=caller, region=house.region, started_at=moment, ended_at=moment, source="desk",
        outcome=Reason.objects.get(list="contact_outcome", code="abusive"),
    )  # fmt: skip
    return caller, abuse


def restrict(house, caller, abuse) -> None:
    moment = at("2026-03-11 10:00")
    impose(
        caller, evidence=[abuse], until=moment + timedelta(days=90), why="Insulted us.", letter="Please write to us.",
        actor=making.acting(house.people["supervisor"], moment), at=moment, source="desk",
    )  # fmt: skip
    heard("2026-03-11 10:01")


def test_the_letter_about_a_restriction_goes_by_mail_or_on_paper(house):
    caller, abuse = restricted(house)
    restrict(house, caller, abuse)
    letter = PaperLetter.objects.get()
    page = desk_of(house, "supervisor").get(f"/desk/letters/{letter.pk}/").content.decode()
    for words in ("Karl Grimm", "Please write to us.", "This holds until", "How you can reach us until"):
        assert words in page

    house.people["supervisor"].refresh_from_db()
    other = making.make_customer("Nora Grimm", "13800130143", region=house.region)
    add_contact(other, "nora@house.invalid", at=at("2026-03-11 10:00"), source="desk")
    Contact.objects.filter(pk=abuse.pk).update(customer=other)
    restrict(house, other, abuse)
    delivery.deliver(database_now())
    sent = next(one for one in mail.outbox if one.to == ["nora@house.invalid"])
    assert "Please write to us." in sent.body
    assert PaperLetter.objects.count() == 1


def test_letters_over_rest_and_not_for_departments(house):
    missed(house)
    house.employs("coordinator", team="operations")
    assert desk_of(house, "coordinator").get("/desk/letters/").status_code == 403
    _client, key = making.make_client("printer", "tickets:read", "customers:read")
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "1"}
    told = Client().get("/api/v1/letters/", headers=headers).json()[0]
    assert (told["kind"], told["address"], "could not reach you" in told["body"]) == ("missed", "4 Canal Street", True)
    address = f"/api/v1/letters/{told['id']}/posted/"
    posted = Client().post(address, {}, content_type="application/json", headers=headers)
    assert posted.status_code == 200, posted.content
    assert posted.json()["posted_at"]
    assert Client().get("/api/v1/letters/", headers=headers).json() == []


def test_queued_once_however_often_it_is_heard(house):
    missed(house)
    paper.hear(Event.objects.get(kind="ticket.callback_missed"))
    assert PaperLetter.objects.count() == 1
