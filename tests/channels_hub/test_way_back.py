"""A customer who has lost the code: a link by mail opens the request once; nobody learns whether a number exists."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from channels_hub import letters, way_back
from channels_hub.models import Outbound
from servicecenter import outbox
from servicecenter.models import Event
from tests import making
from tests.channels_hub.test_follow import plain, unknown_number

pytestmark = pytest.mark.django_db
CHANGES = ("INSERT", "UPDATE", "DELETE")
MAIL = "mei.chen@customer.invalid"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(making.NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def mine(north):
    return making.make_ticket(region=north, contact=MAIL)


def asks(number: str, address: str):
    return Client(REMOTE_ADDR="203.0.113.9").post("/t/lost/", {"number": number, "address": address})


def link() -> str:
    """The address in the mail."""
    while outbox.relay(making.NOW):
        pass
    mail = Outbound.objects.get(template="way_back")
    assert mail.contact_point is not None
    return re.search(r"/t/back/\S+", letters.write(mail).body).group()


def test_the_link_opens_it_once_for_this_browser_and_the_code_stays(mine):
    before = mine.access_code_hash
    assert "a link is on its way" in asks(mine.number, "Mei.Chen@Customer.invalid ").content.decode()
    address, customer = link(), Client()
    assert "Open my request" in customer.get(address).content.decode()
    assert customer.get(f"/t/{mine.number}/").status_code == 302, "looking at the link opens nothing"

    assert customer.post(address).url == f"/t/{mine.number}/"
    assert customer.get(f"/t/{mine.number}/").status_code == 200
    again = Client().post(address)
    assert (again.status_code, "no longer good" in again.content.decode()) == (404, True)
    mine.refresh_from_db()
    assert mine.access_code_hash == before


def test_after_an_hour_it_is_over_and_a_forged_one_never_was(mine, clock):
    asks(mine.number, MAIL)
    address = link()
    assert Client().get(re.sub(r"/[^/]+/$", "/0000000000/", address)).status_code == 404
    clock.shift(way_back.LASTS - timedelta(seconds=1))
    assert Client().get(address).status_code == 200
    clock.shift(timedelta(seconds=1))
    assert Client().get(address).status_code == 404


def test_nobody_learns_whether_number_and_address_fit(mine):
    told = {}
    for name, number, address in (
        ("fits", mine.number, MAIL),
        ("other address", mine.number, "eve@elsewhere.invalid"),
        ("no such number", unknown_number(), MAIL),
    ):
        with CaptureQueriesContext(connection) as asked:
            page = plain(asks(number, address), number)
        told[name] = (page, sorted(one["sql"].split("(")[0][:40] for one in asked if one["sql"].startswith(CHANGES)))
    assert told["fits"] == told["other address"] == told["no such number"], "the same page for the same writing"
    assert Event.objects.filter(kind=way_back.ASKED).count() == 1
    assert not Event.objects.filter(subject_id=0).exists()


def test_nobody_is_flooded(mine):
    answers = [asks(mine.number, MAIL).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]


@pytest.mark.parametrize(("address", "words"), [("", "Write a phone number"), ("+86 138 0013 8000", "please call us")])
def test_what_is_no_address_is_said_at_its_field(mine, address, words):
    page = asks(mine.number, address)
    assert (page.status_code, words in page.content.decode()) == (422, True)
