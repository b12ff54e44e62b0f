"""A complaint by the web that is not settled at once: second handling, the final reply, and both sides of it seen."""

import re

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from playwright.sync_api import expect

from channels_hub.models import Outbound
from channels_hub.pages.submit_form import PublicForm
from complaints.choices import Stage
from complaints.models import Callback, Ticket, Triage
from tests.journeys.desk import fill
from tests.journeys.house import clocks, letters_to, story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAIL = "mei.chen@customer.invalid"


@pytest.fixture(autouse=True)
def people(utility):
    utility.employs("reviewer", "ruth")
    utility.employs("supervisor", "sven", on_duty=True)
    utility.employs("handler", "hana", team="operations")
    utility.employs("handler", "otto", team="customer-service")
    utility.employs("complaint_manager", "mira", everywhere=True)
    utility.employs("agent", "ada")


def sends_the_form(customer, utility) -> Ticket:
    say = utility.say
    customer.page.goto("/")
    customer.looks()
    told = {
        "words": say("You dug up the pavement and left it so.", "你们开挖人行道后没有恢复。"),
        "category": "works-quality",
        "requests": say("Close it properly", "恢复路面"),
        "place": say("4 Canal Street", "运河街4号"),
        "name": say("Mei Chen", "陈梅"),
        "contact": MAIL,
    }
    customer.page.get_by_text(pgettext("public form", "A complaint"), exact=True).click()
    fill(customer.page.locator("main"), PublicForm(), told)
    customer.page.get_by_label(_("I agree that you use this to handle my request.")).check()
    customer.looks()
    customer.presses(pgettext("public form", "Send"))
    customer.page.wait_for_url("**/thanks/")
    customer.reads(_("Thank you, we have it"))
    customer.notes_number_and_code()
    customer.looks()
    return Ticket.objects.get()


def is_handled_by(name: str, at_desk, ticket: Ticket, facts: str, answer: str, outcome: str) -> None:
    """Accepted, looked into, answered."""
    colleague = at_desk(name)
    colleague.opens(ticket)
    colleague.makes("accept", ticket)
    colleague.makes("find", ticket, verdict="upheld", cause="works", facts=facts)
    if ticket.round > 1:
        colleague.makes("propose", ticket, measures=answer)
        assert not colleague.is_offered("reply"), "a second handling has its measures approved by somebody else"
        sven = at_desk("sven")
        sven.page.goto("/desk/approvals/")
        sven.reads(answer)
        sven.looks()
        sven.page.keyboard.press("a")
        sven.reads(_("Nothing waits for a decision. What colleagues ask for comes here by itself."))
        colleague.page.reload()
        ticket.refresh_from_db()
    met = {"result_1": "met"} if outcome == "resolved" else {"result_1": "partly", "why_1": facts}
    colleague.makes("reply", ticket, words=answer, outcome=outcome, **met)
    colleague.sees_stage(Stage.REPLIED)
    colleague.looks()


