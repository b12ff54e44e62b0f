"""Whatever people write, on whichever page it is shown: it stays words. Markup, scripts, templates, directions of
writing, signs nobody sees and words without end, in every text of every row, read by every role."""

from collections.abc import Iterator

import pytest
import time_machine

from complaints.choices import Stage
from complaints.models import Ticket
from tests.demo import STAFF, customer_of, demo_house, pages_of_staff, signed_in, starts_of  # noqa: F401
from tests.naughty import fill_every_text, harm
from tests.walking import Seen, named, walk

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def filled(demo_house, django_db_blocker) -> Iterator[None]:  # noqa: F811
    with django_db_blocker.unblock():
        fill_every_text()
    with time_machine.travel(demo_house):
        yield


def wrong(seen: Seen) -> list[str]:
    """What is wrong with one page."""
    if seen.answer.status_code >= 400 and seen.route:
        return [f"{seen.address}: {seen.answer.status_code}"]
    return [f"{seen.address}: {what}" for what in harm(seen.html)]


def test_no_word_of_anybody_does_anything_on_a_page_of_the_staff(filled, db):
    """Each role at their desk, by the links they are given: all pages there are but those that only take something."""
    pages = [seen for who in STAFF for seen in walk(signed_in(who), starts_of(who), most=1 if who == "admin" else 2)]
    assert [one for seen in pages for one in wrong(seen)] == []
    assert pages_of_staff() - {named(seen.route) for seen in pages if seen.is_page} == set()


def test_no_word_of_anybody_does_anything_on_a_page_of_the_customer(filled, db):
    numbers = [Ticket.objects.filter(stage=stage).order_by("pk")[0].number for stage in Stage.values]
    starts = ["/", "/t/", *(f"/t/{number}/" for number in numbers)]
    pages = list(walk(customer_of(*numbers), starts, most=len(numbers)))
    assert {f"/t/{number}/" for number in numbers} <= {seen.address for seen in pages if seen.is_page}
    assert [one for seen in pages for one in wrong(seen)] == []
