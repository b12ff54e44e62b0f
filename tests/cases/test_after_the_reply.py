"""Cases of what follows the reply: promises with dates, calls back, second handling."""

from django.test import Client

from channels_hub import letters
from channels_hub.models import Outbound
from complaints.aftercare import after_rounds
from complaints.models import Callback, CallbackRule, FollowUp, Ticket
from complaints.rounds import sweep_clocks
from servicecenter import outbox
from servicecenter.models import Event
from tests.cases.conftest import at, due
from tests.reading import whole_days

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
SETTLED = {"words": "Flushed; it is clear again.", "outcome": "resolved", "result_1": "met"}
REACHED = {"outcome": "reached"}
CONTENT = REACHED | {"result": "satisfied", "service": "very_satisfied"}
WANTING = REACHED | {"result": "unsatisfied", "service": "satisfied", "words": "Half of it is still brown."}
FILED = {"category": "water-quality", "closing_code": "resolved", "cause": "asset"}


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

    assert Event.objects.get(kind="ticket.replied").payload["follow_ups"] == [promise.pk]
    house.goes_to("2026-05-20 10:00")
    after_rounds.file_settled(at("2026-05-20 10:00"))
    ticket.refresh_from_db()
    assert ticket.stage == "replied", "nor does the system file it"
    refused = house.does("agent", "archive", ticket, **FILED)
    assert refused.status_code == 409
    assert "Something promised to the customer is not done yet." in refused.content.decode()
    assert "Repair “A new pipe”, by 15 Jun 2026" in whole_days(refused.content.decode())

    house.goes_to("2026-06-12 15:00")
    house.done("handler", "do_follow_up", ticket, follow_up=promise.pk, words="Laid today, order 4711.")
    own = house.does("handler", "verify_follow_up", ticket, follow_up=promise.pk, kept="yes", words="Surely.")
    assert own.status_code == 403
    house.done("agent", "verify_follow_up", ticket, follow_up=promise.pk, kept="yes", words="She says it runs.")
    uncalled = house.does("agent", "archive", ticket, **FILED)
    assert "A callback is planned: ask the customer first, or waive it with a reason." in uncalled.content.decode()
    house.asks_back(ticket)
    unsaid = house.does("agent", "archive", ticket, category="water-quality", closing_code="resolved")
    assert (unsaid.status_code, "say what it came from" in unsaid.content.decode()) == (422, True)
    house.done("agent", "archive", ticket, **FILED)
    assert ticket.root_cause.code == "asset"
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
    page = whole_days(house.customer.get(f"/t/{ticket.number}/").content.decode())
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


def test_16_unsatisfied_but_lawful(house):
    """Somebody else looks, once, and tells the customer why it stays so and where they can go; it is not reopened."""
    ticket = _answered(house, "Your bill is far too high.", verdict="not_upheld")
    house.employs("agent", name="caller")
    house.done("caller", "record_callback", ticket, **WANTING)
    assert due_of_triage(ticket) == "2026-03-12 17:30"
    assert house.does("agent", "archive", ticket, **FILED).status_code == 409, "it waits for the triage"
    told = {"decision": "explained", "why": "The tariff was approved.", "words": "We looked again: the price is right."}
    house.done("reviewer", "triage", ticket, **told)

    assert (ticket.stage, ticket.round, ticket.triage_due) == ("replied", 1, False)
    page = _followed(house, ticket)
    assert "We looked again: the price is right." in page
    assert "12345" in page
    assert Callback.objects.get().state == "unsatisfied", "an explanation satisfies nobody by itself"
    assert house.does("supervisor", "triage", ticket, **told).status_code == 409, "reviewed once, not twice"
    house.goes_to("2026-03-18 18:00")
    after_rounds.file_settled(at("2026-03-18 18:00"))
    ticket.refresh_from_db()
    assert (ticket.stage, ticket.closing_code.code) == ("archived", "not-upheld")


def test_16_where_the_house_is_strict_every_unsatisfied_customer_gets_a_second_handling(house):
    CallbackRule.objects.update(strict=True)
    ticket = _answered(house, "Your bill is far too high.", verdict="not_upheld")
    house.employs("agent", name="caller")
    house.done("caller", "record_callback", ticket, **WANTING)
    told = {"decision": "explained", "why": "The tariff was approved.", "words": "It is right."}
    assert house.does("reviewer", "triage", ticket, **told).status_code == 409
    house.done("reviewer", "triage", ticket, decision="second", why="The rule.")


