"""It smells of gas: one key, the safety words in their order, a crew at once; review and approval within the hour."""

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from complaints.choices import Stage
from complaints.models import EmergencyCall, SafetyCard, Ticket
from servicecenter.models import Event, Team
from tests.journeys.desk import starting
from tests.journeys.house import clocks, letters_to, story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def people(utility):
    utility.employs("agent", "ada", on_duty=True)
    utility.employs("supervisor", "sven", on_duty=True)
    utility.employs("supervisor", "tess")  # at home
    utility.employs("handler", "hana", team="operations")
    SafetyCard.objects.update(team=Team.objects.get(code="operations"))


def speaks_with_the_caller(ada, say) -> None:
    """Every line of the card is read out and ticked with its time; three facts are said back."""
    page = ada.page
    page.keyboard.press("F9")
    expect(page.get_by_role("heading", level=1)).to_have_text(_("Say, in this order"))
    ada.reads(*SafetyCard.objects.get().lines)
    ada.looks()
    for number in (1, 2, 3):
        step = page.locator(f"#steps input[value='{number}']")
        expect(step).to_be_focused()
        page.keyboard.press("Space")
        expect(page.locator(f"#steps li:nth-child({number}) label")).to_have_class("was")
    page.get_by_label(_("Where"), exact=True).fill(say("22 Linden Court, second floor", "椴树苑22号二楼"))
    page.get_by_label(_("Ring back on"), exact=True).fill("138 0013 0142")
    page.get_by_label(_("Danger"), exact=True).fill(
        say("Smell on the stairs, an old man inside", "楼道有气味，屋内有老人")
    )
    for box in page.get_by_label(_("said back")).all():
        box.check()
    expect(page.locator("#ring")).to_have_text("138 0013 0142")
    ada.looks()


def test_gas_leak_from_the_key_to_the_confirmed_emergency(utility, at_desk):
    say = utility.say
    ada = at_desk("ada")
    speaks_with_the_caller(ada, say)
    ada.page.keyboard.press("Control+Enter")
    expect(ada.page.locator(".oncall a.num")).to_be_visible()
    ada.looks()
    ticket = Ticket.objects.get()
    expect(ada.page.locator(".oncall a.num")).to_have_text(ticket.number)
    assert (ticket.stage, ticket.priority, ticket.category.code) == (Stage.DISPATCHED, "critical", "gas-leak")

    utility.posts()
    told = letters_to("sven@utility.invalid")
    assert len(told) == 1
    assert ticket.number in told[0]
    assert say("dispatched as an emergency", "紧急") in told[0]
    assert letters_to("tess@utility.invalid") == [], "who is not on duty sleeps"

    ada.page.locator(".oncall").get_by_role("link", name=ticket.number).click()
    ada.reads(say("22 Linden Court, second floor", "椴树苑22号二楼"))
    ada.looks()

    hana = at_desk("hana")
    hana.looks()
    hana.opens(ticket)
    hana.makes("accept", ticket)
    for milestone in (_("On site"), _("Made safe")):
        hana.page.locator(".clocks > div").filter(has_text=milestone).get_by_role("link", name=_("Record")).click()
        sheet = hana.page.locator("#sheet")
        expect(sheet.get_by_role("heading", name=milestone)).to_be_visible()
        hana.looks()
        hana.presses(_("Record"), within=sheet)
        expect(hana.page.locator("#sheet form")).to_have_count(0)
    hana.looks()

    sven = at_desk("sven")
    sven.page.get_by_role("link", name=starting(_("Approvals"))).click()
    sven.reads(say("22 Linden Court, second floor", "椴树苑22号二楼"), ticket.number)
    sven.looks()
    sven.page.get_by_label(_("Opinion")).fill(say("Rightly dispatched.", "派发得当。"))
    sven.presses(_("Confirm the emergency"))
    sven.reads(_("Nothing waits for a decision. What colleagues ask for comes here by itself."))
    sven.looks()

    what_stands_at_the_end(ticket)


def what_stands_at_the_end(ticket: Ticket) -> None:
    ticket.refresh_from_db()
    assert (ticket.stage, ticket.emergency_open) == (Stage.INVESTIGATING, False)
    assert story(ticket) == ["received", "emergency_dispatched", "accepted", "emergency_confirmed"]
    standing = clocks(ticket)
    for milestone in ("dispatch", "accept", "on_site", "make_safe", "confirm"):
        assert standing[milestone] == "met", milestone
    sent = Event.objects.get(kind="ticket.emergency_dispatched").payload
    assert (sent["read_back"], sent["missing"]) == (["place", "callback", "hazard"], [])
    assert list(sent["steps"]) == ["1", "2", "3"]
    assert EmergencyCall.objects.get().ticket == ticket
