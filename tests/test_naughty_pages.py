"""Whatever people write, on whichever page it is shown: it stays words. Markup, scripts, templates, directions of
writing, signs nobody sees and words without end, in every text of every row, read by every role."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

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


@pytest.mark.once
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


ODD = ["since=0001-01-01&until=0001-01-02", "until=9999-12-31", "since=%00&until=%FF", "after=%00",
       "after=99999999999-9", "page=-1", "view=%FF&kind=%00&region=%00", "q=%00", "q=%F0%9F%9A%B0%E2%80%AE",
       "before=" + "9" * 30, "hour=9999-99-99T99", "hour=0001-01-01T00", "hour=9999-12-31T23", "team=-&person=-",
       "from=9999-12-31",
       "agent=%00&outcome=%00&made=%00&channel=%00", "stage=%00&due=%00&milestone=%00", "card=%00", "seed=%00",
       "bill=99999999999999999999&account=%00", "part=%00&milestone=%00", "category=%00",
       "p=%00&o=-99&e=1"]  # fmt: skip


def test_no_question_in_an_address_breaks_a_page(demo_house, db):  # noqa: F811
    """Every page that needs no more than its name, and the ticket's own, asked with what nobody would ask."""
    with time_machine.travel(demo_house):
        broken = [address for client, address in odd_addresses() if client.get(address).status_code >= 500]
    assert broken == []


def odd_addresses() -> Iterator[tuple[Client, str]]:
    ticket = Ticket.objects.filter(stage="investigating").order_by("pk")[0].number
    staff = {route.replace("<number>", ticket).replace("<code>", "on-time") for route in pages_of_staff()}
    bare = sorted(route for route in staff if "<" not in route and route != "desk/emergency/")
    manager, admin, customer = signed_in("manager"), signed_in("admin"), customer_of(ticket)
    for client in (manager, admin, customer):
        client.raise_request_exception = False
    for query in ODD:
        yield from ((manager, f"/{route}?{query}") for route in bare)
        yield from ((customer, f"/{route}?{query}") for route in ("", "t/", "questions/", f"t/{ticket}/"))
        yield from ((admin, f"/admin/{route}?{query}") for route in ("complaints/cue/", "servicecenter/event/"))
