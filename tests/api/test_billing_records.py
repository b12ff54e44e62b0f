"""Billing tells us of customers, accounts, bills and payments: twice, in any order, with mistakes. Nothing doubles."""

import json
from itertools import permutations

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from customers.billing import taking
from customers.lookup import find_customers
from customers.models import Account, Bill, Confirmation, Consent, ContactPoint, Customer, Payment, Premise
from servicecenter.models import Idempotency
from tests import making
from tests.api.billing_records import BILLING, BULK, account, bill, customer, path_of, payment, single, whole_set
from tests.api.conftest import Caller, caller
from tests.api.test_naughty_strings import NAUGHTY, NEVER_KEPT

pytestmark = pytest.mark.django_db


@pytest.fixture
def billing(north) -> Caller:
    return caller("billing system", "billing:read", "billing:write")


def send(billing: Caller, *records: dict, query: str = ""):
    return billing.post(BULK + query, {"records": list(records)})


def put(billing: Caller, record: dict):
    return billing.put(path_of(record), single(record))


def stored() -> dict:
    return {
        "customers": list(Customer.objects.order_by("billing_id").values_list("billing_id", "name", "billing_version")),
        "accounts": list(Account.objects.order_by("billing_id").values_list("billing_id", "number", "arrears")),
        "bills": list(Bill.objects.order_by("billing_id").values_list("billing_id", "amount", "reading_to")),
        "payments": list(Payment.objects.order_by("billing_id").values_list("billing_id", "bill__billing_id")),
        "contacts": ContactPoint.objects.count(),
        "premises": Premise.objects.count(),
    }


def test_one_by_one_or_in_a_batch_it_is_the_same(billing):
    assert [put(billing, one).status_code for one in whole_set()] == [201] * 4
    alone = stored()
    answer = send(billing, *whole_set())
    assert [one["result"] for one in answer.json()["results"]] == ["unchanged"] * 4
    assert stored() == alone
    assert [one.name for one in find_customers("W7-A-1").customers] == ["Mei Chen"]


def test_an_older_version_never_overwrites_a_newer_one(billing):
    put(billing, customer(version=5, name="Mei Chen-Lin"))
    again = put(billing, customer(version=5, name="Somebody else"))
    older = put(billing, customer(version=4, name="Mei Chen"))

    assert again.json() | {"result": "unchanged", "reason": ""} == again.json()
    assert older.status_code == 200
    assert (older.json()["result"], older.json()["reason"], older.json()["version"]) == ("ignored", "older", 5)
    assert Customer.objects.get().name == "Mei Chen-Lin"
    assert put(billing, customer(version=6, name="M. Chen")).json()["result"] == "updated"


@pytest.mark.parametrize("order", list(permutations([1, 2, 3])))
def test_versions_in_any_order_end_with_the_newest(billing, order):
    send(billing, customer(), account())
    for version in order:
        send(billing, bill(version=version, amount=1000 * version))
    assert Bill.objects.get().amount == 3000


def test_a_batch_is_taken_in_its_order(billing):
    first = send(billing, account(), customer(), account(), customer(version=2, name="Mei Lin")).json()

    assert [one["result"] for one in first["results"]] == ["refused", "created", "created", "updated"]
    assert first["errors"] == [
        {"line": 1, "pointer": "/records/0/customer", "field": "customer", "message": "There is no such customer."}
    ]
    assert Account.objects.get().customer.name == "Mei Lin"


def test_twice_and_backwards_with_bad_lines_nothing_is_lost_and_nothing_doubled(billing):
    good = [*whole_set(), customer("C-2", name="Ada Obi", contacts=[]), account("A-2", customer="C-2")]
    bad = [{"record": "bill"}, "a word", {"record": "meter"}, payment("P-9", amount=12.5), bill("B-9", account="A-9")]
    mixed = [line for pair in zip(good, [*bad, None], strict=True) for line in pair if line is not None]
    forwards = send(billing, *mixed)
    assert forwards.status_code == 200
    kept = stored()
    assert forwards.json()["counts"] == {"created": 6, "updated": 0, "unchanged": 0, "ignored": 0, "refused": 5}
    assert {one["line"] for one in forwards.json()["errors"]} == {2, 4, 6, 8, 10}

    backwards = send(billing, *reversed(mixed)).json()
    assert backwards["counts"] == {"created": 0, "updated": 0, "unchanged": 6, "ignored": 0, "refused": 5}
    assert stored() == kept


