"""Cases of several departments on one ticket: denied by two, late, waived, disputed."""

from complaints.models import Clock, Task
from complaints.rounds import sweep_clocks
from servicecenter.models import Event
from tests.cases.conftest import at, due

ANSWER = {"words": "Mended and corrected. We are sorry.", "outcome": "resolved", "result_1": "met"}


def in_two_hands(house):
    """Operations leads; billing co-handles with a question of its own."""
    house.employs("handler", team="operations")
    house.employs("coordinator", team="operations")
    house.employs("coordinator", name="biller", team="billing")
    ticket = house.hears("No water, and a bill for it.")
    house.done("reviewer", "start_review", ticket)
    house.done(
        "reviewer", "dispatch", ticket, team="operations", handler="handler", why="Their main.",
        co_team_1="billing", question_1="Was water billed that did not run?",
    )  # fmt: skip
    return ticket


def test_11_two_departments_deny_it(house):
    """Each names the other as the lead; a supervisor rules within half a day, and the customer loses no hour."""
    ticket = in_two_hands(house)
    promised = due(ticket)
    house.done("coordinator", "dispute_lead", ticket, team="billing", why="It is about the bill.")
    assert (ticket.stage, ticket.awaiting_ruling) == ("reviewing", True)
    assert due(ticket, "ruling") == "2026-03-11 14:00", "four hours of the working day"
    assert _told(ticket, "ticket.lead_disputed") == [house.people["supervisor"].pk]
    assert house.does("reviewer", "dispatch", ticket, team="billing", why="Then they.").status_code == 409

    house.done("supervisor", "rule", ticket, team="billing", why="The bill is what they ask about.")
    assert (ticket.team.code, due(ticket)) == ("billing", promised)
    assert not ticket.co_handling_open, "who leads has no task beside it"
    assert not Clock.objects.alive().filter(ticket=ticket, milestone__in=["ruling", "task"]).exists()
    refused = house.does("biller", "dispute_lead", ticket, team="operations", why="No.")
    assert refused.status_code == 409


def test_11_a_coordinator_passes_it_on_inside_the_department_only(house):
    """Elsewhere it goes by a return with its reason, or by a ruling: never quietly from desk to desk."""
    house.employs("coordinator", team="operations")
    ticket = house.hears("The pavement sank.")
    house.done("reviewer", "start_review", ticket)
    house.done("reviewer", "dispatch", ticket, team="operations", why="Their trench.")
    away = house.does("coordinator", "dispatch", ticket, team="billing", why="Not ours.")
    assert away.status_code == 403
    assert ticket.team.code == "operations"
    house.done("coordinator", "dispatch", ticket, team="operations", why="To the crew of the north.")


def test_13_co_handler_late_lead_waits_supervisor_waives(house):
    ticket = in_two_hands(house)
    house.done("handler", "accept", ticket)
    assert "Was water billed that did not run?" in house.page("biller", ticket), "whoever is asked sees the ticket"
    assert _told(ticket, "task.opened") == [house.people["biller"].pk]
    assert due(ticket, "task") == "2026-03-13 17:30"

    refused = house.does("handler", "reply", ticket, **ANSWER)
    assert refused.status_code == 409
    assert "A co-handling department has not answered yet." in refused.content.decode()

    house.goes_to("2026-03-13 17:31")
    sweep_clocks(at("2026-03-13 17:31"))
    late = [one for one in Event.objects.filter(kind="clock.broken") if one.payload["milestone"] == "task"]
    assert late
    assert late[-1].payload["people"] == [house.people["biller"].pk], "whom it waits for is told, not the lead"

    assert house.does("handler", "waive_task", ticket, team="billing", why="We cannot wait.").status_code == 403
    house.done("supervisor", "waive_task", ticket, team="billing", why="The bill is corrected next month anyway.")
    house.done("handler", "reply", ticket, **ANSWER)
    task = Task.objects.get()
    assert (task.waived_by, task.answered_at) == (house.people["supervisor"], None)
    assert "waived by Supervisor" in house.page("agent", ticket)


