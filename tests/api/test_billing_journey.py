"""Billing's own small program: it tells us of a customer, polls what we ask because of a complaint, and pays."""

from decimal import Decimal

import pytest

from complaints import adjusting
from complaints.models import MoneyLimit, Ticket
from servicecenter.models import Event
from tests import making
from tests.api.billing_records import BILLING, BULK, whole_set
from tests.api.conftest import TICKETS, Caller, caller
from tests.making import acting

pytestmark = pytest.mark.django_db
POLL = f"{BILLING}adjustments/?state=requested"


@pytest.fixture
def billing(north) -> Caller:
    return caller("billing system", "billing:read", "billing:write")


@pytest.fixture
def desk(handler) -> Caller:
    """A colleague who works through the API, as the pages do."""
    MoneyLimit.objects.create(role="handler", amount=100)
    desk = Caller()
    desk.http.force_login(handler)
    return desk


def test_from_the_bill_to_the_archived_complaint(billing, desk, handler, agent, policy):
    assert billing.post(BULK, {"records": whole_set()}).json()["counts"]["created"] == 4

    hotline = caller("hotline", "tickets:create", "tickets:own")
    made = hotline.create(words="You charged February twice.", requests=["The money back"])
    ticket = Ticket.objects.get(number=made.json()["number"])
    for stage in ("reviewing", "dispatched", "investigating"):
        making.advance(ticket, stage, handler=handler)
    path = f"{TICKETS}{ticket.number}/"
    assert desk.post(f"{path}account/", {"account": "W7-A-1", "bill": "2026-02-B-1"}).status_code == 201
    shown = desk.get(path).json()
    assert (shown["account"], shown["bill"]) == ("W7-A-1", "2026-02-B-1")
    [line] = desk.get(f"{path}bills/").json()["results"]
    assert (line["amount"], line["paid"], line["outstanding"], line["in_arrears"]) == (12840, 10000, 2840, True)

    promised = [{"kind": "refund", "what": "The money back", "due_at": "2030-03-20T12:00:00+08:00"}]
    replied = desk.move(
        ticket.number, "reply", shown["version"], words="You are right.", outcome="resolved",
        answers=[{"request": 1, "result": "met"}], follow_ups=promised,
    )  # fmt: skip
    assert replied.status_code == 200, replied.content
    wish = {
        "kind": "refund", "account": "W7-A-1", "bill": "2026-02-B-1", "amount": "28.40", "reason": "Paid twice.",
        "follow_up": str(ticket.follow_ups.get().pk),
    }  # fmt: skip
    assert desk.post(f"{path}adjustments/", wish).status_code == 201
    refused = desk.post(f"{path}adjustments/", wish | {"amount": "100000"})
    assert refused.status_code in {400, 403}

    [asked] = billing.get(POLL).json()["results"]
    assert (asked["account_id"], asked["bill_id"], asked["amount"], asked["currency"]) == ("A-1", "B-1", 2840, "CNY")
    one = f"{BILLING}adjustments/{asked['id']}/"
    early = billing.post(f"{one}settle/", {"reference": "PAY-1"})
    assert (early.status_code, early.json()["state"]) == (409, "requested")
    assert billing.post(f"{one}acknowledge/", {"reference": "ADJ-9"}).json()["state"] == "acknowledged"
    assert billing.get(POLL).json()["results"] == []
    closing = {"category": making.make_category().code, "closing_code": making.make_reason("closing").code,
               "cause": making.make_reason("cause").code}  # fmt: skip
    office = Caller()
    office.http.force_login(agent)
    assert office.move(ticket.number, "archive", office.get(path).json()["version"], **closing).status_code == 409

    for _again in range(2):
        settled = billing.post(f"{one}settle/", {"reference": "PAY-1"})
        assert (settled.status_code, settled.json()["state"]) == (200, "settled")
    assert Event.objects.filter(kind="adjustment.settled").count() == 1
    assert billing.post(f"{one}reject/", {"reason": "Too late."}).status_code == 409
    told = office.get(path).json()
    assert told["adjustments"][0]["reference"] == "PAY-1"
    assert office.move(ticket.number, "archive", told["version"], **closing).status_code == 200


def test_polling_pages_by_key_in_the_order_they_were_asked(billing, handler):
    making.without_money_limits("handler")
    account = making.make_customer(account="W1").accounts.get()
    ticket = making.make_ticket("investigating", handler=handler)
    for number in range(5):
        wish = {"kind": "credit", "account": account, "amount": number + 1, "reason": "Late."}
        from_desk(ticket, wish, handler)
    seen, path = [], f"{POLL}&page_size=2"
    while path:
        page = billing.get(path).json()
        seen += [one["amount"] for one in page["results"]]
        path = page["next"]
    assert seen == [100, 200, 300, 400, 500]
    assert billing.get(f"{BILLING}adjustments/?state=paid").status_code == 400
    assert billing.get(f"{BILLING}adjustments/?cursor=x").status_code == 404
    assert billing.get(f"{BILLING}adjustments/999999/").status_code == 404


def from_desk(ticket, wish, user) -> None:
    adjusting.request_adjustment(
        ticket, **(wish | {"amount": Decimal(wish["amount"])}), actor=acting(user), at=making.NOW, source="desk"
    )


def test_only_with_the_scopes_of_billing(billing, handler):
    stranger = caller("hotline", "tickets:read", "tickets:move")
    assert stranger.get(POLL).status_code == 403
    reader = caller("reader", "billing:read")
    assert reader.get(POLL).status_code == 200
    assert reader.post(f"{BILLING}adjustments/1/settle/", {"reference": "x"}).status_code == 403


@pytest.mark.parametrize("body", [{}, {"reference": 7}, {"reference": ""}, {"reference": "x" * 81}, {"paid": True}])
def test_a_settlement_names_its_payment(billing, handler, body):
    making.without_money_limits("handler")
    account = making.make_customer(account="W1").accounts.get()
    ticket = making.make_ticket("investigating", handler=handler)
    from_desk(ticket, {"kind": "credit", "account": account, "amount": 1, "reason": "Late."}, handler)
    pk = ticket.adjustments.get().pk
    billing.post(f"{BILLING}adjustments/{pk}/acknowledge/", {})
    assert billing.post(f"{BILLING}adjustments/{pk}/settle/", body).status_code == 400
