"""The customer in a real browser: on a phone in Chinese, by keyboard alone, and with JavaScript switched off."""

import re

import pytest
from django.utils import timezone

from complaints import numbers
from complaints.models import Ticket
from tests import making
from tests.chromium import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
CODE = "ABCD-EFGH-JKMN"


@pytest.fixture(autouse=True)
def open_for_requests(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    making.make_region("north")
    making.make_policy(first_response=(240, "working_minutes"), reply=(5, "working_days"))
    making.make_category("brown-water")


@pytest.fixture
def mine() -> Ticket:
    ticket = making.make_ticket("replied", at=timezone.now())
    Ticket.objects.filter(pk=ticket.pk).update(access_code_hash=numbers.code_hash(CODE))
    return ticket


def enter(page, ticket: Ticket) -> None:
    page.goto("/t/")
    page.fill("#id_number", ticket.number)
    page.fill("#id_code", CODE)
    page.click("main button.primary")
    page.wait_for_url(f"**/t/{ticket.number}/")


def test_from_the_form_to_a_message_on_a_phone_in_chinese(phone, assert_accessible):
    phone.goto("/")
    assert phone.locator("h1").inner_text() == "请告诉我们发生了什么"
    assert_accessible(phone)
    phone.fill("#id_words", "周一开始自来水发黄。")
    phone.get_by_text("投诉", exact=True).click()
    phone.fill("#id_requests", "恢复清水")
    phone.fill("#id_place", "运河街 4 号")
    phone.fill("#id_name", "周敏")
    phone.fill("#id_contact", "138 0013 8000")
    phone.check("#id_consent")
    phone.get_by_role("button", name="提交").click()
    phone.wait_for_url("**/thanks/")
    assert_accessible(phone)
    ticket = Ticket.objects.get()
    assert ticket.language == "zh-hans"
    code = "-".join(phone.locator(".spell").nth(1).locator("span").all_inner_texts())
    promised = phone.locator(".promises").inner_text()
    assert re.search(r"答复\s*\d{4}-\d\d-\d\d（周.）18:00前", promised), "copied as it is read"
    days = phone.locator(".promises .unbroken")
    assert days.count() == len(re.findall(r"\d{4}-\d\d-\d\d", promised))
    assert set(days.evaluate_all("all => all.map(one => one.getClientRects().length)")) == {1}, "each on one line"
    phone.get_by_role("link", name="查询进度").first.click()
    phone.get_by_role("button", name="退出本页").click()
    phone.fill("#id_number", ticket.number)
    phone.fill("#id_code", code)
    phone.get_by_role("button", name="打开").click()
    assert "我们将在" in phone.locator("h1").inner_text()
    phone.fill("#id_words", "今天更黄了。")
    phone.get_by_role("button", name="发送").click()
    phone.wait_for_url("**#messages")
    assert "今天更黄了。" in phone.locator("#messages").inner_text()
    assert_accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], "nothing sticks out sideways"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_customer_is_accessible(open_browser, assert_accessible, mine, scheme):
    page = open_browser(color_scheme=scheme)
    for address in ("/", "/t/", "/accounts/login/", "/nothing/"):
        page.goto(address)
        assert_accessible(page)
    page.goto("/")
    page.click("main button.primary")
    assert page.locator("[role=alert]").is_visible()
    assert_accessible(page)
    enter(page, mine)
    assert_accessible(page)


def test_the_keyboard_alone_is_enough(page):
    page.goto("/")
    page.locator("#id_words").focus()
    page.keyboard.type("The water is brown.")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")  # from "Something is broken" to "A complaint"
    reach(page, "id_place")
    page.keyboard.type("4 Canal Street")
    reach(page, "id_anonymous_0")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thanks/")
    ticket = Ticket.objects.get()
    assert (ticket.nature, ticket.anonymous, ticket.place) == ("complaint", True, "4 Canal Street")


def reach(page, field: str) -> None:
    for _ in range(20):
        if page.evaluate("document.activeElement.id") == field:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{field} is not reached by Tab")


def test_an_error_takes_the_focus_and_its_link_leads_to_the_field(page):
    page.goto("/")
    page.fill("#id_words", "The water is brown.")
    page.get_by_text("A complaint", exact=True).click()
    page.click("main button.primary")
    page.wait_for_selector("[role=alert]")
    assert page.evaluate("document.activeElement.id") == "id_place"
    assert page.input_value("#id_words") == "The water is brown."
    page.locator("[role=alert] a[href='#id_contact']").click()
    assert page.evaluate("document.activeElement.id") == "id_contact"


def test_a_half_written_form_survives_and_goes_when_it_is_sent(page):
    page.goto("/")
    page.fill("#id_words", "The water is br")
    page.get_by_text("Anonymously", exact=True).click()
    page.goto("/t/")
    page.goto("/")
    assert page.input_value("#id_words") == "The water is br"
    assert page.is_checked("#id_anonymous_1")
    assert not page.is_visible("#id_name")
    page.get_by_text("A complaint", exact=True).click()
    page.check("#id_place_unknown")
    page.click("main button.primary")
    page.wait_for_url("**/thanks/")
    page.goto("/")
    assert page.input_value("#id_words") == ""


def test_files_are_chosen_in_the_words_of_the_page_not_of_the_browser(phone):
    phone.goto("/")
    chosen = phone.locator(".files")
    assert chosen.inner_text().split() == ["选择文件", "未选择文件"]
    with phone.expect_file_chooser() as asked:
        chosen.click()
    asked.value.set_files([{"name": name, "mimeType": "image/png", "buffer": b"x"} for name in ("a.png", "b.png")])
    assert chosen.inner_text().split() == ["选择文件", "a.png，b.png"]
    phone.set_input_files("#id_files", [])
    assert chosen.inner_text().split() == ["选择文件", "未选择文件"]


def test_without_javascript_everything_works(open_browser, mine):
    page = open_browser(java_script_enabled=False)
    page.goto("/")
    assert page.locator(".picked").is_hidden(), "the browser's own input stands there"
    assert page.locator("#id_files").evaluate("input => getComputedStyle(input).opacity") == "1"
    page.fill("#id_words", "The water is brown.")
    page.get_by_text("A complaint", exact=True).click()
    page.fill("#id_place", "4 Canal Street")
    page.get_by_text("Anonymously", exact=True).click()
    page.click("main button.primary")
    page.wait_for_url("**/thanks/")
    assert page.locator(".spell").count() == 2
    enter(page, mine)
    page.locator("summary", has_text="It is not solved").click()
    page.fill("#reopen_words", "Brown again.")
    page.get_by_role("button", name="Have it looked at again").click()
    page.wait_for_selector("text=Round 2")
    mine.refresh_from_db()
    assert mine.stage == "reviewing"
