"""Cases of what follows the reply: promises with dates, calls back, second handling."""

from complaints.models import FollowUp
from complaints.rounds import sweep_clocks
from servicecenter.models import Event
from tests.cases.conftest import at

PIPE = {
    "words": "Your pipe is worn out and will be renewed.",
    "outcome": "partly",
    "result_1": "partly",
    "why_1": "The new pipe comes in June.",
    "measure_1": "The old one is clamped until then.",
    "follow_up_1_kind": "repair",
    "follow_up_1_what": "A new pipe",
    "follow_up_1_due_at": "2026-06-15T17:00",
}
FILED = {"category": "water-quality", "closing_code": "resolved"}


def test_14_reply_promises_a_pipe_in_june_not_archivable_in_may(house):
    """The promise has an owner and a clock; the file stays open until it is done, and somebody else has a look."""
    house.employs("handler", team="operations")
    ticket = house.hears("My pipe leaks again.")
    house.hands_to("handler", ticket)
    house.done("handler", "reply", ticket, **PIPE)
    promise = FollowUp.objects.get(ticket=ticket)
    clock = ticket.clocks.get(milestone="follow_up")
    assert (promise.owner, clock.subject) == (house.people["handler"], f"follow_up:{promise.pk}")
    assert clock.due_at == at("2026-06-15 17:00")

    house.goes_to("2026-05-20 10:00")
    refused = house.does("agent", "archive", ticket, **FILED)
    assert refused.status_code == 409
    assert "Something promised to the customer is not done yet." in refused.content.decode()

    house.goes_to("2026-06-12 15:00")
    house.done("handler", "do_follow_up", ticket, follow_up=promise.pk, words="Laid today, order 4711.")
    own = house.does("handler", "verify_follow_up", ticket, follow_up=promise.pk, kept="yes", words="Surely.")
    assert own.status_code == 403
    house.done("agent", "verify_follow_up", ticket, follow_up=promise.pk, kept="yes", words="She says it runs.")
    house.done("agent", "archive", ticket, **FILED)
    clock.refresh_from_db()
    assert (ticket.stage, clock.state) == ("archived", "met")


def test_14_a_promise_found_not_kept_is_open_again_with_a_new_date(house):
    house.employs("handler", team="operations")
    ticket = house.hears("My pipe leaks again.")
    house.hands_to("handler", ticket)
    house.done("handler", "reply", ticket, **PIPE)
    promise = FollowUp.objects.get(ticket=ticket)
    house.goes_to("2026-06-12 15:00")
    house.done("handler", "do_follow_up", ticket, follow_up=promise.pk, words="Laid today.")
    told = {"follow_up": promise.pk, "kept": "no", "words": "She says nobody came."}
    assert house.does("agent", "verify_follow_up", ticket, **told).status_code == 422
    house.done("agent", "verify_follow_up", ticket, due_at="2026-06-19T17:00", **told)

    assert house.does("agent", "archive", ticket, **FILED).status_code == 409
    anew = ticket.clocks.get(milestone="follow_up", state="running")
    assert (anew.due_at, anew.started_at) == (at("2026-06-19 17:00"), at("2026-06-12 15:00"))


def test_14_the_promise_goes_on_when_the_matter_is_taken_up_again_and_alarms_when_it_breaks(house):
    house.employs("handler", team="operations")
    ticket = house.hears("My pipe leaks again.")
    house.hands_to("handler", ticket)
    house.done("handler", "reply", ticket, **PIPE)
    house.done("supervisor", "reopen", ticket, words="It bursts now.")
    assert ticket.clocks.get(milestone="follow_up").state == "running"

    house.goes_to("2026-06-15 17:01")
    while sweep_clocks(at("2026-06-15 17:01")):
        pass
    broken = Event.objects.filter(subject_id=ticket.pk, kind="clock.broken", payload__milestone="follow_up")
    assert broken.count() == 1


def test_14_the_customer_reads_what_is_promised_and_where_to_go(house):
    house.employs("handler", team="operations")
    ticket = house.hears("My pipe leaks again.", category="water-quality")
    house.hands_to("handler", ticket)
    house.done("handler", "find", ticket, verdict="upheld", cause="asset", facts="Forty years old.")
    house.done("handler", "reply", ticket, findings="The pipe is forty years old.", **PIPE)

    house.customer.post("/t/", {"number": ticket.number, "code": house.code})
    page = house.customer.get(f"/t/{ticket.number}/").content.decode()
    for words in (
        "We are sorry for what happened and for the trouble it has caused you.",
        "The pipe is forty years old.",
        "The old one is clamped until then.",
        "A new pipe",
        "by Mon 15 Jun, 17:00",
        "Internal review",
        "12345",
    ):
        assert words in page, words
    assert "12398" not in page, "the energy regulator has no say in water"
