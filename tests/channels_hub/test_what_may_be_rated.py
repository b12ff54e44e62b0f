"""Only an answer is rated: page, link and REST keep one rule, and refuse in words what was merged or withdrawn."""

import re

import pytest
import time_machine
from django.test import Client
from django.utils.html import strip_tags

from channels_hub import answer_links
from complaints import numbers
from complaints.models import Callback, Ticket
from complaints.stages import merging, pressing
from servicecenter.models import Event
from tests import making
from tests.api.conftest import caller
from tests.making import NOW, acting

pytestmark = pytest.mark.django_db
CODE = "ABCD-EFGH-JKMN"
SAID = {"solved": "yes", "result": "satisfied", "service": "fairly"}


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(params=["withdrawn", "merged"])
def ended(request, promised, agent) -> tuple[Ticket, str, str]:
    """A ticket that ended without an answer, and what is said of it in both languages."""
    by = {"actor": acting(agent), "at": NOW, "source": "desk"}
    first, ticket = making.make_ticket(), making.make_ticket()
    if request.param == "withdrawn":
        pressing.withdraw(ticket, **by, words="Never mind.")
        said = ("It was withdrawn: there is no answer of ours to rate.", "该诉求已撤回，没有可评价的答复。")
    else:
        Ticket.objects.update(customer=first.customer)
        ticket.refresh_from_db()
        merging.merge(ticket, **by, into=first.number, why="The same matter.")
        said = (
            f"We handle it together with your request {first.number}. You can rate it there when you have our answer.",
            f"该诉求与您的 {first.number} 号诉求一并办理，收到答复后可在该处评价。",
        )
    Ticket.objects.filter(pk=ticket.pk).update(access_code_hash=numbers.code_hash(CODE))
    return ticket, *said


def shown(response) -> str:
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()).replace("\u00a0", " "))


def nothing_was_kept() -> bool:
    return not Callback.objects.exists() and not Event.objects.filter(kind="ticket.rated").exists()


def test_the_follow_page_refuses_in_words_what_it_does_not_offer(ended):
    ticket, english, chinese = ended
    reader = Client()
    reader.post("/t/", {"number": ticket.number, "code": CODE})
    page, path = f"/t/{ticket.number}/", f"/t/{ticket.number}/rating/"
    assert path not in reader.get(page).content.decode()
    refused = reader.post(path, SAID)
    assert (refused.status_code, english in shown(refused)) == (409, True)
    unfilled = reader.post(path, {})
    assert (unfilled.status_code, english in shown(unfilled)) == (409, True), "and when the form was not even filled"
    assert chinese in shown(reader.post(path, SAID, headers={"accept-language": "zh-hans"}))
    assert nothing_was_kept()


def test_no_form_is_asked_to_be_mended_that_would_then_be_refused(ended):
    ticket, *_ = ended
    reader = Client()
    reader.post("/t/", {"number": ticket.number, "code": CODE})
    refused = reader.post(f"/t/{ticket.number}/withdraw/", {"words": " "})
    assert (refused.status_code, "Tell us in a few words" in shown(refused)) == (409, False)


def test_rest_refuses_it_alike(ended):
    ticket, english, _ = ended
    program = caller("website")
    refused = program.post(f"/api/v1/tickets/{ticket.number}/rating/", SAID)
    assert (refused.status_code, english in refused.content.decode()) == (409, True)
    assert nothing_was_kept()


def test_the_link_in_a_message_says_why_nothing_is_asked_any_more(ended):
    ticket, english, chinese = ended
    event = Event.objects.filter(subject_type="ticket", subject_id=ticket.pk).latest("id")
    answer_links.make(event, ticket)
    path = answer_links.url(event).partition("/v/")[2]
    page = Client().get(f"/v/{path}")
    assert english in shown(page)
    assert "<form" not in page.content.decode().split("<main")[1].split("</main>")[0]
    assert chinese in shown(Client().get(f"/v/{path}", headers={"accept-language": "zh-hans"}))
    assert Client().post(f"/v/{path}", SAID).status_code == 409
    assert nothing_was_kept()


def test_who_has_said_whether_it_is_solved_is_not_asked_again(promised):
    ticket = making.make_ticket("replied")
    Ticket.objects.filter(pk=ticket.pk).update(access_code_hash=numbers.code_hash(CODE))
    customer = Client()
    customer.post("/t/", {"number": ticket.number, "code": CODE})
    assert "You have our answer. Is it solved?" in shown(customer.get(f"/t/{ticket.number}/"))
    customer.post(f"/t/{ticket.number}/rating/", SAID)
    page = shown(customer.get(f"/t/{ticket.number}/"))
    assert "You have our answer and we have yours." in page
    assert "Thank you. You can change it for a day." in page


def test_the_link_asks_whether_it_is_solved_once(promised):
    ticket = making.make_ticket("replied")
    event = Event.objects.filter(kind="ticket.replied").latest("id")
    answer_links.make(event, ticket)
    path = answer_links.url(event).partition("/v/")[2]
    page = Client().get(f"/v/{path}")
    assert page.content.decode().count("Is it solved?") == 1
    assert re.search(r'<h1 id="asked">Is it solved\?</h1>', page.content.decode())
    assert '<fieldset class="field" aria-labelledby="asked">' in page.content.decode(), "and it names its buttons"
    kept = Client().post(f"/v/{path}", SAID, follow=True).content.decode()
    assert ("Thank you. You can change it for a day." in kept, kept.count("Is it solved?")) == (True, 1)
