"""A colleague's day in a real browser: with the mouse, with keys alone, in both colour schemes, on a phone."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from complaints import actions
from complaints.choices import Stage
from complaints.models import Ticket
from tests import making

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough sentence"


def known(person):
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(page: Page, person) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", person.username)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")


def in_sheet(page: Page, move: str):
    """Open the sheet of a move by its button, and return it."""
    page.locator(".moves").get_by_role("link", name=move).click()
    sheet = page.locator("#sheet")
    expect(sheet.get_by_role("heading", name=move)).to_be_visible()
    return sheet


def test_from_the_customers_words_to_the_archive(open_browser, north, network, reviewer, coordinator, handler, agent):
    making.make_category()
    making.make_reason("closing", "explained")
    making.make_reason("cause", "rust")
    ticket = making.make_ticket(region=north, requests=("Clean water",))

    desk = open_browser()
    sign_in(desk, known(reviewer))
    desk.get_by_role("link", name=ticket.title).click()
    in_sheet(desk, "Start the review").get_by_role("button", name="Start the review").click()
    expect(desk.locator(".line")).to_contain_text("started the review")
    sheet = in_sheet(desk, "Dispatch")
    sheet.get_by_label("To").select_option("network")
    sheet.get_by_label("Why they").fill("They keep that pipe.")
    sheet.get_by_role("button", name="Dispatch").click()
    expect(desk.locator(".line")).to_contain_text("Because: They keep that pipe.")

    desk = open_browser()
    sign_in(desk, known(coordinator))
    desk.get_by_role("link", name=ticket.title).click()
    sheet = in_sheet(desk, "Accept")
    sheet.get_by_label("Person responsible").select_option(handler.username)
    sheet.get_by_role("button", name="Accept").click()
    expect(desk.locator(".stages .now")).to_contain_text("Investigating")

    desk = open_browser()
    sign_in(desk, known(handler))
    desk.get_by_role("link", name=ticket.title).click()
    sheet = in_sheet(desk, "Reply to the customer")
    sheet.get_by_label("Answer to the customer").fill("We flushed the pipe. The water is clear.")
    sheet.get_by_label("Resolved", exact=True).check()
    sheet.get_by_label("Met", exact=True).check()
    sheet.get_by_role("button", name="Reply to the customer").click()
    expect(desk.locator(".entry.out")).to_contain_text("The water is clear.")

    desk = open_browser()
    sign_in(desk, known(agent))
    desk.get_by_role("link", name=ticket.title).click()
    sheet = in_sheet(desk, "Archive")
    sheet.get_by_label("Final category").select_option("brown-water")
    sheet.get_by_label("Closing code").select_option("explained")
    sheet.get_by_label("Root cause").select_option("rust")
    sheet.get_by_role("button", name="Archive").click()
    expect(desk.locator(".stages .now")).to_contain_text("Archived")
    assert Ticket.objects.get().stage == Stage.ARCHIVED


def test_the_same_with_keys_alone(page, north, reviewer):
    other, ticket = (making.make_ticket(region=north, title=title) for title in ("Second in the list", "First"))
    Ticket.objects.filter(pk=ticket.pk).update(next_due_at=making.NOW)
    sign_in(page, known(reviewer))

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".job[aria-current=true]")).to_contain_text(other.title)
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(ticket.title)
    page.keyboard.press("r")
    expect(page.locator("#sheet form")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".stages .now")).to_contain_text("In review")
    page.keyboard.press("h")
    expect(page.locator("#sheet select[name=reason]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    expect(page.locator("[data-key=h]")).to_be_focused()
    page.locator("textarea[name=words]").fill("Called, no answer")
    page.get_by_label("Note for colleagues").check()
    page.locator("textarea[name=words]").press("Control+Enter")
    expect(page.locator(".entry.note").last).to_contain_text("Called, no answer")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox").first).to_be_focused()


def test_from_ticket_to_ticket_through_the_list_one_came_from(page, north, reviewer):
    tickets = [making.make_ticket(region=north, title=title) for title in ("First", "Second", "Third")]
    sign_in(page, known(reviewer))
    page.goto("/desk/?view=all&kind=complaint")
    page.get_by_role("link", name="First").click()
    heading, way = page.get_by_role("heading", level=1), page.get_by_role("navigation", name="The list this was opened")

    expect(way).to_contain_text("1 of 3")
    page.keyboard.press("k")  # nothing before the first
    page.keyboard.press("j")
    expect(heading).to_have_text("Second")
    expect(way.get_by_role("link", name="Previous in the list")).to_have_attribute("aria-keyshortcuts", "k")
    page.keyboard.press("k")
    expect(heading).to_have_text("First")
    way.get_by_role("link", name="Next in the list").click()
    expect(heading).to_have_text("Second")
    expect(way).to_contain_text("2 of 3")
    page.get_by_role("link", name="Back to the list").click()
    page.wait_for_url(re.compile("view=all&kind=complaint$"))
    page.goto(f"/desk/tickets/{tickets[2].number}/")
    expect(way).to_contain_text("3 of 3")
    stranger = making.make_ticket(region=north, title="Rung in since")
    page.goto(f"/desk/tickets/{stranger.number}/")
    expect(heading).to_have_text("Rung in since")
    expect(way).to_be_hidden()


def test_an_error_keeps_what_was_right_and_takes_the_focus_to_what_is_wrong(page, north, network, reviewer):
    ticket = making.make_ticket("reviewing", region=north)
    sign_in(page, known(reviewer))
    page.goto(f"/desk/tickets/{ticket.number}/")
    sheet = in_sheet(page, "Dispatch")
    sheet.get_by_label("Why they").fill("They keep that pipe.")
    sheet.get_by_role("button", name="Dispatch").click()

    expect(page.get_by_role("alert")).to_contain_text("To")
    expect(page.locator("select[name=team]")).to_be_focused()
    expect(page.get_by_label("Why they")).to_have_value("They keep that pipe.")


def test_without_scripts_every_step_has_a_page(open_browser, north, reviewer):
    ticket = making.make_ticket(region=north)
    page = open_browser(java_script_enabled=False)
    sign_in(page, known(reviewer))
    page.get_by_role("link", name=ticket.title).click()
    page.locator(".moves").get_by_role("link", name="Start the review").click()
    page.get_by_role("button", name="Start the review").click()
    expect(page.locator(".stages .now")).to_contain_text("In review")
    page.locator("textarea[name=words]").fill("Seen without scripts")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".entry.out")).to_contain_text("Seen without scripts")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_stands_in_the_way_of_anyone(open_browser, assert_accessible, north, reviewer, scheme):
    making.make_policy(reply=(5, "working_days"), contact=(30, "minutes"))
    making.make_ticket(region=north, priority="critical")
    ticket = making.make_ticket("reviewing", region=north, by=making.acting(reviewer))
    page = open_browser(color_scheme=scheme)
    sign_in(page, known(reviewer))

    assert_accessible(page)
    page.goto(f"/desk/tickets/{ticket.number}/")
    assert_accessible(page)
    in_sheet(page, "Classify")
    assert_accessible(page)
    page.goto(f"/desk/tickets/{ticket.number}/moves/dispatch/")
    page.get_by_role("button", name="Dispatch").click()
    assert_accessible(page)
    page.goto("/desk/find/?q=2611-000000-1")
    assert_accessible(page)


def test_the_deadline_unfolds_in_its_place(page, north, agent):
    making.make_policy(reply=(2, "working_days"))
    ticket = making.make_ticket(region=north)
    sign_in(page, known(agent))
    page.goto(f"/desk/tickets/{ticket.number}/")
    page.get_by_text("Why this deadline").click()

    expect(page.locator(".why[open]")).to_contain_text("2 working days")


def test_on_a_phone_in_chinese_the_filters_and_moves_are_sheets(phone, assert_accessible, north, reviewer):
    ticket = making.make_ticket(region=north)
    sign_in(phone, known(reviewer))

    phone.get_by_role("button", name="筛选").click()
    expect(phone.locator("#filters")).to_be_visible()
    phone.locator("#filters").get_by_label(re.compile("投诉")).check()
    phone.wait_for_url("**kind=complaint**")
    phone.get_by_role("link", name=ticket.title).click()
    phone.get_by_role("button", name="全部操作").click()
    phone.locator(".moves").get_by_role("link", name="开始初审").click()
    phone.locator("#sheet").get_by_role("button", name="开始初审").click()
    expect(phone.locator(".line")).to_contain_text("开始初审")
    assert_accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_phone_the_skip_link_leads_below_the_bar_and_not_beneath_it(phone, north, reviewer):
    for _ticket in range(12):
        making.make_ticket(region=north)
    sign_in(phone, known(reviewer))
    for key in ("Tab", "Enter", "Tab"):
        phone.keyboard.press(key)
    bar = phone.evaluate("document.querySelector('.bar').getBoundingClientRect().bottom")
    stop = phone.evaluate("document.activeElement.getBoundingClientRect().top")
    assert phone.evaluate("document.activeElement.closest('main') !== null")
    assert stop >= bar


def test_another_tickets_alarm_is_on_the_screen_and_not_on_the_printed_page(page, north, reviewer, supervisor):
    ticket = making.make_ticket(region=north)
    grave = making.make_ticket(region=north, title="Somebody fell into the trench")
    actions.perform(
        grave, "mark_sensitive", {"why": "A newspaper rang."}, actor=making.acting(reviewer), at=timezone.now(),
        source="desk", version=None,
    )  # fmt: skip
    sign_in(page, known(supervisor))
    page.goto(f"/desk/tickets/{ticket.number}/")
    expect(page.locator("#alerts")).to_contain_text(grave.title)

    page.emulate_media(media="print")

    expect(page.locator("#alerts")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text(ticket.title)
