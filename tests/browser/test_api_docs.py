"""The page of the API in a real Chromium, under the house's strict policy."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_the_page_of_the_api_shows_every_operation(page):
    page.goto("/api/docs/")
    page.wait_for_selector(".opblock")
    assert page.locator(".opblock").count() >= 10
    page.locator("#operations-moves-move_ticket .opblock-summary-control").click()
    page.wait_for_selector("#operations-moves-move_ticket .opblock-body")
    assert page.locator(".swagger-ui .btn.authorize").is_visible()
    assert page.locator(".errors-wrapper").count() == 0


def test_the_page_of_the_api_has_the_houses_bar_and_follows_light_and_dark(page):
    page.emulate_media(color_scheme="dark")
    page.goto("/api/docs/")
    html = page.locator("html")
    assert "dark-mode" in (html.get_attribute("class") or "")
    page.locator("[data-scheme-toggle]").click()
    assert "dark-mode" not in (html.get_attribute("class") or "")
