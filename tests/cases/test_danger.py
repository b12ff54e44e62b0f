"""Cases of danger: the line drops, the leak that came as a question."""

import pytest
from django.test import Client

from complaints.models import Clock, EmergencyCall, SafetyCard, Ticket
from complaints.rounds import sweep_clocks
from servicecenter.models import Event, Team
from tests.cases.conftest import HOSTS, at


@pytest.fixture
def agent(house):
    desk = Client()
    desk.force_login(house.people["agent"], **HOSTS)
    SafetyCard.objects.update(team=Team.objects.get(code="operations"))
    return desk


def test_01_gas_leak_caller_inside_line_drops(house, agent):
    """Two steps said, an address, then silence: the crew goes, three tries are made, the hour's review is watched."""
    agent.get("/desk/emergency/")
    call = EmergencyCall.objects.get()
    known = {"said": ["1", "2"], "place": "22 Linden Court, second floor", "callback": "", "hazard": ""}
    agent.post(f"/desk/emergency/{call.pk}/dispatch/", {**known, "read_back": ["place"]})
    ticket = Ticket.objects.get()
    assert (ticket.stage, ticket.place) == ("dispatched", "22 Linden Court, second floor")

    for minute in ("10:01", "10:02", "10:04"):
        house.goes_to(f"2026-03-11 {minute}")
        agent.post(f"/desk/emergency/{call.pk}/lost/", {**known, "reached": "no"})
    assert Event.objects.filter(kind="emergency.rung_back", payload__reached=False).count() == 3

    clock = Clock.objects.get(ticket=ticket, milestone="confirm")
    assert clock.due_at == at("2026-03-11 11:00")
    house.goes_to("2026-03-11 11:01")
    sweep_clocks(at("2026-03-11 11:01"))
    assert Event.objects.filter(kind="clock.broken", payload__milestone="confirm").exists()

    house.done("supervisor", "confirm_emergency", ticket, nature="repair", category="gas-leak", priority="critical")
    assert not ticket.emergency_open


@pytest.mark.skip(reason="the conversation by chat comes with the chat channel; a leak found in a question is case 29")
def test_02_leak_reported_as_enquiry_by_chat():
    raise AssertionError