def test_a_co_handler_answers_and_the_lead_speaks_once(house):
    ticket = in_two_hands(house)
    house.done("handler", "accept", ticket)
    page = house.does("handler", "answer_task", ticket, team="billing", words="I say so.")
    assert page.status_code == 403, "nobody answers for another team"
    seen = ticket.version
    house.done("biller", "answer_task", ticket, team="billing", words="Yes: 12 m³ too many.")
    assert ticket.version == seen, "the lead's open form still fits"

    clock = Clock.objects.get(ticket=ticket, milestone="task")
    assert clock.state == "met"
    house.done("handler", "reply", ticket, **ANSWER)
    assert Event.objects.filter(kind="ticket.replied").count() == 1


def test_a_question_to_another_team_has_its_own_time_and_holds_nothing_up(house):
    house.employs("handler", team="operations")
    house.employs("handler", name="lawyer", team="billing")
    ticket = house.hears("You dug up my path.")
    house.hands_to("handler", ticket)
    asked = {"team": "billing", "words": "Whose path is it?", "due_at": "2026-03-12T12:00"}
    house.done("handler", "ask_team", ticket, **asked)
    assert due(ticket, "task") == "2026-03-12 12:00"
    assert house.does("handler", "ask_team", ticket, **asked).status_code == 422, "once is enough"

    house.done("handler", "reply", ticket, **ANSWER)
    assert not ticket.questions_open, "of no more use once the customer has their answer"
    assert Clock.objects.get(ticket=ticket, milestone="task").state == "cancelled"
    assert "Whose path is it?" not in house.customer.get(f"/t/{ticket.number}/").content.decode()


def test_the_first_contact_owner_stays_through_transfers(house):
    house.employs("handler", team="operations")
    ticket = house.hears("It drips.")
    type(ticket).objects.filter(pk=ticket.pk).update(first_owner=house.people["agent"])
    house.hands_to("handler", ticket)
    page = house.page("supervisor", ticket)
    assert "First-contact owner" in page
    assert "Agent Lin" in page


def _told(ticket, kind: str) -> list[int]:
    return Event.objects.filter(kind=kind, subject_id=ticket.pk).latest("pk").payload["people"]


def test_13_who_was_only_asked_answers_that_and_nothing_else(house):
    """Finding, measures, holds and the reply are the lead's; the co-handler's page offers its own task alone."""
    house.employs("handler", name="clerk", team="billing")
    ticket = in_two_hands(house)
    asked = {
        "accept": {}, "return": {"team": "billing", "why": "Ours."},
        "dispatch": {"team": "operations", "why": "Back."},
    }  # fmt: skip
    for move, inputs in asked.items():
        assert house.does("biller", move, ticket, **inputs).status_code == 403, move
    house.done("handler", "accept", ticket)
    found = {"verdict": "upheld", "cause": "asset", "facts": "Estimated."}
    asked = {
        "find": found, "propose": {"measures": "Credit it."},
        "request_extension": {"due_at": "2026-03-20T17:00", "why": "Busy.", "words": "Later."},
        "hold": {"reason": "customer-papers", "until": "2026-03-13T10:00"},
        "interim_reply": {"words": "Soon.", "next_update_at": "2026-03-13T10:00"},
    }  # fmt: skip
    for who in ("biller", "clerk"):
        page = house.page(who, ticket)
        for move, inputs in asked.items():
            assert f"moves/{move}/" not in page, move
            assert house.does(who, move, ticket, **inputs).status_code == 403, move
    assert (ticket.stage, ticket.held_at, ticket.extension_asked) == ("investigating", None, False)
    house.done("clerk", "answer_task", ticket, team="billing", words="Yes, by an estimate.")
    assert house.does("clerk", "reply", ticket, **ANSWER).status_code == 403, "the lead answers, once"
    house.done("handler", "reply", ticket, **ANSWER)
