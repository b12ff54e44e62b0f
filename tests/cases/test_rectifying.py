"""What can happen again is put right: by the department responsible, with evidence, whatever becomes of the file."""

from datetime import timedelta

from django.test import Client

from complaints.models import Clock, Reason, Rectification
from complaints.rounds import sweep_clocks
from servicecenter.models import Event
from tests.cases.conftest import HOSTS, at
from tests.making import make_client

SETTLED = {"words": "The joint is replaced.", "outcome": "resolved", "result_1": "met"}
FILED = {"category": "water-quality", "closing_code": "resolved"}


def found(house, **changes: str):
    """A pipe that bursts for the third time: Hana has found why."""
    house.employs("handler", team="operations")
    ticket = house.hears("My pipe leaks for the third time.")
    house.hands_to("handler", ticket)
    cause = Reason.objects.filter(list="cause").first().code
    said = {"verdict": "upheld", "cause": cause, "responsible": "operations", "facts": "The joint is of the old make."}
    house.done("handler", "find", ticket, **said | changes)
    return ticket


def desk_of(house, who: str) -> Client:
    desk = Client()
    desk.force_login(house.people[who], **HOSTS)
    return desk


def listed(house, who: str = "supervisor") -> str:
    return desk_of(house, who).get("/desk/rectifications/").content.decode()


def test_it_outlives_the_file_and_somebody_else_looks_whether_it_holds(house):
    ticket = found(house, can_recur="on")
    duty = Rectification.objects.get()
    assert (duty.team.code, duty.due_at) == ("operations", at("2026-04-09 17:30")), "20 working days, over Qingming"
    house.done("handler", "reply", ticket, **SETTLED)
    house.asks_back(ticket)
    house.done("agent", "archive", ticket, **FILED)
    assert Clock.objects.get(milestone="rectify").state == "running"
    assert ticket.number in listed(house)

    early = house.does("handler", "do_rectification", ticket, rectification=duty.pk, words="Done.")
    assert "Say first what is to be done against the cause." in early.content.decode()
    house.done("handler", "plan_rectification", ticket, rectification=duty.pk, words="All joints of the street.")
    house.done("handler", "do_rectification", ticket, rectification=duty.pk, words="31 joints, order 4711.")
    assert Clock.objects.get(milestone="rectify").state == "met"
    house.done(
        "supervisor", "verify_rectification", ticket, rectification=duty.pk, kept="no", due_at="2026-05-08T17:00"
    )
    assert Clock.objects.filter(milestone="rectify", state="running").exists()
    house.done("handler", "do_rectification", ticket, rectification=duty.pk, words="The last two as well.")
    house.done("supervisor", "verify_rectification", ticket, rectification=duty.pk, kept="yes", words="Seen.")
    page = house.page("supervisor", ticket)
    assert "It holds, verified" in page
    assert "The last two as well." in page
    assert "No cause waits to be put right." in listed(house)


def test_overdue_it_climbs_from_the_department_to_the_supervisor(house):
    ticket = found(house, can_recur="on", measure="All joints of the street.")
    house.done("handler", "reply", ticket, **SETTLED)
    house.asks_back(ticket)
    house.done("agent", "archive", ticket, **FILED)
    moment = at("2026-04-13 10:00")
    for minutes in range(0, 90, 15):
        sweep_clocks(moment + timedelta(minutes=minutes))
    told = [one.payload for one in Event.objects.filter(kind__startswith="clock.", payload__milestone="rectify")]
    assert house.people["handler"].pk in told[0]["people"]
    assert any(one["role"] == "supervisor" for one in told)
    house.goes_to("2026-04-13 12:00")
    assert "Overdue" in listed(house)


def test_what_cannot_happen_again_opens_nothing_and_the_desk_has_no_such_list(house):
    found(house)
    assert not Rectification.objects.exists()
    assert desk_of(house, "agent").get("/desk/rectifications/").status_code == 403


def test_a_program_reads_what_is_open(house):
    ticket = found(house, can_recur="on", measure="All joints.")
    _client, key = make_client("board", "tickets:read")
    headers = {"Authorization": f"Bearer {key}"}
    rows = Client().get("/api/v1/rectifications/", headers=headers).json()
    assert [(one["number"], one["measure"]) for one in rows] == [(ticket.number, "All joints.")]
    told = Client().get(f"/api/v1/tickets/{ticket.number}/", headers=headers).json()
    assert told["rectifications"][0]["team"] == "operations"
