"""A real Chromium for the pages: strict about what it must not see, skipped with one loud line when there is none.

A plugin of all tests (tests/conftest.py), so that one Chromium serves them all.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 720}
PATIENCE = 20_000  # milliseconds: a busy machine is slow, not wrong


def executable() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of the session."""
    path = executable()
    if path is None:
        pytest.skip("NO CHROMIUM: the browser tests did not run (install chromium, or set CHROMIUM to its path)")
    # Playwright's loop runs in this thread; Django would take it for an async view and refuse the database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield running
        running.close()


@dataclass
class Complaints:
    """What the pages of one test did that they must not: broken policy, script errors, failed requests."""

    heard: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))
        page.on("console", lambda said: self.heard.append(said.text) if _grave(said.text, said.type) else None)
        page.on("response", lambda got: self.heard.append(f"{got.status} {got.url}") if got.status >= 500 else None)


# A question overtaken by the next keystroke is given up on purpose; a failed one is said as sendError or responseError.
OVERTAKEN = ("htmx:sendAbort", "htmx:afterRequest")


def _grave(text: str, kind: str) -> bool:
    if text.startswith(OVERTAKEN):
        return False
    return "Content Security Policy" in text or (kind == "error" and "Failed to load resource" not in text)


@pytest.fixture
def complaints_of_the_browser() -> Iterator[Complaints]:
    """Asserted empty at the end of each test."""
    complaints = Complaints()
    yield complaints
    assert complaints.heard == []


@pytest.fixture
def open_browser(browser, live_server, complaints_of_the_browser) -> Iterator[Callable[..., Page]]:
    """open_browser(**context options) → a fresh page that knows the server's address; closed after the test."""
    contexts: list[BrowserContext] = []

    def make(**options) -> Page:
        defaults = {"base_url": live_server.url, "viewport": DESK, "locale": "en", "reduced_motion": "reduce"}
        context = browser.new_context(**{**defaults, **options})
        context.set_default_timeout(PATIENCE)
        context.on("page", complaints_of_the_browser.listen)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_browser) -> Page:
    """A wide window in English."""
    return open_browser()


@pytest.fixture
def phone(open_browser) -> Page:
    """A phone in Chinese."""
    return open_browser(viewport=PHONE, locale="zh-CN", has_touch=True, is_mobile=True)


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Fails on serious and critical findings of axe, and names them."""

    def check(page: Page) -> None:
        found = Axe().run(page).response["violations"]
        grave = [
            f"{one['id']}: {one['help']} ({', '.join(str(node['target']) for node in one['nodes'])})"
            for one in found
            if one["impact"] in {"serious", "critical"}
        ]
        assert grave == []

    return check