def test_web_complaint_to_second_handling_to_final_reply(utility, at_desk, customer):
    say = utility.say
    ticket = sends_the_form(customer, utility)
    customer.follows()
    customer.reads(_("We have your message."))
    customer.looks()

    ruth = at_desk("ruth")
    ruth.opens(ticket)
    ruth.makes("start_review", ticket)
    ruth.makes("dispatch", ticket, team="operations", handler="hana", why=say("Their trench.", "该处由其施工。"))
    first = say("The pavement was closed on Monday.", "周一已恢复路面。")
    facts = say("Closed, but one slab is missing.", "已回填，但缺一块板。")
    is_handled_by("hana", at_desk, ticket, facts, first, "partly")
    utility.posts()

    customer.page.reload()
    customer.reads(_("You have our answer. Is it solved?"), first)
    customer.looks()
    wanting = {"solved": "no", "result": "unsatisfied", "service": "fairly"}
    customer.rates(**wanting, words=say("A slab is still missing.", "还缺一块板。"))
    customer.reads(_("You told us that it is not settled. Somebody who has not dealt with it before is looking."))
    customer.looks()

    ruth.opens(ticket)
    ruth.reads(say("A slab is still missing.", "还缺一块板。"))
    ruth.looks()
    ticket.refresh_from_db()
    ruth.makes("triage", ticket, decision="second", why=say("Our work was wanting.", "我方施工确有不足。"))
    ruth.makes(
        "second_handling", ticket, team="customer-service", handler="otto", why=say("New to it.", "未参与前次处理。")
    )
    ruth.sees_stage(Stage.REVIEWING)
    ruth.makes("dispatch", ticket, team="customer-service", handler="otto", why=say("New to it.", "未参与前次处理。"))
    ruth.looks()
    second = say("The slab is laid; the pavement is level.", "缺板已补齐，路面平整。")
    is_handled_by("otto", at_desk, ticket, say("Laid today.", "今日已补齐。"), second, "resolved")
    utility.posts()

    the_customer_answers_by_the_letter(customer, say("I wanted the old stones back.", "我要的是原来的石板。"), say)
    customer.follows()
    customer.reads(second)
    customer.looks()

    mira = at_desk("mira")
    mira.opens(ticket)
    ticket.refresh_from_db()
    last = say("The old stones are no longer made. This is our final reply.", "原石板已停产，此为最终答复。")
    mira.makes("triage", ticket, decision="final", why=say("Both rounds are over.", "两轮均已办结。"), words=last)
    mira.looks()
    utility.posts()
    customer.page.reload()
    customer.reads(_("You have our final reply."), last, _("If you disagree"))
    customer.does_not_read(_("It is not solved"))
    customer.looks()

    ada = at_desk("ada")
    ada.opens(ticket)
    ada.makes("archive", ticket, category="works-quality", closing_code="explained")
    ada.sees_stage(Stage.ARCHIVED)
    ada.looks()
    customer.page.reload()
    customer.reads(_("Your request is answered and closed."))
    customer.looks()

    what_stands_at_the_end(ticket, first, second, last, utility)


def the_customer_answers_by_the_letter(customer, words: str, say) -> None:
    """One tap in the mail: solved or not, with nothing of the matter on the page."""
    links = re.findall(r"https?://[^/\s]+(/v/\S+)", "\n".join(letters_to(MAIL)))
    customer.page.goto(links[-1])
    expect(customer.page.get_by_role("heading", level=1)).to_have_text(_("Is it solved?"))
    customer.looks()
    customer.rates(solved="no", result="very_unsatisfied", service="fairly", words=words)
    expect(customer.page.get_by_role("heading", level=1)).to_have_text(_("Thank you. You can change it for a day."))
    customer.looks()


def what_stands_at_the_end(ticket: Ticket, first: str, second: str, last: str, utility) -> None:
    ticket.refresh_from_db()
    assert (ticket.stage, ticket.round, ticket.language) == (Stage.ARCHIVED, 2, utility.language)
    assert story(ticket) == [
        "received", "review_started", "dispatched", "accepted", "found", "replied", "rated", "triaged",
        "second_handling", "dispatched", "accepted", "found", "proposed", "approved", "replied", "rated", "triaged",
        "archived",
    ]  # fmt: skip
    assert [one.decision for one in Triage.objects.order_by("pk")] == ["second", "final"]
    assert [one.state for one in Callback.objects.order_by("round")] == [Callback.State.UNSATISFIED] * 2
    alive = {"running", "paused"}
    assert not alive & {*clocks(ticket, 1).values(), *clocks(ticket, 2).values()}
    assert (clocks(ticket, 1)["reply"], clocks(ticket, 2)["reply"]) == ("met", "met")
    assert not Outbound.objects.exclude(state=Outbound.State.SENT).exists()
    mails = letters_to(MAIL)
    for said in (first, second, last):
        assert sum(said in one for one in mails) == 1, said
    assert all(ticket.number in one for one in mails)
