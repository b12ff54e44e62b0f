"""A verified customer's bills and payments: newest first, a page at a time by key, on the page and over REST."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.models import Contact, Verification
from customers.models import Bill, Payment
from tests import making
from tests.api.conftest import caller
from tests.making import NOW, make_customer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mei(north):
    return make_customer("Mei Chen", account="W7001", region=north)


@pytest.fixture
def page(mei):
    return f"/desk/customers/{mei.pk}/"


@pytest.fixture
def desk(agent) -> Client:
    client = Client()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def verified(mei, agent):
    contact = Contact.objects.create(channel="phone", agent=agent, customer=mei, started_at=NOW, source="desk")
    Verification.objects.create(
        contact=contact, customer=mei, by=agent, at=NOW, method=making.make_reason("verification")
    )


def settle(account, months: int) -> None:
    """A bill and its payment for each of so many months, the last one in February 2026; all paid on one day."""
    for number in range(months):
        year, month = divmod(2026 * 12 + 1 - number, 12)
        day = date(year, month + 1, 1)
        bill = Bill.objects.create(
            billing_id=f"B{number}", billing_version=1, account=account, number=f"N{number:03}", period_from=day,
            period_to=day.replace(day=28), issued_on=day, due_on=day, amount=100, currency="CNY", confirmed_at=NOW,
        )  # fmt: skip
        Payment.objects.create(
            billing_id=f"P{number}", billing_version=1, account=account, bill=bill, amount=100, currency="CNY",
            paid_on=date(2026, 2, 1), method=f"way {number:03}", confirmed_at=NOW,
        )  # fmt: skip


def test_before_the_caller_is_verified_nothing_is_told(mei, desk, page):
    settle(mei.accounts.get(), 3)
    shown = desk.get(page).content.decode()
    assert "N000" not in shown
    assert "way 000" not in shown
    for name in ("bills", "payments"):
        assert desk.get(f"/api/v1/customers/{mei.pk}/{name}/").status_code == 403


def test_an_account_without_bills_says_so(mei, desk, page, verified):
    shown = desk.get(page).content.decode()
    assert "No bill is known here." in shown
    assert "No payment is known here." in shown
    assert "暂无缴费记录" in desk.get(page, headers={"Accept-Language": "zh-hans"}).content.decode()


def test_usual_ways_to_pay_are_told_in_the_readers_language_and_others_as_billing_sent_them(mei, desk, page, verified):
    settle(mei.accounts.get(), 2)
    Payment.objects.filter(billing_id="P0").update(method="direct_debit")
    assert "Direct debit" in desk.get(page).content.decode()
    chinese = desk.get(page, headers={"Accept-Language": "zh-hans"}).content.decode()
    assert "银行代扣" in chinese
    assert "way 001" in chinese


def test_each_list_is_paged_by_key_and_the_other_keeps_its_place(mei, desk, page, verified):
    settle(mei.accounts.get(), 30)
    first = desk.get(page)
    assert [one.bill.number for one in first.context["bills"]] == [f"N{one:03}" for one in range(12)]
    second = desk.get(page + first.context["older_bills"])
    assert [one.bill.number for one in second.context["bills"]] == [f"N{one:03}" for one in range(12, 24)]
    both = desk.get(page + second.context["older_payments"])
    assert [one.bill.number for one in both.context["bills"]] == [f"N{one:03}" for one in range(12, 24)]
    ways = [one.method for one, _amount in both.context["payments"]]
    assert ways == [f"way {one:03}" for one in range(17, 5, -1)], "paid on one day: by the newest key"
    last = desk.get(page + both.context["older_bills"])
    assert [one.bill.number for one in last.context["bills"]] == [f"N{one:03}" for one in range(24, 30)]
    assert not last.context["older_bills"]
    assert desk.get(page + last.context["newest_bills"]).context["bills"][0].bill.number == "N000"


def test_what_comes_in_meanwhile_moves_no_page(mei, desk, page, verified):
    settle(mei.accounts.get(), 20)
    older = desk.get(page).context["older_bills"]
    account = mei.accounts.get()
    Bill.objects.create(
        billing_id="new", billing_version=1, account=account, number="NEW", period_from="2026-03-01",
        period_to="2026-03-28", issued_on="2026-03-01", due_on="2026-03-09", amount=1, currency="CNY", confirmed_at=NOW,
    )  # fmt: skip
    assert [one.bill.number for one in desk.get(page + older).context["bills"]] == [
        f"N{one:03}" for one in range(12, 20)
    ]


@pytest.mark.parametrize("key", ["x", "-1", "9" * 30, "０", "99999999"])
def test_a_key_that_is_none_begins_at_the_beginning(mei, desk, page, verified, key):
    settle(mei.accounts.get(), 2)
    answer = desk.get(page, {"bills": key, "payments": key})
    assert answer.status_code == 200
    assert len(answer.context["bills"]) == len(answer.context["payments"]) == 2


def test_another_customer_s_key_opens_nothing_of_theirs(mei, desk, page, verified, north):
    settle(mei.accounts.get(), 2)
    other = make_customer("Ola", account="W9", region=north).accounts.get()
    theirs = Bill.objects.create(
        billing_id="o", billing_version=1, account=other, number="THEIRS", period_from="2020-01-01",
        period_to="2020-01-28", issued_on="2020-01-01", due_on="2020-01-09", amount=1, currency="CNY", confirmed_at=NOW,
    )  # fmt: skip
    shown = desk.get(page, {"bills": theirs.pk})
    assert [one.bill.number for one in shown.context["bills"]] == ["N000", "N001"]


def test_over_rest_every_one_is_read_once(mei, desk, verified):
    settle(mei.accounts.get(), 45)
    for name, told in (("bills", "number"), ("payments", "method")):
        address, read = f"/api/v1/customers/{mei.pk}/{name}/", []
        while address:
            answer = desk.get(address).json()
            read += [one[told] for one in answer["results"]]
            address = answer["next"]
        assert len(read) == len(set(read)) == 45


def test_no_program_reads_them(mei, verified):
    program = caller("billing", "customers:read")
    for name in ("bills", "payments"):
        assert program.get(f"/api/v1/customers/{mei.pk}/{name}/").status_code == 403


def test_as_many_statements_for_many_as_for_few(mei, desk, page, verified):
    def statements() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert desk.get(page).status_code == 200
        return len(taken.captured_queries)

    settle(mei.accounts.get(), 1)
    few = statements()
    Payment.objects.all().delete()
    Bill.objects.all().delete()
    settle(mei.accounts.get(), 30)
    assert statements() == few
