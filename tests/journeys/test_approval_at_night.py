"""At night, on a phone, in the dark: the supervisor on duty reads what is asked, sends it back, later approves it."""

from datetime import timedelta

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from complaints.choices import Stage
from complaints.models import Clock, Proposal, Ticket
from tests import making
from tests.chromium import PHONE
from tests.journeys.desk import starting
from tests.journeys.house import letters_to, story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
IN_BED = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "color_scheme": "dark"}


@pytest.fixture
def ticket(utility):
    utility.employs("handler", "hana", team="operations", on_duty=True)
    utility.employs("supervisor", "sven", on_duty=True)
    utility.employs("supervisor", "tess")
    words = utility.say("The cellar is flooding, the pump has failed.", "地下室进水，水泵失灵。")
    wish = utility.say("A hotel for the night", "今晚安排住宿")
    ticket = making.make_ticket(
        "dispatched", region=utility.region, words=words, requests=(wish,), priority="urgent",
        team=utility.people["hana"].team, handler=utility.people["hana"], at=utility.now(), language=utility.language,
    )  # fmt: skip
    return ticket


def proposes(hana, ticket: Ticket, measures: str, amount: str) -> None:
    hana.opens(ticket)
    ticket.refresh_from_db()
    hana.makes("propose", ticket, measures=measures, amount=amount, money="goodwill")
    hana.looks()


def test_approval_at_night_on_a_phone(utility, at_desk, ticket):
    say = utility.say
    hana = at_desk("hana")
    hana.opens(ticket)
    hana.makes("accept", ticket)
    hotel = say("A hotel for a week.", "安排一周住宿。")
    proposes(hana, ticket, hotel, "990.00")
    utility.posts()
    told = letters_to("sven@utility.invalid")
    assert len(told) == 1, "the one on duty is woken, once"
    assert ticket.number in told[0]
    assert letters_to("tess@utility.invalid") == []

    sven = at_desk("sven", **IN_BED)
    sven.looks()
    sven.page.goto("/desk/approvals/")  # the address in the letter
    sven.reads(hotel, "990", ticket.words)
    sven.looks()
    sven.presses(_("Send it back"))
    expect(sven.page.get_by_role("alert")).to_contain_text(_("Opinion"))
    expect(sven.page.get_by_role("textbox", name=_("Opinion"))).to_be_focused()
    sven.looks()
    why = say("One night is enough; ask again tomorrow.", "先安排一晚，明日再议。")
    sven.page.get_by_role("textbox", name=_("Opinion")).fill(why)
    sven.presses(_("Send it back"))
    sven.reads(_("Nothing waits for a decision. What colleagues ask for comes here by itself."))
    sven.looks()
    utility.posts()
    assert any(why in one or ticket.number in one for one in letters_to("hana@utility.invalid"))

    hana.opens(ticket)
    hana.reads(why)
    night = say("A hotel for one night.", "安排一晚住宿。")
    proposes(hana, ticket, night, "330.00")
    sven.page.reload()
    sven.reads(night, "330")
    sven.presses(_("Approve"))
    sven.reads(_("Nothing waits for a decision. What colleagues ask for comes here by itself."))
    sven.page.get_by_role("link", name=starting(_("Board"))).click()
    sven.looks()

    hana.opens(ticket)
    ticket.refresh_from_db()
    answer = say("A room is booked for you tonight.", "已为您安排今晚住宿。")
    hana.makes("reply", ticket, words=answer, outcome="resolved", result_1="met")
    hana.looks()
    what_stands_at_the_end(ticket, why, utility)


def what_stands_at_the_end(ticket: Ticket, why: str, utility) -> None:
    ticket.refresh_from_db()
    assert ticket.stage == Stage.REPLIED
    refused, granted = Proposal.objects.order_by("pk")
    assert (refused.approved, refused.opinion, refused.decided_by) == (False, why, utility.people["sven"])
    assert (granted.approved, granted.amount) == (True, 330)
    decided = Clock.objects.filter(ticket=ticket, milestone="decide")
    assert {one.state for one in decided} == {"met"}
    assert {one.due_at - one.started_at for one in decided} == {timedelta(minutes=60)}, "day and night"
    assert story(ticket)[-6:] == ["accepted", "proposed", "sent_back", "proposed", "approved", "replied"]
