"""Cases of deciding: whose approval is needed, who gives it at night, and what never waits for it."""

from django.test import Client

from complaints.models import Clock
from servicecenter.models import Event
from tests import making
from tests.cases.conftest import HOSTS, at


def test_40_night_one_agent_money_approval_needed(house):
    """Half past eleven: the crew makes safe at once; the hotel room waits for the supervisor on call, on the phone."""
    house.employs("handler", team="operations")
    house.employs("supervisor", name="asleep")
    house.goes_to("2026-03-11 23:30")
    on_call = house.people["supervisor"]
    making.put_on_duty(on_call, "supervisor", since=at("2026-03-11 21:00"), until=at("2026-03-12 08:00"))
    ticket = house.hears("The cellar is flooded and my mother cannot stay here tonight.", category="")
    house.done("agent", "classify", ticket, nature="complaint", category="works-quality", priority="critical")
    house.hands_to("handler", ticket)

    night = {"measures": "A hotel room for two nights.", "amount": "460", "money": "goodwill"}
    house.done("handler", "propose", ticket, **night)
    asked = Event.objects.get(kind="ticket.proposed")
    assert asked.payload["people"] == [on_call.pk], "who is on duty, not who is asleep"
    decide = Clock.objects.get(ticket=ticket, milestone="decide")
    assert decide.due_at == at("2026-03-12 00:30"), "within the hour, at night too"

    answer = {"words": "A room is booked.", "outcome": "partly", "result_1": "partly", "why_1": "Repair by day."}
    refused = house.does("handler", "reply", ticket, **answer)
    assert refused.status_code == 409
    assert "approved first" in refused.content.decode()

    phone = Client()
    phone.force_login(on_call, **HOSTS)
    assert "Pay ¥460.00" in phone.get("/desk/approvals/").content.decode()
    pressed = phone.post(
        f"/desk/approvals/{ticket.number}/approval/", {"version": ticket.version, "decision": "grant", "opinion": ""}
    )
    assert pressed.status_code == 302
    house.done("handler", "reply", ticket, **answer)
    assert ticket.stage == "replied"
