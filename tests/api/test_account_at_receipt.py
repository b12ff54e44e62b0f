"""A ticket that comes in with its account: by the number on the bill or billing's own reference, or not at all."""

import pytest

from complaints.models import Ticket
from customers.models import Account
from servicecenter.models import Event
from tests import making

pytestmark = pytest.mark.django_db
TICKETS = "/api/v1/tickets/"
BODY = {
    "nature": "complaint",
    "words": "The bill is twice the usual.",
    "contact": "mei.chen@customer.invalid",
    "place": "4 Canal Street",
}


@pytest.fixture
def account(north) -> Account:
    return making.make_customer(account="W7-221", region=north, billing_id="A-1").accounts.get()


@pytest.mark.parametrize("reference", ["W7-221", "billing:A-1"])
def test_the_ticket_is_about_that_account_and_the_trail_says_so(hotline, account, reference):
    made = hotline.post(TICKETS, BODY | {"account": reference})
    assert made.status_code == 201
    ticket = Ticket.objects.get()
    assert ticket.account == account
    event = Event.objects.get(kind="ticket.account_named")
    assert (event.payload["account"], event.source) == (account.pk, "api")


@pytest.mark.parametrize("reference", ["W7-999", "billing:A-9", "billing:", "A-1"])
def test_an_account_nobody_knows_is_told_clearly_and_no_ticket_is_made(hotline, account, reference):
    refused = hotline.post(TICKETS, BODY | {"account": reference})
    assert refused.status_code == 422
    assert refused["Content-Type"].startswith("application/problem+json")
    told = refused.json()
    assert told["errors"] == {"account": ["There is no account with this number."]}
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("reference", [7, ["W7-221"], {"number": "W7-221"}, "x" * 200])
def test_what_is_no_reference_is_wrong_input(hotline, account, reference):
    refused = hotline.post(TICKETS, BODY | {"account": reference})
    assert refused.status_code == 400
    assert "account" in refused.json()["errors"]
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("reference", [None, ""])
def test_none_named_is_none(hotline, account, reference):
    assert hotline.post(TICKETS, BODY | {"account": reference}).status_code == 201
    assert Ticket.objects.get().account is None