def test_from_the_back_each_sending_stores_what_it_can(billing):
    for _time in range(4):
        send(billing, *reversed(whole_set()))
    once = stored()
    assert (len(once["customers"]), len(once["accounts"]), len(once["bills"]), len(once["payments"])) == (1, 1, 1, 1)


def test_all_or_nothing_stores_nothing_when_a_line_is_bad(billing):
    answer = send(billing, customer(), account(region="nowhere"), query="?atomic=true")

    assert answer.status_code == 400
    assert [(one["line"], one["field"]) for one in answer.json()["lines"]] == [(2, "region")]
    assert not Customer.objects.filter(billing_id="C-1").exists()
    assert send(billing, customer(), account(), query="?atomic=true").json()["counts"]["created"] == 2
    assert send(billing, customer(), query="?atomic=perhaps").status_code == 400


def test_errors_are_told_in_the_language_of_the_caller(billing):
    billing.language = "zh-hans"
    [error] = send(billing, account()).json()["errors"]
    assert error["message"] == "没有此客户。"


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (bill(amount=12.5), "amount"),
        (bill(amount="1250"), "amount"),
        (bill(amount=True), "amount"),
        (bill(amount=10**16), "amount"),
        (bill(currency="cny"), "currency"),
        (bill(currency="XYZ"), "currency"),
        (bill(reading_to=1236.5), "reading_to"),
        (bill(reading_to="NaN"), "reading_to"),
        (bill(period_to="2025-01-01"), "period_to"),
        (bill(due_on="tomorrow"), "due_on"),
        (bill(version=2**63), "version"),
        (bill(version=-1), "version"),
        (bill(surprise=1), "surprise"),
        (payment(bill="B-404"), "bill"),
        (payment(currency="USD"), "currency"),
        (account(number="x" * 31), "number"),
        (account(currency="USD"), "currency"),
        (customer(contacts=["12"]), "contacts"),
        (customer(consents=["Not a code"]), "consents"),
        (customer(name=7), "name"),
        (customer(name="  "), "name"),
        (customer(id="../etc"), "id"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_field(billing, record, field):
    send(billing, *whole_set())
    answer = send(billing, record | {"version": 7} if record["version"] == 1 else record)
    assert answer.json()["errors"][0]["field"] == field, answer.json()
    assert answer.json()["counts"]["refused"] == 1


@pytest.mark.parametrize("text", [*NAUGHTY, *NEVER_KEPT])
def test_strings_that_break_programs_are_kept_or_refused(billing, text):
    records = [
        customer(name=text),
        account(number=text[:30], address=text, tariff=text[:60]),
        bill(number=text[:60], meter=text[:40], unit=text[:12]),
        payment(method=text[:40]),
        {text: text, "record": text},
    ]
    answer = send(billing, *whole_set(), *[one | {"version": 2} for one in records])
    assert answer.status_code == 200
    json.loads(answer.content)
    if text.strip() and text not in NEVER_KEPT:
        assert Customer.objects.get().name == text.strip()
    assert Customer.objects.count() == Account.objects.count() == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"records": {}}', b'{"records": []}', b'{"record": 1}'])
def test_what_is_no_batch_is_refused(billing, body):
    assert billing.post(BULK, body).status_code == 400


def test_no_more_than_five_hundred_at_once(billing):
    answer = send(billing, *[customer(f"C-{one}") for one in range(501)])
    assert answer.status_code == 400
    assert not Customer.objects.exists()


