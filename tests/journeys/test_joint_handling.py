"""Two departments on one matter: the lead is disputed and ruled, the other answers its part, the lead speaks once."""

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from complaints.choices import Stage
from complaints.inputs.steering import RuleInput
from complaints.models import Task, Ticket
from tests import making
from tests.journeys.desk import fill
from tests.journeys.house import clocks, letters_to, story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ticket(utility):
    utility.employs("reviewer", "ruth")
    utility.employs("supervisor", "sven", on_duty=True)
    utility.employs("coordinator", "carl", team="operations")
    utility.employs("handler", "hana", team="operations")
    utility.employs("coordinator", "bill", team="billing")
    words = utility.say("No water since Monday, and a bill for it.", "周一起停水，却收到水费账单。")
    wish = utility.say("Correct the bill", "更正账单")
    return making.make_ticket(
        region=utility.region, words=words, requests=(wish,), language=utility.language, at=utility.now()
    )


def test_joint_handling_with_a_disputed_lead(utility, at_desk, ticket):
    say = utility.say
    question = say("Was water billed that did not run?", "是否对未供水时段计费？")
    ruth = at_desk("ruth")
    ruth.opens(ticket)
    ruth.makes("start_review", ticket)
    why = say("Their main.", "该管线由其负责。")
    ruth.makes("dispatch", ticket, team="operations", why=why, co_team_1="billing", question_1=question)
    ruth.looks()
    utility.posts()
    [asked] = letters_to("bill@utility.invalid")
    assert ticket.number in asked
    assert question not in asked, "what is asked stands on the ticket, not in the mail"

    carl = at_desk("carl")
    carl.opens(ticket)
    carl.makes("dispute_lead", ticket, team="billing", why=say("It is about the bill.", "主要涉及账单。"))
    carl.page.goto("/desk/")
    carl.looks()

    sven = at_desk("sven")
    sven.page.goto("/desk/approvals/")
    sven.reads(ticket.number)
    sven.looks()
    ruled = say("The pipe comes first.", "先解决供水。")
    form = sven.page.locator("form.pane")
    ticket.refresh_from_db()
    fill(form, RuleInput(ticket=ticket), {"team": "operations", "handler": "hana", "why": ruled})
    sven.presses(pgettext("decide", "Rule"))
    sven.reads(_("Nothing waits for a decision. What colleagues ask for comes here by itself."))

    hana = at_desk("hana")
    hana.opens(ticket)
    ticket.refresh_from_db()
    hana.makes("accept", ticket)
    assert not hana.is_offered("reply"), "the other department has not answered yet"
    hana.reads(question)
    hana.looks()

    bill = at_desk("bill")
    bill.looks()
    bill.opens(ticket)
    part = say("Three days were billed; they are taken off.", "已核减三天水费。")
    ticket.refresh_from_db()
    bill.makes("answer_task", ticket, team="billing", words=part)
    bill.reads(part)
    bill.looks()

    hana.opens(ticket)
    ticket.refresh_from_db()
    answer = say("The main is mended and the bill corrected.", "管道已修复，账单已更正。")
    hana.reads(part)
    hana.makes("reply", ticket, words=answer, outcome="resolved", result_1="met")
    hana.sees_stage(Stage.REPLIED)
    hana.looks()

    what_stands_at_the_end(ticket, part, utility)


def what_stands_at_the_end(ticket: Ticket, part: str, utility) -> None:
    ticket.refresh_from_db()
    task = Task.objects.get()
    assert (ticket.stage, ticket.team.code, ticket.handler) == (
        Stage.REPLIED, "operations", utility.people["hana"]
    )  # fmt: skip
    assert (task.team.code, task.answer, task.answered_by) == ("billing", part, utility.people["bill"])
    assert story(ticket) == [
        "received", "review_started", "dispatched", "lead_disputed", "ruled", "accepted", "task_answered", "replied",
    ]  # fmt: skip
    standing = clocks(ticket)
    assert {standing[one] for one in ("ruling", "task", "accept", "reply")} == {"met"}
    assert not ticket.co_handling_open
    utility.posts()
    assert part not in "".join(letters_to("mei.chen@customer.invalid")), "the lead alone speaks to the customer"
