"""A date input is drawn by the browser in its own language; what was chosen is said in the page's."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_staff import in_sheet, known, sign_in
from tests.making import make_ticket

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("locale", "language", "move", "button", "order", "chosen"),
    [
        ("en", "en", "Tell the customer how it stands", "Not now", "", "Fri 27 Nov 2048, 17:00"),
        ("en", "zh-hans", "阶段性答复", "暂不", "月/日/年", "2048-11-27（周五）17:00"),
    ],
)
def test_the_moment_chosen_stands_beside_its_label(
    open_browser, live_server, agent, locale, language, move, button, order, chosen
):
    """And nothing moves while it is chosen."""
    agent.language = language
    ticket, desk = make_ticket(), open_browser(locale=locale)
    desk.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    sign_in(desk, known(agent))
    desk.goto(f"/desk/tickets/{ticket.number}/")
    sheet = in_sheet(desk, move)
    said, below = sheet.locator(".day-chosen"), sheet.get_by_text(button)
    expect(said).to_have_text(order)
    before = below.bounding_box()
    sheet.locator("input[type=datetime-local]").fill("2048-11-27T17:00")
    expect(said).to_have_text(chosen)
    assert below.bounding_box() == before