def test_contacts_are_encrypted_found_again_and_noted_with_their_source(billing):
    put(billing, customer())
    who = Customer.objects.get()
    points = {one.kind: one for one in who.contact_points.all()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM customers_contactpoint")
        assert not [row for row in cursor.fetchall() if b"13800" in bytes(row[0]) or b"mei" in bytes(row[0])]
    assert (points["phone"].source, points["phone"].preferred, points["email"].preferred) == ("billing", True, False)
    assert [one.pk for one in find_customers("+8613800138000").customers] == [who.pk]
    assert Confirmation.objects.get(customer=who, field="name").source == "billing"
    assert Consent.objects.get().purpose == "handle_request"

    put(billing, customer(version=2, contacts=[], consents=[]))
    assert who.contact_points.count() == 2, "how we reach them is not taken away"
    assert Consent.objects.get().withdrawn_at is not None
    read = billing.get(f"{BILLING}customers/C-1/").json()
    assert "138" not in json.dumps(read["contacts"])
    assert read["version"] == 2


def test_an_account_we_had_from_elsewhere_becomes_billing_s(billing, north):
    known = making.make_customer("Otto Berg", account="W7-A-1", region=north)
    answer = send(billing, customer(), account())
    assert [one["result"] for one in answer.json()["results"]] == ["created", "updated"]
    [mine] = Account.objects.all()
    assert (mine.billing_id, mine.customer.name, mine.pk) == ("A-1", "Mei Chen", known.accounts.model.objects.get().pk)
    taken = put(billing, account("A-2", number="W7-A-1"))
    assert taken.json()["errors"] == {"number": ["Another account has this number."]}


def test_a_key_without_the_scope_is_let_in_nowhere(billing, supervisor):
    reader = caller("reader", "billing:read", "tickets:read")
    assert put(reader, customer()).status_code == 403
    assert send(reader, customer()).status_code == 403
    put(billing, customer())
    assert reader.get(f"{BILLING}customers/C-1/").status_code == 200
    assert caller("hotline", "tickets:read").get(f"{BILLING}customers/C-1/").status_code == 403
    staff = Caller()
    staff.http.force_login(supervisor)
    assert staff.get(f"{BILLING}customers/C-1/").status_code == 403
    assert billing.get(f"{BILLING}bills/none/").status_code == 404


def test_the_same_key_twice_is_answered_byte_for_byte(billing):
    first = billing.post(BULK, {"records": whole_set()}, Idempotency_Key="one")
    again = billing.post(BULK, {"records": whole_set()}, Idempotency_Key="one")
    assert again.content == first.content
    assert again.json()["counts"]["created"] == 4
    billing.put(f"{BILLING}customers/C-1/", single(customer(version=2)), Idempotency_Key="two")
    assert Idempotency.objects.count() == 2
    other = billing.put(f"{BILLING}customers/C-1/", single(customer(version=3)), Idempotency_Key="two")
    assert other.status_code == 422


def test_five_hundred_lines_take_as_many_statements_as_fifty(billing):
    def statements(lines: list[dict]) -> int:
        with CaptureQueriesContext(connection) as taken:
            assert not send(billing, *lines).json()["errors"]
        return len([one for one in taken.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    def batch(records: int, mark: str) -> list[dict]:
        found = []
        for one in range(records // 4):
            key = f"{mark}{one}"
            found += [
                customer(f"C-{key}", contacts=[f"{key}@customer.invalid"]),
                account(f"A-{key}", customer=f"C-{key}", number=key, address=f"{one} {mark} Street"),
                bill(f"B-{key}", account=f"A-{key}"),
                payment(f"P-{key}", account=f"A-{key}", bill=f"B-{key}"),
            ]
        return found

    few = statements(batch(48, "few"))
    many = statements(batch(500, "many"))
    if connection.vendor == "postgresql":
        assert many == few
    assert many <= few + 40, "SQLite takes so many values at once"
    assert few <= 40


def test_when_a_batch_meets_another_s_first_record_each_line_still_finds_its_end(billing, monkeypatch):
    """Whatever the other wrote in between, every line is taken in, known as unchanged or refused by itself."""
    take, beaten = taking._Batch.take, []

    def meets_another(batch):
        if len(batch.lines) > 1:
            beaten.append(len(batch.lines))
            raise IntegrityError("somebody else's row was first")
        return take(batch)

    monkeypatch.setattr(taking._Batch, "take", meets_another)
    answer = send(billing, *whole_set(), bill("B-2", account="A-nowhere"))
    assert beaten == [5] * taking.TRIES, "tried as a whole first, so often and no more"
    results = [one["result"] for one in answer.json()["results"]]
    assert results == ["created"] * 4 + ["refused"]
    monkeypatch.undo()
    assert [one["result"] for one in send(billing, *whole_set()).json()["results"]] == ["unchanged"] * 4


def test_a_line_that_is_beaten_every_time_is_refused_in_words_and_changes_nothing(billing, monkeypatch):
    def always_beaten(batch):
        raise IntegrityError("somebody else's row was first")

    monkeypatch.setattr(taking._Batch, "take", always_beaten)
    answer = send(billing, *whole_set())
    said = answer.json()
    assert [one["result"] for one in said["results"]] == ["refused"] * 4
    assert all("Someone else was first" in one["message"] for one in said["errors"])
    assert [one["line"] for one in said["errors"]] == [1, 2, 3, 4]
    assert not Customer.objects.exists()
