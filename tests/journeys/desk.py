"""A colleague and a customer at their browsers, spoken to in the words of the page.

Every button and field is found by its text, taken from the catalogue in the language the test runs in (the test's
fixture has switched it on), so that one script goes through both languages and an untranslated word stops it.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from playwright.sync_api import Locator, Page, expect

from complaints.choices import Stage
from complaints.inputs import MOVE_INPUTS
from complaints.inputs.rating import RatingInput
from complaints.lifecycle import MOVES
from complaints.models import Ticket
from servicecenter.models import User
from tests.journeys.house import PASSWORD

PICTURES = os.environ.get("JOURNEY_PICTURES")
"""A folder: each page met is kept there as a picture, to be looked at."""


class Window:
    """A page that is looked at: it must be accessible, and nothing may stick out sideways."""

    def __init__(self, page: Page, assert_accessible: Callable[[Page], None], name: str):
        self.page, self._check, self.name, self._seen = page, assert_accessible, name, 0

    def looks(self) -> None:
        """The page as it stands is one that anybody can use."""
        self._seen += 1
        if PICTURES:
            Path(PICTURES).mkdir(exist_ok=True)
            self.page.screenshot(path=f"{PICTURES}/{self.name}-{self._seen:02d}.png", full_page=True)
        self._check(self.page)
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it sticks out sideways"

    def presses(self, button: str, *, within: Locator | None = None) -> None:
        """Press the button of this name; the key that stands on it belongs to its name."""
        (within or self.page.locator("body")).get_by_role("button", name=starting(button)).first.click()

    def goes(self, link: str) -> None:
        self.page.get_by_role("link", name=starting(link)).first.click()

    def reads(self, *words: str) -> None:
        for one in words:
            expect(self.page.locator("main")).to_contain_text(one)

    def does_not_read(self, *words: str) -> None:
        for one in words:
            expect(self.page.locator("main")).not_to_contain_text(one)


def starting(words: str) -> re.Pattern[str]:
    """A name that begins so: what follows is the key written on it, or an amount."""
    return re.compile(rf"^\s*{re.escape(words)}")


class Colleague(Window):
    """Somebody of the utility, signed in."""

    sheets_seen: ClassVar[set[tuple[str, str]]] = set()

    def __init__(self, page: Page, assert_accessible: Callable[[Page], None], name: str, person: User):
        super().__init__(page, assert_accessible, name)
        self.person = person

    def signs_in(self) -> None:
        self.page.goto("/accounts/login/")
        self.page.locator("input[name=login]").fill(self.person.username)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/desk/")

    def opens(self, ticket: Ticket) -> None:
        """From the desk, as everybody does: it stands in the list of whoever has something to do with it."""
        self.page.goto("/desk/")
        self.page.locator(".job").get_by_role("link", name=ticket.title, exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(ticket.title)

    def finds(self, ticket: Ticket) -> None:
        """By its number, in the box that stands on every page."""
        self.page.locator("input[type=search]").first.fill(ticket.number)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(ticket.title)

    def makes(self, move: str, ticket: Ticket, **told: object) -> None:
        """Open the sheet of the move, fill in what is told, send it; the ticket's page shows it was made."""
        sheet = self.opens_sheet(move)
        fill(sheet, MOVE_INPUTS[move](ticket=ticket), told)
        if (move, self.person.language) not in self.sheets_seen:  # many journeys open the same sheet
            self.sheets_seen.add((move, self.person.language))
            self.looks()
        self.presses(str(MOVES[move].label), within=sheet)
        expect(self.page.locator("#sheet form")).to_have_count(0)
        expect(self.page.get_by_role("alert")).to_have_count(0)
        ticket.refresh_from_db()

    def opens_sheet(self, move: str) -> Locator:
        label = str(MOVES[move].label)
        self.shows_moves()
        folded = self.page.locator(f".moves details:not([open]):has(a[href$='/moves/{move}/']) summary")
        if folded.count():
            folded.click()
        self.page.locator(".moves").get_by_role("link", name=starting(label)).first.click()
        sheet = self.page.locator("#sheet")
        expect(sheet.get_by_role("heading", name=label, exact=True)).to_be_visible()
        return sheet

    def shows_moves(self) -> None:
        """On a narrow window they are behind a button."""
        behind = self.page.get_by_role("button", name=_("All moves"))
        if behind.is_visible():
            behind.click()

    def is_offered(self, move: str) -> bool:
        return self.page.locator(f".moves a[href$='/moves/{move}/']").count() > 0

    def sees_stage(self, stage: Stage) -> None:
        expect(self.page.locator(".stages [aria-current=step]")).to_contain_text(str(stage.label))


def fill(where: Locator, form: forms.Form, told: dict[str, object]) -> None:
    """Fill in fields by their labels, as the form itself names them in this language."""
    for name, value in told.items():
        field = form.fields[name]
        if isinstance(field.widget, forms.RadioSelect):
            choice = dict(field.choices)[value]  # type: ignore[attr-defined]
            group = where.get_by_role("group", name=str(field.label), exact=True)
            _unfold(group)
            group.get_by_label(str(choice), exact=True).check()
            continue
        row = where.get_by_role("group", name=starting(str(field.label))).locator(f"[name={name}][value='{value}']")
        if row.count():  # a few long choices stand in rows
            row.check()
            continue
        control = where.get_by_label(starting(str(field.label))).and_(where.locator(f"[name={name}]"))
        _unfold(control)
        if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
            control.select_option(str(value))
        elif isinstance(field, forms.BooleanField):
            control.check()
        elif isinstance(field, forms.DateTimeField):
            control.fill(value.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%dT%H:%M"))  # type: ignore[attr-defined]
        else:
            control.fill(str(value))


def _unfold(control: Locator) -> None:
    """What is asked only sometimes lies under a fold."""
    fold = control.locator("xpath=ancestor::details[1]")
    if fold.count() and not control.is_visible():
        fold.locator("summary").first.click()


class Customer(Window):
    """Somebody outside, with a number and a code."""

    number = code = ""

    def notes_number_and_code(self) -> None:
        """From the page that shows both, once."""
        number, code = self.page.locator(".spell").all()
        self.number = "-".join(number.locator("span").all_inner_texts())
        self.code = "-".join(code.locator("span").all_inner_texts())

    def follows(self) -> None:
        """Days later, with nothing but the two."""
        self.page.goto("/t/")
        self.page.get_by_label(_("Number"), exact=True).fill(self.number)
        self.page.get_by_label(_("Access code"), exact=True).fill(self.code)
        self.presses(_("Open"))
        self.page.wait_for_url(f"**/t/{self.number}/")

    def rates(self, *, solved: str, result: str, service: str, words: str = "") -> None:
        """Solved or not, and how it was."""
        fill(self.page.locator("main"), RatingInput(), {"solved": solved, "result": result, "service": service})
        if words:
            self.page.get_by_label(_("In your own words")).fill(words)
        self.looks()
        self.presses(_("Send your answer"))
