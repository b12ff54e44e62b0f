"""Every page of customers and staff in Chromium: nothing serious for axe, whatever the scheme and the width, and
nothing that anybody wrote is run or pushes a page out of a phone."""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, ConsoleMessage, Page, Route

from complaints.models import Ticket
from tests.chromium import DESK, PHONE
from tests.demo import STAFF, customer_of, demo_house, signed_in, starts_of  # noqa: F401 - a fixture among them
from tests.naughty import fill_every_text
from tests.walking import Seen, walk

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db]
HOUSE = "http://house.invalid"
CONTRAST = {"runOnly": ["color-contrast"]}
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"


@dataclass
class Window:
    """A page that is shown what our application answered before, with our own static files and nothing else."""

    page: Page
    shown: Seen | None = None
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.route("**/*", self.answer)
        self.page.on("dialog", lambda dialog: (self.heard.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
        self.page.on("pageerror", lambda error: self.heard.append(f"a script broke: {error}"))
        self.page.on("console", self.listen)

    def listen(self, said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            self.heard.append(said.text)

    def answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            kind, _encoding = mimetypes.guess_type(path)
            route.fulfill(path=finders.find(path.removeprefix("/static/")), content_type=kind)
        elif route.request.is_navigation_request() and self.shown:
            headers = dict(self.shown.answer.items())
            if "Content-Disposition" in headers:  # a copy is opened from where it was saved, with no policy to guard it
                headers = {"Content-Type": headers["Content-Type"]}
            route.fulfill(status=200, headers=headers, body=self.shown.answer.content)
        else:
            route.fulfill(status=204)

    def show(self, seen: Seen) -> None:
        self.shown = seen
        self.page.goto(HOUSE + seen.address, wait_until="load")


@pytest.fixture
def window(browser: Browser) -> Iterator[Window]:
    context = browser.new_context(viewport=DESK, locale="en", reduced_motion="reduce")
    yield Window(context.new_page())
    context.close()


@pytest.fixture
def at_the_demo(demo_house, db) -> Iterator[None]:  # noqa: F811
    with time_machine.travel(demo_house):
        yield


def every_page() -> list[Seen]:
    """One of each page there is, as somebody who may read it gets it."""
    numbers = [Ticket.objects.filter(stage=stage).order_by("pk")[0].number for stage in ("received", "replied")]
    people = [(customer_of(*numbers), ["/", "/t/", *(f"/t/{one}/" for one in numbers), "/accounts/login/"])]
    people += [(signed_in(who), starts_of(who)) for who in STAFF if who != "admin"]
    found: dict[str, Seen] = {}
    for client, starts in people:
        for seen in walk(client, starts, most=1):
            if seen.answer.status_code == 200 and "<html" in seen.html:
                found.setdefault(seen.route, seen)
    return list(found.values())


def grave(page: Page, options: dict | None = None) -> list[str]:
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {', '.join(str(node['target']) for node in one['nodes'][:3])}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


LOOKS = [(DESK, "light", None), (DESK, "dark", CONTRAST), (PHONE, "dark", None), (PHONE, "light", CONTRAST)]
"""All rules in a wide light window and in a narrow dark one, the contrast of colours in the other two as well."""


def test_nothing_serious_stands_in_anyone_s_way_on_any_page(window, at_the_demo):
    wrong, page = [], window.page
    for seen in every_page():
        window.show(seen)
        for size, scheme, rules in LOOKS:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            wrong += [f"{seen.address}, {scheme}, {size['width']}: {one}" for one in grave(page, rules)]
        page.set_viewport_size(PHONE)
        wrong += [f"{seen.address} is wider than a phone"] if page.evaluate(TOO_WIDE) else []
    assert wrong + window.heard == []


def test_nothing_anybody_wrote_is_run_or_pushes_a_page_out_of_a_phone(window, at_the_demo):
    fill_every_text()
    window.page.set_viewport_size(PHONE)
    wrong = []
    for seen in every_page():
        window.show(seen)
        wrong += [f"{seen.address} ran it"] if window.page.evaluate("'pwned' in window") else []
        wrong += [f"{seen.address} is wider than a phone"] if window.page.evaluate(TOO_WIDE) else []
    assert wrong + window.heard == []