def test_17_unsatisfied_handlers_fault_team_of_one(house):
    """The handler is the whole team: it goes to somebody above, in half the time; the last word is the manager's."""
    ticket = _answered(house, "You left the trench open.", verdict="upheld")
    house.employs("agent", name="caller")
    house.employs("complaint_manager", name="manager")
    assert house.does("handler", "record_callback", ticket, **WANTING).status_code == 403
    house.done("caller", "record_callback", ticket, **WANTING)
    assert house.does("handler", "triage", ticket, decision="second", why="x").status_code == 403
    house.done("reviewer", "triage", ticket, decision="second", why="Nobody closed the trench.")
    refused = house.does("reviewer", "second_handling", ticket, team="operations", handler="", why="Theirs.")
    assert "Everybody in this team has handled it." in refused.content.decode()
    house.employs("handler", name="other", team="customer-service")
    house.done("reviewer", "second_handling", ticket, team="customer-service", handler="other", why="New to it.")

    assert (ticket.stage, ticket.round) == ("reviewing", 2)
    assert due(ticket) == "2026-03-16 17:30", "three of five working days"
    given = {"team": "operations", "handler": "handler", "why": "Theirs."}
    assert house.does("reviewer", "dispatch", ticket, **given).status_code == 403
    house.done("reviewer", "dispatch", ticket, team="customer-service", handler="other", why="New to it.")
    house.done("other", "accept", ticket)
    house.done("other", "find", ticket, verdict="upheld", cause="asset", facts="Open indeed.")
    house.done("other", "propose", ticket, measures="Closed today.")
    house.done("supervisor", "approve", ticket, opinion="Yes.")
    house.done("other", "reply", ticket, **SETTLED)
    house.done("caller", "record_callback", ticket, **WANTING)

    again = {"decision": "second", "why": "Still open."}
    assert house.does("manager", "triage", ticket, **again).status_code == 409, "two rounds are over"
    final = {"decision": "final", "why": "Both rounds.", "words": "This is our final reply."}
    assert house.does("reviewer", "triage", ticket, **final).status_code == 403
    house.done("manager", "triage", ticket, **final)
    page = _followed(house, ticket)
    assert "This is our final reply." in page
    assert "12345" in page
    house.customer.post(f"/t/{ticket.number}/reopen/", {"words": "Once more."})
    ticket.refresh_from_db()
    assert (ticket.stage, ticket.round) == ("replied", 2), "later words are kept there; no new round"
    house.customer.post(f"/t/{ticket.number}/messages/", {"words": "Once more.", "token": "once"})
    assert "Once more." in house.customer.get(f"/t/{ticket.number}/").content.decode()
    house.done("manager", "reopen", ticket, words="A second trench.", reason="new-fact")
    assert ticket.round == 3


def test_17_after_the_last_round_there_is_no_third_but_the_managers_word(house):
    """Taken up again, it is answered only after someone approved it; said unsolved a second time, it goes up."""
    house.employs("handler", team="operations")
    house.employs("complaint_manager", name="manager")
    ticket = house.hears("The meter ticks.")
    code = house.code
    answer = {"words": "It is the pipe.", "outcome": "resolved", "result_1": "met"}
    house.done("agent", "answer", ticket, **answer)
    customer = Client()
    customer.post("/t/", {"number": ticket.number, "code": code})
    customer.post(f"/t/{ticket.number}/reopen/", {"words": "It ticks."})
    ticket.refresh_from_db()
    at_once = house.does("agent", "answer", ticket, **answer)
    assert at_once.status_code == 409, "not the same answer by the same person again"
    house.done("reviewer", "dispatch", ticket, team="operations", handler="handler", why="Their pipe.")
    house.done("handler", "accept", ticket)
    house.done("handler", "propose", ticket, measures="A new pipe.")
    house.done("supervisor", "approve", ticket)
    house.done("handler", "reply", ticket, **answer)

    assert "reopen/" not in customer.get(f"/t/{ticket.number}/").content.decode()
    refused = customer.post(f"/t/{ticket.number}/reopen/", {"words": "It still ticks."})
    assert "the last word" in refused.content.decode()
    told = {"solved": "no", "result": "unsatisfied", "service": "fairly", "words": "It still ticks."}
    customer.post(f"/t/{ticket.number}/rating/", told)
    ticket.refresh_from_db()
    assert (ticket.round, ticket.triage_due) == (2, True)
    house.done("manager", "triage", ticket, decision="final", why="Two rounds.", words="We can do no more.")
    assert ticket.final_reply_at


def test_rejected_on_file_is_called_back_like_any_answer(house):
    house.employs("complaint_manager", name="manager")
    ticket = house.hears("I was billed twice.")
    house.done("reviewer", "start_review", ticket)
    said = {"facts": "One bill, paid once.", "words": "We found one bill.", "where_to_go": "The counter."}
    house.done("reviewer", "propose_reject", ticket, **said)
    house.done("manager", "reject", ticket)
    assert ticket.callback_open


