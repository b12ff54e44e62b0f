"""Bills and payments on a ticket's own page: every one of them, a page at a time by key, and over REST."""

import pytest
from django.test import Client

from complaints import about
from tests.api.conftest import caller
from tests.complaints.test_customer_money import settle
from tests.making import NOW, acting, make_customer, make_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


@pytest.fixture
def ticket(north, network, handler):
    """About Mei's account, with 45 bills and payments."""
    mei = make_customer("Mei Chen", account="W7001", region=north)
    settle(mei.accounts.get(), 45)
    found = make_ticket("investigating", region=north, team=network, handler=handler)
    about.name_account(found, account="W7001", actor=acting(handler), at=NOW, source="desk")
    return found


@pytest.fixture
def desk(handler, as_staff) -> Client:
    return as_staff(handler)


def test_the_older_payments_are_reached_and_the_bills_keep_their_place(ticket, desk):
    page = f"/desk/tickets/{ticket.number}/bills/"
    first = desk.get(page)
    assert [one.method for one, _amount in first.context["payments"]] == [f"way {one:03}" for one in range(44, 24, -1)]
    second = desk.get(page + first.context["older_payments"])
    assert [one.method for one, _amount in second.context["payments"]] == [f"way {one:03}" for one in range(24, 4, -1)]
    assert [one.bill.number for one in second.context["bills"]] == [f"N{one:03}" for one in range(20)]
    both = desk.get(page + second.context["older_bills"])
    assert [one.bill.number for one in both.context["bills"]] == [f"N{one:03}" for one in range(20, 40)]
    assert [one.method for one, _amount in both.context["payments"]] == [f"way {one:03}" for one in range(24, 4, -1)]
    last = desk.get(page + both.context["older_payments"])
    assert len(last.context["payments"]) == 5
    assert not last.context["older_payments"]
    assert desk.get(page + last.context["newest_payments"]).context["payments"][0][0].method == "way 044"


def test_without_a_payment_the_page_says_so_in_both_languages(north, handler, network, desk):
    make_customer("Ola", account="W9", region=north)
    bare = make_ticket("investigating", region=north, team=network, handler=handler)
    about.name_account(bare, account="W9", actor=acting(handler), at=NOW, source="desk")
    page = f"/desk/tickets/{bare.number}/bills/"
    assert "No payment is known here." in desk.get(page).content.decode()
    assert "暂无缴费记录" in desk.get(page, headers={"Accept-Language": "zh-hans"}).content.decode()


@pytest.mark.parametrize(("name", "told"), [("bills", "number"), ("payments", "method")])
def test_over_rest_every_one_is_read_once_by_who_may_know(ticket, desk, name, told):
    address, read = f"/api/v1/tickets/{ticket.number}/{name}/", []
    while address:
        answer = desk.get(address).json()
        read += [one[told] for one in answer["results"]]
        address = answer["next"]
    assert len(read) == len(set(read)) == 45
    where = f"/api/v1/tickets/{ticket.number}/{name}/"
    assert len(caller("billing", "tickets:read", "billing:read").get(where).json()["results"]) == about.PAGE
    assert caller("wall", "tickets:read").get(where).status_code == 404
