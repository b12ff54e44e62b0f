"""What makes figures look better is listed by sort and person, and the same word draws the same sample."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from complaints.models import Ticket
from complaints.stages import investigate, pressing, review
from quality import second_looks
from quality.figures import Scope
from servicecenter import trail
from tests import making
from tests.making import NOW, acting, make_ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LOOKS = "/desk/quality/second-looks/"


@pytest.fixture(autouse=True)
def at_eleven():
    with time_machine.travel(NOW + HOUR, tick=False):
        yield


def scope(**narrower) -> Scope:
    return Scope(Ticket.objects.all(), NOW - timedelta(days=9), NOW + HOUR, NOW + HOUR, **narrower)


@pytest.fixture
def a_day(agent, handler, reviewer, supervisor, network):
    """One of each, beside what looks like it and is none: made more urgent, resumed, refused, reached."""
    desk = {"at": NOW, "source": "desk"}
    category = making.make_category()

    def classified(priority: str, before: str, **more) -> None:
        ticket = make_ticket(at=NOW - HOUR, priority=before)
        review.classify(
            ticket, actor=acting(reviewer), **desk, nature="complaint", category=category, priority=priority, **more
        )  # fmt: skip

    classified("low", "urgent")
    classified("urgent", "normal")
    classified("normal", "normal")
    no_complaint = make_ticket(at=NOW - HOUR)
    review.classify(
        no_complaint, actor=acting(supervisor), **desk, nature="enquiry", category=None, priority="normal",
        why="They only asked.",
    )  # fmt: skip
    pressing.withdraw(make_ticket(at=NOW - HOUR), actor=acting(agent), **desk, words="Never mind.")
    held = make_ticket("investigating", at=NOW - HOUR, team=network, handler=handler)
    investigate.hold(held, actor=acting(handler), **desk, reason=making.make_reason(), until=NOW + 9 * HOUR)
    for granted in (True, False):
        trail.record(
            "ticket.extension_decided", subject=("ticket", held.pk), actor=acting(supervisor), **desk,
            payload={"granted": granted}, text={"opinion": "Rain."},
        )  # fmt: skip


def test_each_sort_is_counted_and_nothing_else(a_day):
    counted = second_looks.count(scope())
    assert {code: n for code, n in counted.items() if n} == {
        "downgrade": 2, "withdrawal": 1, "hold": 1, "extension": 1,
    }  # fmt: skip


def test_by_person_and_narrowed_to_one(a_day, reviewer, supervisor):
    downgrades = second_looks.SORTS["downgrade"]
    assert set(second_looks.count_by_person(downgrades, scope())) == {(reviewer, 1), (supervisor, 1)}
    assert second_looks.found(downgrades, scope(person=reviewer.pk)).count() == 1


def test_the_same_word_draws_the_same_and_a_new_case_displaces_few():
    keys = list(range(1000))
    drawn = second_looks.draw(keys, "March", 20)
    assert drawn == second_looks.draw(reversed(keys), "March", 20)
    assert drawn != second_looks.draw(keys, "April", 20)
    assert len(set(drawn) & set(second_looks.draw([*keys, 1000], "March", 20))) >= 19


def test_the_page_names_why_and_leads_to_the_very_event(a_day, supervisor):
    desk = Client()
    desk.force_login(supervisor)
    page = desk.get(LOOKS).content.decode()
    assert "What makes figures look better" in page
    for address, number in re.findall(r'href="(/desk/quality/second-looks/\w+/[^"]*)">(\d+)<', page):
        shown = desk.get(address.replace("&amp;", "&")).content.decode()
        assert len(re.findall(r'href="/desk/tickets/[\d-]+/#e\d+"', shown)) == int(number)
    assert "They only asked." in desk.get(f"{LOOKS}downgrade/").content.decode()
    assert desk.get(f"{LOOKS}invented/").status_code == 404


def test_not_for_every_role(agent):
    desk = Client()
    desk.force_login(agent)
    assert desk.get(LOOKS).status_code == 403
