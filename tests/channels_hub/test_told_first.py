"""The follow page begins with what its customer came to read: what we need from them, our answer, our review."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.html import strip_tags

from complaints import actions, numbers
from complaints.models import Reason, Ticket
from complaints.stages import declining, pressing
from tests import making
from tests.making import NOW, acting

pytestmark = pytest.mark.django_db
CODE = "ABCD-EFGH-JKMN"
NOT_SOLVED = {"solved": "no", "result": "unsatisfied", "service": "fairly"}


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(NOW, tick=False):
        yield


def opened(ticket: Ticket) -> Client:
    Ticket.objects.filter(pk=ticket.pk).update(access_code_hash=numbers.code_hash(CODE))
    reader = Client()
    reader.post("/t/", {"number": ticket.number, "code": CODE})
    return reader


def text(response) -> str:
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()).replace("\u00a0", " "))


def page(ticket: Ticket, language: str = "en") -> str:
    return text(opened(ticket).get(f"/t/{ticket.number}/", headers={"accept-language": language}))


@pytest.fixture
def papers(db) -> Reason:
    return Reason.objects.create(list="hold", code="customer-papers", labels=making.named("The customer's papers"))


def test_what_we_need_from_them_stands_first_with_its_day_and_a_way_to_answer(promised, handler, papers):
    ticket = making.make_ticket("investigating", team=handler.team, handler=handler)
    said = {"words": "Please send a photo of the meter.", "channel": "email"}
    actions.perform(ticket, "ask_information", said, actor=acting(handler), at=NOW, source="desk", version=None)
    shown = page(ticket)
    assert "We need something from you. Please tell us by Wed 18 Mar" in shown
    assert shown.count("Please send a photo of the meter.") == 1
    assert shown.index("Please send a photo of the meter.") < shown.index("Answer this") < shown.index("Messages")
    assert "The customer's papers" not in shown
    assert "我们需要您补充情况，请在 2026-03-18" in page(ticket, "zh-hans").replace("\u2060", "")


def test_a_hold_speaks_to_its_customer_and_not_of_them(promised, handler, papers):
    ticket = making.make_ticket("investigating", team=handler.team, handler=handler)
    Ticket.objects.filter(pk=ticket.pk).update(held_at=NOW, held_until=NOW + timedelta(days=1), hold_reason=papers)
    assert "It is on hold: we need papers from you." in page(ticket)
    assert "（等待您提供材料）" in page(ticket, "zh-hans")


def test_after_a_review_it_is_the_review_that_is_read_first_and_nobody_is_asked_again(promised, handler, agent):
    ticket = making.make_ticket("investigating", team=handler.team, handler=handler)
    making.advance(ticket, "replied", by=acting(handler))
    reader = opened(ticket)
    reader.post(f"/t/{ticket.number}/rating/", NOT_SOLVED)
    waiting = text(reader.get(f"/t/{ticket.number}/"))
    assert "Somebody who has not dealt with it before is looking." in waiting
    assert "have it looked at again" not in waiting, "for that is what is happening"
    manager = making.make_staff("complaint_manager", region=ticket.region)
    ticket.refresh_from_db()
    said = {"decision": "explained", "why": "Lawful.", "words": "The price is as approved."}
    actions.perform(ticket, "triage", said, actor=acting(manager), at=NOW, source="desk", version=None)
    shown = text(reader.get(f"/t/{ticket.number}/"))
    assert "We have looked at it once more: our answer stands." in shown
    assert "Is it solved?" not in shown
    assert shown.count("The price is as approved.") == 1
    assert shown.index("The price is as approved.") < shown.index("Messages")


def test_who_is_turned_down_is_not_asked_in_the_headline_whether_that_solves_it(promised, reviewer, supervisor):
    ticket = making.make_ticket("reviewing")
    by = {"at": NOW, "source": "desk"}
    said = {"facts": "It was read.", "words": "It was read.", "where_to_go": "The office."}
    declining.propose_reject(ticket, actor=acting(reviewer), **by, **said)
    ticket.refresh_from_db()
    declining.reject(ticket, actor=acting(supervisor), **by)
    ticket.refresh_from_db()
    assert "You have our answer. Is it solved?" not in page(ticket)
    assert "You have our answer." in page(ticket)
    assert ("I do not agree: have it" in page(ticket), "It is not solved: have it" in page(ticket)) == (True, False)


def test_what_is_closed_still_begins_with_its_answer(promised):
    ticket = making.make_ticket("archived")
    shown = opened(ticket).get(f"/t/{ticket.number}/").content.decode()
    assert shown.index("Our answer") < shown.index('class="stages"')


def test_what_was_withdrawn_is_taken_up_again_not_looked_at_again(promised, agent):
    ticket = making.make_ticket()
    pressing.withdraw(ticket, actor=acting(agent), at=NOW, source="desk", words="Never mind.")
    shown = page(ticket)
    assert "I need it after all" in shown
    assert "It is not solved" not in shown


def test_the_copy_knows_too_that_they_have_said_how_it_was(promised):
    ticket = making.make_ticket("replied")
    reader = opened(ticket)
    assert "Is it solved?" in text(reader.get(f"/t/{ticket.number}/copy/"))
    reader.post(f"/t/{ticket.number}/rating/", {"solved": "yes", "result": "satisfied", "service": "fairly"})
    assert "You have our answer and we have yours." in text(reader.get(f"/t/{ticket.number}/copy/"))


def test_who_said_it_on_the_phone_reads_what_was_noted_is_not_asked_again_and_may_object(promised, handler, agent):
    making.make_callback_rule()
    ticket = making.make_ticket("investigating", team=handler.team, handler=handler)
    making.advance(ticket, "replied", by=acting(handler))
    assert ("Is it solved?" in page(ticket), "You tell us whether it is solved" in page(ticket)) == (True, True)
    said = {"outcome": "reached", "result": "satisfied", "service": "very_satisfied"}
    actions.perform(ticket, "record_callback", said, actor=acting(agent), at=NOW, source="desk", version=None)

    shown = opened(ticket).get(f"/t/{ticket.number}/")
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", shown.content.decode(), re.S)
    assert heading
    assert "Is it solved?" not in heading[1]
    assert ("You tell us whether it is solved" in text(shown), "We close it" in text(shown)) == (False, True)
    assert "with the result you are “Satisfied”. With how we dealt with you: “Very satisfied”." in text(shown)
    assert '<details class="why no-print" id="rate"><summary class="btn">That is not what I think of it' in (
        shown.content.decode()
    )
    assert "您对结果的评价为“满意”。" in page(ticket, "zh-hans")

    opened(ticket).post(f"/t/{ticket.number}/rating/", NOT_SOLVED)
    ticket.refresh_from_db()
    assert ticket.triage_due
    assert "When we rang you" not in page(ticket)
