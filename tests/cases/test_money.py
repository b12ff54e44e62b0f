"""Cases of money: what billing turns down or takes back comes home to the ticket."""

import pytest
from django.test import Client

from complaints.aftercare import after_rounds
from complaints.models import Adjustment
from complaints.rounds import sweep_clocks
from servicecenter.models import Event
from tests import making
from tests.api.billing_records import BILLING, BULK, whole_set
from tests.api.conftest import Caller
from tests.cases.conftest import HOSTS, at

REFUND = {
    "words": "February was charged twice; you get it back.",
    "outcome": "resolved",
    "result_1": "met",
    "follow_up_1_kind": "refund",
    "follow_up_1_what": "28.40 back to the bank account",
    "follow_up_1_due_at": "2026-03-25T17:00",
}
FILED = {"category": "billing-wrong", "closing_code": "resolved", "cause": "asset"}


@pytest.fixture
def billing(house) -> Caller:
    """The billing system, which has told us of Mei Chen, her account, her bill and what she paid."""
    key = making.make_client("billing system", "billing:read", "billing:write")[1]
    billing = Caller(key, http=Client(**HOSTS))
    told = [{**one, "region": house.region.code} if one["record"] == "account" else one for one in whole_set()]
    assert billing.post(BULK, {"records": told}).json()["errors"] == []
    return billing


def overcharged(house, billing):
    """A complaint about a bill, answered with a refund that billing is asked for."""
    house.employs("handler", team="billing")
    ticket = house.hears("You charged February twice.")
    house.hands_to("handler", ticket)
    house.done("handler", "reply", ticket, **REFUND)
    asks(house, ticket)
    return ticket


def asks(house, ticket, **more: str) -> Adjustment:
    desk = Client()
    desk.force_login(house.people["handler"], **HOSTS)
    form = {
        "kind": "refund", "account": "W7-A-1", "bill": "2026-02-B-1", "amount": "28.40", "reason": "Charged twice.",
        "follow_up": str(ticket.follow_ups.get().pk), **more,
    }  # fmt: skip
    page = desk.post(f"/desk/tickets/{ticket.number}/adjustment/", form)
    assert page.status_code == 302, page.content.decode()
    return Adjustment.objects.latest("pk")


def lets_rest(house, adjustment, why: str) -> None:
    desk = Client()
    desk.force_login(house.people["handler"], **HOSTS)
    page = desk.post(f"/desk/tickets/{adjustment.ticket.number}/adjustments/{adjustment.pk}/rest/", {"words": why})
    assert page.status_code == 302, page.content.decode()


def says(billing, adjustment, verb: str, **body: str) -> int:
    return billing.post(f"{BILLING}adjustments/{adjustment.pk}/{verb}/", body).status_code


def test_15_refund_rejected_by_billing_after_archive_request(house, billing):
    """The agent files it too early and is told why; billing says no; the handler hears of it and asks anew."""
    ticket = overcharged(house, billing)
    refund = Adjustment.objects.get()
    early = house.does("agent", "archive", ticket, **FILED)
    assert early.status_code == 409
    assert "Something promised to the customer is not done yet." in early.content.decode()
    assert "28.40 back to the bank account" in early.content.decode(), "what is open is named"

    assert says(billing, refund, "reject", reason="The account was closed in January.") == 200
    assert Event.objects.get(kind="adjustment.rejected").payload["people"] == [house.people["handler"].pk]
    page = house.page("handler", ticket)
    assert "Rejected by billing" in page
    assert "The account was closed in January." in page
    assert house.does("agent", "archive", ticket, **FILED).status_code == 409

    after_rounds.file_settled(at("2026-03-24 10:00"))
    ticket.refresh_from_db()
    assert ticket.stage == "replied", "the system files no less carefully"
    again = asks(house, ticket, instead_of=str(refund.pk))
    assert says(billing, again, "acknowledge") == 200
    assert says(billing, again, "settle", reference="PAY-2") == 200
    ticket.refresh_from_db()
    assert (ticket.adjustments_open, ticket.follow_ups_open) == (0, 0)
    assert "PAY-2" in house.page("handler", ticket)
    house.asks_back(ticket)
    house.done("agent", "archive", ticket, **FILED)
    kept = ticket.follow_ups.get()
    assert (ticket.stage, kept.proof) == ("archived", "Settled by billing: PAY-2")


def test_38_adjustment_reversed_twice(house, billing):
    """The bank sends the money back; told twice it counts once; paid anew it comes back again, and is told again."""
    ticket = overcharged(house, billing)
    first = Adjustment.objects.get()
    says(billing, first, "acknowledge")
    says(billing, first, "settle", reference="PAY-1")
    for _told in range(2):
        assert says(billing, first, "reverse", reference="BACK-1", reason="Account closed at the bank.") == 200
    assert says(billing, first, "reverse", reference="BACK-2", reason="Once more.") == 409
    assert Event.objects.filter(kind="adjustment.reversed").count() == 1
    page = house.page("handler", ticket)
    assert "Taken back by billing" in page
    assert "Account closed at the bank." in page
    back = ticket.clocks.get(subject=first.subject_back)
    assert (back.state, back.due_at) == ("running", at("2026-03-25 17:00")), "promised as it was"

    second = asks(house, ticket, instead_of=str(first.pk), follow_up="")
    back.refresh_from_db()
    assert (back.state, ticket.clocks.get(subject=second.subject).state) == ("cancelled", "running")
    says(billing, second, "acknowledge")
    says(billing, second, "settle", reference="PAY-2")
    assert says(billing, second, "reverse", reference="BACK-3", reason="Closed still.") == 200
    ticket.refresh_from_db()
    assert ticket.adjustments_open == 1, "the second one waits for somebody, the first is dealt with"
    assert [one.state for one in ticket.adjustments.all()] == ["reversed", "reversed"]

    house.goes_to("2026-03-26 10:00")
    house.asks_back(ticket)
    refused = house.does("agent", "archive", ticket, **FILED)
    assert refused.status_code == 409
    assert "Refund of money, Taken back by billing" in refused.content.decode()
    after_rounds.file_settled(at("2026-04-20 10:00"))
    ticket.refresh_from_db()
    assert ticket.stage == "replied", "nor does the system file it"
    lets_rest(house, second, "Paid in cash at the counter, receipt 88.")
    ticket.refresh_from_db()
    assert (ticket.adjustments_open, ticket.clocks.alive().filter(milestone="payment").count()) == (0, 0)
    house.done("agent", "archive", ticket, **FILED)


def test_38_money_that_comes_back_after_its_day_waits_a_working_day_for_somebody(house, billing):
    """Even on a file that was put away: the owner is told, the clock runs, and alarms when nobody says what follows."""
    ticket = overcharged(house, billing)
    refund = Adjustment.objects.get()
    says(billing, refund, "acknowledge")
    says(billing, refund, "settle", reference="PAY-1")
    house.asks_back(ticket)
    house.done("agent", "archive", ticket, **FILED)
    house.goes_to("2026-04-07 10:00")
    assert says(billing, refund, "reverse", reference="BACK-1", reason="Closed.") == 200
    clock = ticket.clocks.get(subject=refund.subject_back)
    assert (clock.state, clock.due_at) == ("running", at("2026-04-08 17:30"))
    while sweep_clocks(at("2026-04-08 17:31")):
        pass
    assert Event.objects.filter(kind="clock.broken", subject_id=ticket.pk, payload__milestone="payment").exists()
    house.goes_to("2026-04-09 10:00")
    lets_rest(house, refund, "Paid in cash.")
    clock.refresh_from_db()
    assert clock.state == "cancelled"
