"""The page of the API in a real Chromium, under the house's strict policy."""

import pytest
from playwright.sync_api import expect

LONG = 90_000  # milliseconds: all operations are read and tied together in the browser first
pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_the_page_of_the_api_has_a_chapter_for_each_tag_and_opens_to_what_an_operation_takes(page):
    described = page.request.get("/api/schema/?format=json").json()["paths"]
    tags = {tag for path in described.values() for operation in path.values() for tag in operation["tags"]}
    page.goto("/api/docs/")
    expect(page.locator(".opblock-tag-section")).to_have_count(len(tags), timeout=LONG)
    page.locator("#operations-tag-moves").click()
    page.locator("#operations-moves-move_ticket .opblock-summary-control").click()
    page.wait_for_selector("#operations-moves-move_ticket .opblock-body", timeout=LONG)
    assert page.locator(".swagger-ui .btn.authorize").is_visible()
    assert page.locator(".errors-wrapper").count() == 0


def test_the_page_of_the_api_has_the_houses_bar_and_follows_light_and_dark(page):
    page.emulate_media(color_scheme="dark")
    page.goto("/api/docs/")
    html = page.locator("html")
    assert "dark-mode" in (html.get_attribute("class") or "")
    page.locator("[data-scheme-toggle]").click()
    assert "dark-mode" not in (html.get_attribute("class") or "")


def test_the_page_of_the_api_says_its_own_words_in_chinese_too(page, live_server):
    page.context.add_cookies([{"name": "django_language", "value": "zh-hans", "url": live_server.url}])
    page.goto("/api/docs/")
    expect(page.locator(".btn.authorize")).to_have_text("授权", timeout=LONG)
    page.locator("#operations-tag-moves").click()
    page.locator("#operations-moves-move_ticket .opblock-summary-control").click()
    opened = page.locator("#operations-moves-move_ticket .opblock-body")
    expect(opened).to_contain_text("请求体", timeout=LONG)
    opened.locator(".try-out__btn").click()
    opened.locator(".execute").click()
    expect(opened).to_contain_text("必填项未填写。")
    for english in ("Parameters", "Request body", "Responses", "Cancel", "Execute", "Required field"):
        expect(opened).not_to_contain_text(english)
