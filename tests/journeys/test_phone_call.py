"""From a phone call to the archived file: logged by keyboard alone, handled, answered, called back, filed, printed."""

import re

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from complaints.choices import Stage
from complaints.models import Callback, Contact, Ticket
from servicecenter.models import Event
from tests.browser.test_papers import A4, pages_of
from tests.journeys.house import clocks, story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def margaret(utility):
    utility.employs("agent", "ada")
    utility.employs("agent", "alma")
    utility.employs("reviewer", "ruth")
    utility.employs("coordinator", "carl", team="operations")
    utility.employs("handler", "hana", team="operations")
    utility.employs("supervisor", "sven", on_duty=True)
    return utility.knows("Margaret Ellery", "13800130142", "14 Weir Lane")


def log_the_call(ada, utility) -> Ticket:
    """While she speaks: who she is, what she says, what is suggested, saved. No mouse."""
    page = ada.page
    page.keyboard.press("n")
    expect(page.locator("#id_q")).to_be_focused()
    page.keyboard.type("0142")
    expect(page.locator("#matches [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#id_words")).to_be_focused()
    expect(page.locator("#caller")).to_contain_text("Margaret Ellery")
    ada.looks()
    said = utility.say("I want to complain: brown water from the tap again.", "我要投诉，家里自来水发黄，水质很差。")
    page.keyboard.type(said)
    expect(page.locator("#guesses b").nth(1)).to_have_text(utility.say("Water quality", "水质问题"))
    page.keyboard.press("Alt+a")
    expect(page.locator("#id_category")).to_have_value("water-quality")
    expect(page.locator("#promise .promise")).to_be_visible()
    page.locator("#id_requests").focus()
    page.keyboard.type(utility.say("Clean water", "恢复清水"))
    ada.looks()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(_("Saved. The number, in groups:"))
    ada.looks()
    ticket = Ticket.objects.get()
    assert page.locator(".spell").first.inner_text().split() == ticket.number.split("-")
    page.keyboard.press("o")
    expect(page.get_by_role("heading", level=1)).to_have_text(ticket.title)
    ada.looks()
    return ticket


def test_phone_call_to_archived_file(utility, at_desk, margaret):
    say = utility.say
    ada = at_desk("ada")
    ada.looks()
    ticket = log_the_call(ada, utility)

    ruth = at_desk("ruth")
    ruth.opens(ticket)
    ruth.makes("start_review", ticket)
    ruth.sees_stage(Stage.REVIEWING)
    ruth.makes("dispatch", ticket, team="operations", why=say("They keep that main.", "该段管线由其负责。"))
    ruth.sees_stage(Stage.DISPATCHED)
    ruth.looks()

    carl = at_desk("carl")
    carl.opens(ticket)
    carl.makes("accept", ticket, handler="hana")
    carl.sees_stage(Stage.INVESTIGATING)

    hana = at_desk("hana")
    hana.looks()
    hana.opens(ticket)
    facts = say("The main was flushed against its direction.", "冲洗管道时水流方向有误。")
    hana.makes("find", ticket, verdict="upheld", cause="works", facts=facts)
    measures = say("Flushed again; her washing is paid for.", "已重新冲洗，并赔付洗涤损失。")
    hana.makes("propose", ticket, measures=measures, amount="460.00", money="compensation")
    assert not hana.is_offered("reply"), "money above the handler's limit waits for a second person"
    hana.looks()

    sven = at_desk("sven")
    sven.page.get_by_role("link", name=re.compile(_("Approvals"))).click()
    sven.reads(ticket.number, measures, facts)
    sven.looks()
    sven.page.get_by_role("textbox", name=_("Opinion")).fill(say("Right so.", "同意。"))
    sven.presses(_("Approve"))
    sven.reads(_("Nothing waits for a decision. What colleagues ask for comes here by itself."))
    sven.looks()

    hana.opens(ticket)
    answer = say("We flushed the main; your water is clear.", "我们已重新冲洗管道，您家的水已恢复清澈。")
    ticket.refresh_from_db()
    hana.makes("reply", ticket, words=answer, outcome="resolved", result_1="met", findings=facts)
    hana.sees_stage(Stage.REPLIED)
    hana.looks()

    alma = at_desk("alma")
    alma.page.get_by_role("link", name=re.compile(_("Callbacks"))).first.click()
    alma.reads("Margaret Ellery", answer)
    alma.looks()
    alma.presses(_("Ring"))
    expect(alma.page.locator("a[href^='tel:']")).to_be_focused()
    alma.page.keyboard.press("q")
    alma.page.keyboard.press("a")
    alma.page.keyboard.press("x")
    alma.page.keyboard.type(say("It runs clear, thank you.", "水已经清了，谢谢。"))
    alma.looks()
    alma.page.keyboard.press("Control+Enter")
    alma.reads(_("Nobody waits to be called back."))

    ada.opens(ticket)
    ada.makes("archive", ticket, category="water-quality", closing_code="compensated")
    ada.sees_stage(Stage.ARCHIVED)
    ada.looks()
    ada.goes(_("Registration form"))
    ada.reads(ticket.number, answer)
    ada.looks()
    assert pages_of(ada.page.pdf(prefer_css_page_size=True)) == [A4]

    the_file_is_complete(ticket, margaret)


def the_file_is_complete(ticket: Ticket, margaret) -> None:
    assert (ticket.stage, ticket.customer, ticket.channel) == (Stage.ARCHIVED, margaret, "phone")
    assert ticket.closing_code.code == "compensated"
    assert story(ticket) == [
        "received", "review_started", "dispatched", "accepted", "found", "proposed", "approved", "replied",
        "called_back", "archived",
    ]  # fmt: skip
    assert set(clocks(ticket).values()) == {"met"}
    assert Event.objects.filter(kind="contact.revealed", subject_id=ticket.pk).count() == 1, "for the callback"
    assert Callback.objects.get().state == Callback.State.VERIFIED
    contact = Contact.objects.get(tickets=ticket)
    assert (contact.customer, contact.outcome.code, contact.wrapped_at is None) == (margaret, "registered", False)
