"""Papers as a real browser prints them: each on one A4 page, in both languages, however much there is to say."""

import re

import pytest

from complaints import actions
from complaints.models import Ticket
from tests import making
from tests.browser.test_staff import known, sign_in
from tests.complaints.moves_supplied import acting, supplied

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
A4 = (595, 842)  # points
MUCH = {
    "en": "The water has been brown since Monday and smells of iron. ",
    "zh-hans": "自来水从周一起发黄，有铁锈味，无法饮用。",
}


def pages_of(pdf: bytes) -> list[tuple[int, int]]:
    """The size of each page, in points."""
    boxes = re.findall(rb"/Type\s*/Page\b(?!s).*?/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf, re.DOTALL)
    return [(round(float(width)), round(float(height))) for width, height in boxes]


def much_said(language: str) -> Ticket:
    words = MUCH[language] * 60
    ticket = making.make_ticket(
        "investigating", language=language, words=words, place=MUCH[language] * 3, requests=[MUCH[language] * 4] * 7
    )
    data = supplied("find") | {"facts": MUCH[language] * 40}
    actions.perform(ticket, "find", data, actor=acting("handler"), at=making.NOW, source="desk", version=None)
    return ticket


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_each_paper_fits_one_page(page, assert_accessible, supervisor, language):
    opened = much_said(language)
    answered = making.make_ticket("replied", language=language, words=MUCH[language] * 60)
    sign_in(page, known(supervisor))

    for ticket, name in ((opened, "registration"), (opened, "visit"), (answered, "registration"), (answered, "reply")):
        page.goto(f"/desk/tickets/{ticket.number}/papers/{name}/")
        assert_accessible(page)
        pdf = page.pdf(prefer_css_page_size=True)
        assert pages_of(pdf) == [A4], name


def test_what_somebody_else_told_us_is_on_no_customers_paper(page, supervisor):
    """The alert about a sensitive matter stands above every page of theirs who are on duty, but is not printed."""
    sensitive = making.make_ticket(title="My father is in hospital")
    data = supplied("mark_sensitive")
    actions.perform(
        sensitive, "mark_sensitive", data, actor=acting("agent"), at=making.NOW, source="desk", version=None
    )
    sign_in(page, known(supervisor))
    page.goto(f"/desk/tickets/{making.make_ticket('replied').number}/papers/reply/")
    alert = page.get_by_text("My father is in hospital")
    alert.wait_for()
    page.emulate_media(media="print")
    assert not alert.is_visible()
