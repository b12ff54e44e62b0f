"""Cases of the customer: nameless, insistent, giving way; and departments that deny it is theirs."""

from django.test import Client

from complaints.models import Finding
from servicecenter.models import Event
from tests.cases.conftest import due


def test_03_anonymous_complaint_answer_read_by_code(house):
    ticket = house.hears("The reader walked over my flowers.", anonymous="on", name="", contact="", consent="")
    code = house.code
    results = {"result_1": "met"}
    house.done("agent", "answer", ticket, words="We have spoken with him. We are sorry.", outcome="resolved", **results)

    assert (ticket.customer, ticket.contact_point, ticket.anonymous) == (None, None, True)
    later = Client()
    opened = later.post("/t/", {"number": ticket.number, "code": code}, follow=True)
    assert "We have spoken with him. We are sorry." in opened.content.decode()
    assert later.get("/t/").status_code == 200


def test_09_customer_chases_three_times(house):
    """On the open ticket, never as a new one; counted; the third time the supervisor hears of it."""
    house.employs("handler", team="operations")
    ticket = house.hears("The water is brown.")
    house.hands_to("handler", ticket)
    for _time in range(3):
        house.done("agent", "chase", ticket, words="When will it be clean?")

    chases = [one.payload for one in _events(ticket, "ticket.chased")]
    assert [one["count"] for one in chases] == [1, 2, 3]
    assert house.people["handler"].pk in chases[0]["people"]
    assert chases[2]["people"] == [house.people["supervisor"].pk]


def test_12_second_return_ruling(house):
    house.employs("coordinator", team="operations")
    ticket = house.hears("The pavement sank over your trench.")
    house.done("reviewer", "start_review", ticket)
    given = {"team": "operations", "handler": "", "why": "Their trench."}
    back = {"team": "customer-service", "why": "Not our trench."}
    for _time in range(2):
        house.done("reviewer", "dispatch", ticket, **given)
        house.done("coordinator", "return", ticket, **back)

    assert house.does("reviewer", "dispatch", ticket, **given).status_code == 409
    house.done("supervisor", "rule", ticket, team="operations", handler="", why="It is your trench.")
    refused = house.does("coordinator", "return", ticket, **back)
    assert refused.status_code == 409
    assert ticket.team.code == "operations"
    assert due(ticket) == "2026-03-18 17:30", "the quarrel cost the customer nothing"


def test_20_withdrawn_after_handlers_visit(house):
    """Taken by someone who does not handle it; the finding of the visit stays; thirty days to take it back."""
    house.employs("handler", team="operations")
    ticket = house.hears("The meter ticks.")
    code = house.code
    house.hands_to("handler", ticket)
    house.done("handler", "find", ticket, verdict="not_upheld", cause="customer-side", facts="A loose pipe of his own.")
    assert house.does("handler", "withdraw", ticket, words="It is fine.").status_code == 403
    house.done("agent", "withdraw", ticket, words="It is fine, thank you.")

    assert ticket.stage == "archived"
    assert Finding.objects.get(ticket=ticket).facts == "A loose pipe of his own."
    house.goes_to("2026-04-10 09:00")
    again = Client()
    again.post("/t/", {"number": ticket.number, "code": code})
    again.post(f"/t/{ticket.number}/reopen/", {"words": "It ticks again."})
    ticket.refresh_from_db()
    assert (ticket.stage, ticket.round) == ("reviewing", 2)


def test_20_misconduct_is_looked_into_though_the_customer_gives_way(house):
    house.employs("agent", name="colleague")
    ticket = house.hears("He swore at me.")
    house.done("colleague", "name_staff", ticket, about="people", person="agent")
    refused = house.does("colleague", "withdraw", ticket, words="Never mind.")
    assert refused.status_code == 409
    assert "it is about staff" in refused.content.decode()


def _events(ticket, kind):
    return Event.objects.filter(subject_id=ticket.pk, subject_type="ticket", kind=kind).order_by("pk")
