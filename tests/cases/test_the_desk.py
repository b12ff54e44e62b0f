"""Cases of the desk: a caller who abuses us and is in danger; a promise whose giver has gone home."""

import uuid
from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

from complaints import rounds
from complaints.models import Contact, Restriction, Ticket
from customers.actions import note_care
from customers.models import CareKind
from servicecenter.models import Event
from tests import making
from tests.cases.conftest import HOSTS, at


class Call:
    """What an agent of the house presses while somebody speaks."""

    def __init__(self, house, who: str, customer):
        self.client, self.address = Client(), f"/desk/calls/{uuid.uuid4()}/"
        self.client.force_login(house.people[who], **HOSTS)
        self.typed = {"customer": str(customer.pk), "place": "14 Weir Lane"}
        self.do("keep")

    def do(self, what: str, **typed: str):
        self.typed |= typed
        return self.client.post(self.address, self.typed | {"do": what})


LEAK = {"words": "It smells of gas in the hall, you idiots.", "nature": "repair", "category": "gas-leak",
        "priority": "critical"}  # fmt: skip
BILL = {"words": "My bill.", "nature": "complaint", "category": "billing-wrong", "priority": "normal"}


def test_36_abusive_caller_with_a_real_leak(house):
    """Two warnings, a code, the recording kept; a supervisor asks him to write; and a leak is taken all the same."""
    caller = making.make_customer("Karl Grimm", "13800130142", region=house.region)
    call = Call(house, "agent", caller)
    assert call.do("end", outcome="abusive").status_code == 422, "not before both warnings"
    call.do("warn")
    call.do("warn")
    assert call.do("end", outcome="abusive").status_code == 303
    evidence = Contact.objects.get()
    assert (evidence.warnings, evidence.keep_recording) == (2, True)

    supervisor, agent = Client(), Client()
    supervisor.force_login(house.people["supervisor"], **HOSTS)
    agent.force_login(house.people["agent"], **HOSTS)
    page = f"/desk/customers/{caller.pk}/restriction/"
    asked = {"until": "2026-06-11", "why": "Insulted three of us.", "letter": "Please write to us until 11 June."}
    assert agent.post(page, {**asked, "evidence": evidence.pk}).status_code == 403
    for missing in (asked, {**asked, "evidence": evidence.pk, "until": ""}, {**asked, "evidence": 1, "letter": ""}):
        assert supervisor.post(page, missing).status_code == 422
    assert supervisor.post(page, {**asked, "evidence": evidence.pk}).status_code == 302

    about_a_bill = Call(house, "agent", caller).do("save", **BILL)
    assert about_a_bill.status_code == 409
    assert "asked to write" in about_a_bill.content.decode()
    assert Call(house, "agent", caller).do("save", **BILL, channel="letter").status_code == 303
    assert Call(house, "agent", caller).do("save", **LEAK).status_code == 303
    leak = Ticket.objects.get(category__code="gas-leak")
    assert (leak.customer, leak.priority, leak.stage) == (caller, "critical", "received")

    house.goes_to("2026-06-12 09:00")
    assert Call(house, "agent", caller).do("save", **BILL).status_code == 303, "it ended by itself"


def test_36_a_household_that_needs_care_is_never_restricted(house):
    caller = making.make_customer("Karl Grimm", "13800130142", region=house.region)
    call = Call(house, "agent", caller)
    for what in ("warn", "warn", "end"):
        call.do(what, outcome="abusive")
    note_care(caller, CareKind.objects.get(code="life-support"), at=timezone.now(), source="phone")
    supervisor = Client()
    supervisor.force_login(house.people["supervisor"], **HOSTS)
    asked = {"until": "2026-06-11", "why": "x", "letter": "y", "evidence": Contact.objects.get().pk}
    refused = supervisor.post(f"/desk/customers/{caller.pk}/restriction/", asked)
    assert "never restricted" in refused.content.decode()
    assert not Restriction.objects.exists()


def test_39_owner_leaves_shift_with_a_call_promised_at_16_00(house):
    """Whoever promised it has gone; a quarter of an hour after the broken promise those on duty know of it."""
    owner = house.employs("handler", team="operations")
    on_duty = house.employs("coordinator", team="operations")
    evening = {"since": at("2026-03-11 15:00"), "until": at("2026-03-11 22:00")}
    making.put_on_duty(on_duty, "coordinator", region=house.region, **evening)
    ticket = house.hears("The meter ticks.")
    house.hands_to("handler", ticket)
    house.done("handler", "interim_reply", ticket, words="I ring you at four.", next_update_at="2026-03-11T16:00")
    house.goes_to("2026-03-11 16:20")
    rounds.sweep_clocks(timezone.now())

    alarms = Event.objects.filter(kind__startswith="clock.", payload__milestone="next_update").order_by("pk")
    told = {one.kind: one.payload["people"] for one in alarms}
    assert told["clock.broken"] == [owner.pk], "the one who gave it first"
    assert told["clock.escalated"] == [on_duty.pk]
    moment = alarms.get(kind="clock.escalated").payload["planned_at"]
    assert datetime.fromisoformat(moment) == at("2026-03-11 16:15")
    assert ticket.next_due_at - at("2026-03-11 16:00") == timedelta(0)
