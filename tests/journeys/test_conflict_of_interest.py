"""A complaint about the supervisor: it does not exist for him anywhere, and another sees to it."""

import pytest
from playwright.sync_api import expect

from complaints.choices import Stage
from complaints.models import Named, Ticket
from tests import making
from tests.journeys.house import letters_to, story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOBODYS = "2611-479065-8"
"""A number that fits its check digit and that no ticket bears."""


@pytest.fixture
def ticket(utility):
    utility.employs("agent", "ada")
    utility.employs("reviewer", "ruth")
    utility.employs("supervisor", "sven", on_duty=True)
    utility.employs("complaint_manager", "mira", everywhere=True, on_duty=True)
    utility.employs("handler", "otto", team="customer-service")
    words = utility.say("Your Mr Sven shouted at me at the counter.", "你们的斯文在柜台对我大喊大叫。")
    wish = utility.say("An apology", "道歉")
    return making.make_ticket(
        region=utility.region, words=words, requests=(wish,), language=utility.language, at=utility.now()
    )


def stands_nowhere_for(sven, ticket: Ticket) -> None:
    """By address as if there were none; in no list, no search, no count."""
    page = sven.page
    missing = page.goto(f"/desk/tickets/{NOBODYS}/")
    as_if_none = page.content()
    hidden = page.goto(f"/desk/tickets/{ticket.number}/")
    assert (missing.status, hidden.status) == (404, 404)
    assert page.content().replace(ticket.number, NOBODYS) == as_if_none
    sven.looks()
    for address in ("/desk/", "/desk/?view=all", "/desk/approvals/", "/desk/callbacks/"):
        page.goto(address)
        expect(page.locator("main")).not_to_contain_text(ticket.number)
        expect(page.locator(".job")).to_have_count(0)
    for asked in (ticket.number, ticket.words.split()[-1]):
        page.goto(f"/desk/find/?q={asked}")
        expect(page.locator(f"main a[href*='{ticket.number}']")).to_have_count(0)
    sven.looks()


def numbers_on(window, address: str) -> list[str]:
    """Every number of a page that leads to its tickets."""
    window.page.goto(address)
    window.looks()
    return window.page.locator("main a .n, main a.num, main .figure a, main table a").all_inner_texts()


def test_the_one_concerned_sees_nothing_and_another_handles_it(utility, at_desk, ticket):
    say = utility.say
    sven = at_desk("sven")
    sven.finds(ticket)
    before = {address: numbers_on(sven, address) for address in ("/desk/board/", "/desk/quality/")}

    ada = at_desk("ada")
    ada.opens(ticket)
    ada.makes("name_staff", ticket, about="people", person="sven", words=say("Mr Sven", "斯文"))
    ada.looks()
    utility.posts()
    assert letters_to("sven@utility.invalid") == []
    told = letters_to("mira@utility.invalid")
    assert len(told) == 1
    assert ticket.number in told[0]

    stands_nowhere_for(sven, ticket)
    after = numbers_on(sven, "/desk/board/")
    assert after != before["/desk/board/"], "it was counted before, and is counted no more"
    assert set(after) <= {"0", ""}, after
    numbers_on(sven, "/desk/quality/")
    sven.does_not_read(ticket.number)

    ruth = at_desk("ruth")
    ruth.opens(ticket)
    ruth.makes("start_review", ticket)
    ruth.makes(
        "dispatch", ticket, team="customer-service", handler="otto", why=say("Not his people.", "与其无隶属关系。")
    )
    otto = at_desk("otto")
    otto.opens(ticket)
    otto.makes("accept", ticket)
    otto.makes("find", ticket, verdict="upheld", cause="conduct", facts=say("Two witnesses.", "有两名证人。"))
    answer = say("We are sorry. He was spoken to.", "我们深表歉意，已对其进行教育。")
    otto.makes("reply", ticket, words=answer, outcome="resolved", result_1="met")
    otto.sees_stage(Stage.REPLIED)
    otto.looks()

    mira = at_desk("mira")
    mira.finds(ticket)
    mira.looks()
    mira.page.goto("/desk/board/")
    mira.looks()
    stands_nowhere_for(sven, ticket)

    ticket.refresh_from_db()
    assert (ticket.stage, ticket.names_staff) == (Stage.REPLIED, True)
    assert Named.objects.get().user == utility.people["sven"]
    assert story(ticket) == [
        "received", "staff_named", "review_started", "dispatched", "accepted", "found", "replied",
    ]  # fmt: skip
    utility.posts()
    assert letters_to("sven@utility.invalid") == []
