"""Meters come with their accounts from billing: made, handed over, found by their number; none is taken away unsaid."""

import pytest

from customers.lookup import find_customers
from customers.models import Meter
from tests.api.billing_records import BULK, account, customer, path_of, single
from tests.api.conftest import Caller, caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def billing(north) -> Caller:
    return caller("billing system", "billing:read", "billing:write")


def send(billing: Caller, *records: dict) -> list[str]:
    return [one["result"] for one in billing.post(BULK, {"records": list(records)}).json()["results"]]


def of(account_id: str) -> list[str]:
    return list(
        Meter.objects.filter(account__billing_id=account_id).order_by("number").values_list("number", flat=True)
    )


TWO = [{"number": "M-5530901", "installed_on": "2019-04-01"}, {"number": "M-77", "removed_on": "2025-12-31"}]


def test_they_are_made_with_the_account_at_its_premise_and_shown_as_they_were_sent(billing):
    assert send(billing, customer(), account(meters=TWO)) == ["created", "created"]
    meter = Meter.objects.get(number="M-5530901")
    assert (str(meter.account), str(meter.premise), meter.utility) == ("W7-A-1", "4 Canal Street", "water")
    told = billing.get(path_of(account())).json()["meters"]
    assert told == [
        {"number": "M-5530901", "installed_on": "2019-04-01", "removed_on": None},
        {"number": "M-77", "installed_on": None, "removed_on": "2025-12-31"},
    ]
    assert [one.name for one in find_customers("5530901").customers] == ["Mei Chen"], "found by the meter's number"


def test_sent_again_nothing_doubles_and_one_not_named_stays(billing):
    send(billing, customer(), account(meters=TWO))
    assert send(billing, account(meters=TWO)) == ["unchanged"]
    assert send(billing, account(version=2, meters=TWO[:1])) == ["updated"]
    assert send(billing, account(version=3)) == ["updated"]
    assert of("A-1") == ["M-5530901", "M-77"]


def test_one_named_with_another_account_is_handed_over_and_found_there(billing):
    other = account("A-2", customer="C-2", address="9 Mill Lane", meters=TWO[:1])
    send(billing, customer(), account(meters=TWO))
    assert send(billing, customer("C-2", name="Sven Berg", contacts=[]), other) == ["created", "created"]
    assert (of("A-1"), of("A-2")) == (["M-77"], ["M-5530901"])
    assert [one.name for one in find_customers("5530901").customers] == ["Sven Berg"]


def test_an_older_version_hands_nothing_over(billing):
    send(billing, customer(), account(version=5))
    assert send(billing, account(version=4, meters=TWO)) == ["ignored"]
    assert of("A-1") == []


@pytest.mark.parametrize(
    "wrong",
    [
        [{"number": ""}], [{"number": 7}], [{}], ["M-1"], [{"number": "M-1", "colour": "red"}],
        [{"number": "M-1", "installed_on": "2025-02-01", "removed_on": "2025-01-01"}], [{"number": "M"}] * 21,
    ],
)  # fmt: skip
def test_what_is_no_meter_spoils_its_own_line_only(billing, wrong):
    answer = billing.post(BULK, {"records": [customer(), account(meters=wrong)]}).json()
    assert [one["result"] for one in answer["results"]] == ["created", "refused"]
    assert {one["field"] for one in answer["errors"]} == {"meters"}
    assert not Meter.objects.exists()


def test_one_account_alone_brings_them_too(billing):
    billing.put(path_of(customer()), single(customer()))
    assert billing.put(path_of(account()), single(account(meters=TWO))).status_code == 201
    assert of("A-1") == ["M-5530901", "M-77"]