def test_18_unreachable_three_times(house):
    """Three attempts on two days, a message with a link, and the ticket is *not verified*; silence is no praise."""
    ticket = _answered(house, "The water is brown.", verdict="upheld", contact="mei.chen@customer.invalid")
    Callback.objects.update(first="person")
    house.employs("agent", name="caller")
    for moment in ("2026-03-11 11:00", "2026-03-11 12:00", "2026-03-11 13:00"):
        house.goes_to(moment)
        house.done("caller", "record_callback", ticket, outcome="no_answer")
    assert Callback.objects.get().state == "planned", "three times in one day are not enough"
    house.goes_to("2026-03-11 20:30")
    house.done("caller", "record_callback", ticket, outcome="no_answer")
    assert Callback.objects.get().state == "planned", "too late in the evening to count"
    house.goes_to("2026-03-12 10:00")
    house.done("caller", "record_callback", ticket, outcome="no_answer")

    callback = Callback.objects.get()
    assert (callback.state, callback.result) == ("unverified", "")
    assert ticket.clocks.get(milestone="callback").state == "met"
    _relayed("2026-03-12 10:00")
    letter = letters.write(Outbound.objects.get(ticket=ticket, template="missed"))
    link = next(word for word in letter.body.split() if "/v/" in word)
    path = link[link.index("/v/") :]
    reader = Client()
    assert reader.get(path).status_code == 200
    assert Callback.objects.get().state == "unverified", "a mail scanner that looks has said nothing"
    reader.post(path, {"solved": "yes", "result": "satisfied", "service": "fairly"})
    callback.refresh_from_db()
    assert (callback.state, callback.by_customer) == ("verified", True)
    house.goes_to("2026-03-14 12:00")
    reader.post(path, {"solved": "no", "result": "unsatisfied", "service": "fairly"})
    callback.refresh_from_db()
    assert callback.state == "verified", "it could be changed for a day"


def test_18_not_verified_is_filed_five_working_days_later_with_what_the_finding_filled(house):
    ticket = _answered(house, "The water is brown.", verdict="upheld")
    house.employs("agent", name="caller")
    for moment in ("2026-03-11 11:00", "2026-03-11 12:00", "2026-03-12 13:00"):
        house.goes_to(moment)
        house.done("caller", "record_callback", ticket, outcome="no_answer")
    after_rounds.file_settled(at("2026-03-19 17:29"))
    assert Ticket.objects.get(pk=ticket.pk).stage == "replied"
    after_rounds.file_settled(at("2026-03-19 17:30"))
    ticket.refresh_from_db()
    assert (ticket.stage, ticket.closing_code.code, ticket.category.code) == ("archived", "resolved", "water-quality")


def test_19_changed_callback_number(house):
    """The number given at receipt is rung; another one is flagged in the file, whoever named it."""
    ticket = _answered(house, "The water is brown.", verdict="upheld")
    house.employs("agent", name="caller")
    house.done("caller", "record_callback", ticket, other_number="+86 139 0000 1234", **CONTENT)

    callback = Callback.objects.get()
    assert callback.contact_point.value == "+8613800138000"
    page = house.page("agent", ticket)
    assert "another number than at receipt" in page, "flagged in the file"
    assert "13900001234" not in page
    assert callback.attempts.get().other_number == "+8613900001234"
    event = Event.objects.get(kind="ticket.called_back")
    assert event.payload["other_number"] is True
    assert "1234" not in str(event.payload)
    assert callback.state == "verified"
    house.goes_to("2026-03-12 18:00")
    after_rounds.file_settled(at("2026-03-12 18:00"))
    ticket.refresh_from_db()
    assert ticket.stage == "archived", "one working day after it was verified"


def _answered(house, words: str, *, verdict: str, **form: str) -> Ticket:
    """Handled and answered by the only handler of a team, on Wednesday morning."""
    house.employs("handler", team="operations")
    ticket = house.hears(words, category="water-quality", **form)
    house.hands_to("handler", ticket)
    house.done("handler", "find", ticket, verdict=verdict, cause="asset", facts="Seen on the spot.")
    house.done("handler", "reply", ticket, **SETTLED)
    return ticket


def _followed(house, ticket: Ticket) -> str:
    house.customer.post("/t/", {"number": ticket.number, "code": house.code})
    return house.customer.get(f"/t/{ticket.number}/").content.decode()


def _relayed(moment: str) -> None:
    while outbox.relay(at(moment)):
        pass


def due_of_triage(ticket: Ticket) -> str:
    clock = ticket.clocks.get(subject__startswith="triage:")
    return f"{clock.due_at.astimezone(at('2026-03-11 10:00').tzinfo):%Y-%m-%d %H:%M}"
