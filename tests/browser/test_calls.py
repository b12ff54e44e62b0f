"""A phone call in a real browser: from the first digit to the number read out, by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from complaints.models import Contact, Draft, Ticket
from servicecenter.seeds.defaults import seed_defaults
from tests import making
from tests.browser.test_staff import known, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def margaret(north):
    seed_defaults()
    making.make_customer("Thomas Ellery", "13911112222", region=north, address="3 Upper Weir")
    return making.make_customer(
        "Margaret Ellery", "13800130142", region=north, address="14 Weir Lane", account="40 2217 8806"
    )


def test_from_call_to_saved_ticket_by_keyboard_alone(page: Page, assert_accessible, margaret, agent, north):
    sign_in(page, known(agent))
    page.keyboard.press("n")
    expect(page.locator("#id_q")).to_be_focused()
    page.keyboard.type("weir")
    expect(page.locator("#matches [role=option]")).to_have_count(2)
    page.keyboard.type(" 0142")
    expect(page.locator("#matches [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#id_words")).to_be_focused()
    expect(page.locator("#caller")).to_contain_text("Margaret Ellery")
    expect(page.locator("#id_place")).to_have_value("14 Weir Lane")
    assert_accessible(page)
    page.keyboard.type("No water at all, on every tap, the neighbours the same")
    expect(page.locator("#guesses")).to_contain_text("“no water”")
    page.keyboard.press("Alt+a")
    expect(page.locator("#id_category")).to_have_value("water-none")
    expect(page.locator("#promise .promise")).to_contain_text("I am noting this as: No water.")
    assert_accessible(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved. The number, in groups:")
    assert_accessible(page)
    ticket = Ticket.objects.get()
    assert page.locator(".spell").first.inner_text().split() == ticket.number.split("-")
    assert (ticket.customer, ticket.category.code, ticket.priority) == (margaret, "water-none", "urgent")
    page.keyboard.press("n")
    expect(page.locator("#id_q")).to_be_focused()
    assert Contact.objects.get(tickets=ticket).wrapped_at is not None


def test_what_is_typed_before_the_scripts_are_awake_is_looked_at(page: Page, margaret, agent):
    sign_in(page, known(agent))
    held = []
    page.route("**/complaints/call*.js", lambda route: held.append(route))
    page.goto("/desk/calls/", wait_until="commit")
    page.locator("#id_q").press_sequentially("weir")
    held[0].continue_()
    expect(page.locator("#matches [role=option]")).to_have_count(2)


def test_half_written_it_survives_the_browser_and_a_second_call(open_browser, margaret, agent):
    desk = open_browser()
    sign_in(desk, known(agent))
    desk.goto("/desk/calls/")
    desk.locator("#id_words").fill("The lamp flickers")
    expect(desk.locator("#kept")).to_contain_text("Kept at")
    assert re.search(r"/desk/calls/[0-9a-f-]{36}/$", desk.url)
    desk.keyboard.press("Alt+n")
    expect(desk.locator("#id_words")).to_have_value("")
    desk.locator("#id_q").fill("Ellery")
    expect(desk.locator("#matches [role=option]")).to_have_count(2)
    desk.keyboard.press("Alt+2")
    expect(desk.locator("#caller")).to_contain_text("Thomas Ellery")
    expect(desk.locator(".oncall")).to_contain_text("The lamp flickers")

    again = open_browser()
    sign_in(again, agent)
    again.goto("/desk/calls/")
    again.locator(".oncall").get_by_role("link", name="The lamp flickers").click()
    expect(again.locator("#id_words")).to_have_value("The lamp flickers")
    again.get_by_role("button", name="Discard").click()
    again.get_by_role("button", name="Take it back").click()
    expect(again.locator("#id_words")).to_have_value("The lamp flickers")
    assert Draft.objects.count() == 2


def test_without_scripts_it_is_a_plain_form(open_browser, margaret, agent):
    page = open_browser(java_script_enabled=False)
    sign_in(page, known(agent))
    page.get_by_role("link", name="Log a call").first.click()
    page.locator("#id_q").fill("0142")
    page.locator("#id_q").press("Enter")
    page.get_by_role("option", name=re.compile("Margaret")).click()
    expect(page.locator("#id_words")).to_be_focused()
    page.locator("#id_words").fill("When is the next bill?")
    page.locator("#id_nature").select_option("enquiry")
    page.locator("#id_category").select_option("billing-question")
    page.locator("#id_answer").fill("On the first of April.")
    page.get_by_role("button", name="Answered at once").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved. The number, in groups:")
    page.get_by_role("button", name="Open the ticket").click()
    expect(page.locator(".stages .now")).to_contain_text("Replied")


def test_on_a_phone_in_chinese(phone: Page, assert_accessible, margaret, agent):
    sign_in(phone, known(agent))
    phone.goto("/desk/calls/")
    phone.locator("#id_q").fill("0142")
    phone.get_by_role("option", name=re.compile("Margaret")).click()
    phone.locator("#id_words").fill("家里停水了")
    phone.get_by_role("button", name="全部采纳建议").click()
    expect(phone.locator("#promise")).to_contain_text("No water")
    assert_accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.goto("/desk/contacts/")
    assert_accessible(phone)
    phone.goto(f"/desk/customers/{margaret.pk}/")
    assert_accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
