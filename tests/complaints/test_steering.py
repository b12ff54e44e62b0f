"""What steers a ticket on its way: returns and rulings, more time, orders, the customer's pressing."""

from datetime import timedelta

import pytest

from complaints import actions
from complaints.models import Clock, Extension, Finding
from complaints.refusals import Missing, NotNow, NotYours
from servicecenter.actors import customer
from servicecenter.models import Event
from tests import making
from tests.making import NOW, acting, make_policy, make_ticket

pytestmark = pytest.mark.django_db


def do(ticket, name, by, at=NOW, **data):
    actor = by if hasattr(by, "kind") else acting(by, at)
    return actions.perform(ticket, name, data, actor=actor, at=at, source="desk", version=None)


def give_back(ticket, by, at=NOW):
    return do(ticket, "return", by, at, team=making.make_team("billing").code, why="Their meter, not our pipe.")


# -- returns and rulings --


def test_a_return_goes_back_to_review_with_a_proposal_and_stops_no_clock(coordinator):
    make_policy(reply=(5, "working_days"), accept=(240, "working_minutes"))
    ticket = make_ticket("dispatched", team=coordinator.team)
    give_back(ticket, coordinator, NOW + timedelta(hours=1))

    assert (ticket.stage, ticket.team, ticket.proposed_team.code) == ("reviewing", None, "billing")
    assert set(ticket.clocks.running().values_list("milestone", flat=True)) == {"reply", "accept"}


def test_after_four_working_hours_it_is_no_longer_returned(coordinator):
    ticket = make_ticket("dispatched", team=coordinator.team)
    # 10:00 to 12:00 and 13:00 to 15:00 are open: four working hours end at 15:00.
    with pytest.raises(NotNow, match="ended"):
        give_back(ticket, coordinator, NOW + timedelta(hours=5, seconds=1))
    give_back(ticket, coordinator, NOW + timedelta(hours=5))


def test_a_coordinator_dispatches_inside_the_department_only(coordinator):
    ticket = make_ticket("dispatched", team=coordinator.team)
    making.make_team("night-shift", department=coordinator.team)
    making.make_team("billing")
    with pytest.raises(NotYours, match="inside the department"):
        do(ticket, "dispatch", coordinator, team="billing", why="Their meter.")
    do(ticket, "dispatch", coordinator, team="night-shift", why="They are out there.")
    do(ticket, "dispatch", coordinator, team="network", why="Back to us.")
    assert ticket.team == coordinator.team


def test_the_second_return_goes_to_a_supervisor_whose_ruling_binds(coordinator, reviewer, supervisor):
    ticket = make_ticket("dispatched", team=coordinator.team)
    give_back(ticket, coordinator)
    do(ticket, "dispatch", reviewer, team="network", why="Read it again.")
    second = give_back(ticket, coordinator)

    assert (second.payload["count"], second.payload["people"]) == (2, [supervisor.pk])
    with pytest.raises(NotNow, match="supervisor"):
        do(ticket, "dispatch", reviewer, team="network", why="Once more.")
    do(ticket, "rule", supervisor, team="network", why="The pipe is ours.")
    assert (ticket.stage, ticket.team.code) == ("dispatched", "network")
    with pytest.raises(NotNow, match="ruled"):
        give_back(ticket, coordinator)


# -- more time --


@pytest.fixture
def promised(handler):
    """A reply promised in ten hours, day and night."""
    make_policy(reply=(600, "minutes"))
    return make_ticket("investigating", team=handler.team, handler=handler)


def ask(ticket, by, at, hours_more=4):
    due = ticket.clocks.get(milestone="reply", round=ticket.round).due_at + timedelta(hours=hours_more)
    return do(
        ticket, "request_extension", by, at, due_at=due.isoformat(), why="The sample takes a day.", words="Until noon."
    )


def test_granted_time_moves_the_due_time_and_leaves_the_original(promised, handler, supervisor):
    ask(promised, handler, NOW + timedelta(hours=1))
    do(promised, "decide_extension", supervisor, NOW + timedelta(hours=2), granted="yes")

    clock = making.clock_of(promised, "reply")
    assert clock.original_due_at == NOW + timedelta(hours=10)
    assert clock.due_at == NOW + timedelta(hours=14)
    assert promised.next_due_at == clock.due_at
    assert clock.next_alarm_at > NOW + timedelta(hours=2)


def test_refused_time_changes_nothing_and_needs_a_reason(promised, handler, supervisor):
    ask(promised, handler, NOW)
    with pytest.raises(Missing) as told:
        do(promised, "decide_extension", supervisor, granted="no")
    assert list(told.value.errors) == ["opinion"]
    do(promised, "decide_extension", supervisor, granted="no", opinion="The crew is there now.")
    assert making.clock_of(promised, "reply").due_at == NOW + timedelta(hours=10)
    assert not promised.extension_asked


def test_more_time_is_asked_for_while_a_fifth_is_left_and_not_a_minute_later(promised, handler):
    with pytest.raises(NotNow, match="fifth"):
        ask(promised, handler, NOW + timedelta(hours=8, minutes=1))
    assert not Extension.objects.exists()
    ask(promised, handler, NOW + timedelta(hours=8))


def test_at_most_as_much_again_as_was_promised(promised, handler):
    with pytest.raises(Missing):
        ask(promised, handler, NOW, hours_more=11)
    ask(promised, handler, NOW, hours_more=10)


def test_nobody_decides_on_what_they_asked_for(promised, supervisor):
    making.RoleHeld.objects.create(user=supervisor, role="handler", since=making.LONG_AGO)
    supervisor._held = None
    ask(promised, supervisor, NOW)
    with pytest.raises(NotYours, match="asked"):
        do(promised, "decide_extension", supervisor, granted="yes")


def test_the_second_time_is_the_complaint_managers_and_there_is_no_third(promised, handler, supervisor):
    manager = making.make_staff("complaint_manager")
    ask(promised, handler, NOW, 2)
    do(promised, "decide_extension", supervisor, granted="yes")
    ask(promised, handler, NOW, 2)
    with pytest.raises(NotYours, match="complaint manager"):
        do(promised, "decide_extension", supervisor, granted="yes")
    do(promised, "decide_extension", manager, granted="yes")
    with pytest.raises(NotNow, match="third"):
        ask(promised, handler, NOW, 2)


def test_what_the_law_sets_is_never_extended(handler):
    make_policy(reply=(600, "minutes"), statutory=["reply"])
    ticket = make_ticket("investigating", team=handler.team, handler=handler)
    with pytest.raises(NotNow, match="law"):
        ask(ticket, handler, NOW)


def test_an_answer_makes_an_open_wish_for_time_lapse(promised, handler, supervisor):
    ask(promised, handler, NOW)
    making.advance(promised, "replied")
    assert Extension.objects.get().granted is False
    do(promised, "reopen", customer(), words="Still brown.")
    assert not promised.extension_asked


# -- orders --


def test_an_order_has_its_own_clock_and_keeps_the_ticket_from_the_archive(handler, supervisor, agent):
    ticket = make_ticket("investigating", team=handler.team, handler=handler)
    until = NOW + timedelta(hours=3)
    do(ticket, "supervise", supervisor, words="Ring her today.", due_at=until.isoformat())
    clock = Clock.objects.get(milestone="supervise")
    assert (clock.due_at, ticket.next_due_at) == (until, until)

    making.advance(ticket, "replied")
    with pytest.raises(NotNow, match="order"):
        making.advance(ticket, "archived")
    do(ticket, "answer_supervision", handler, NOW + timedelta(hours=4), words="Rung at four.")
    clock.refresh_from_db()
    assert clock.state == "late"
    making.advance(ticket, "archived")


def test_taking_over_makes_it_theirs(handler, supervisor):
    ticket = make_ticket("investigating", team=handler.team, handler=handler)
    do(ticket, "take_over", supervisor, why="He is ill.")
    assert (ticket.handler, ticket.stage) == (supervisor, "investigating")


# -- the customer presses --


def test_the_third_time_the_customer_asks_again_the_supervisor_is_told(handler, coordinator, supervisor):
    ticket = make_ticket("investigating", team=handler.team, handler=handler)
    told = [do(ticket, "chase", customer(), words="Well?").payload for _time in range(3)]

    assert ticket.chases == 3
    assert told[0]["people"] == sorted([handler.pk, coordinator.pk])
    assert (told[2]["role"], told[2]["people"]) == ("supervisor", [supervisor.pk])
    assert ticket.version == make_ticket("investigating").version, "a chase spoils nobody's form"


def test_an_interim_reply_answers_first_and_promises_when_they_hear_next(handler):
    make_policy(first_response=(60, "minutes"))
    ticket = make_ticket("investigating", team=handler.team, handler=handler)
    for hours in (2, 5):
        at, until = NOW + timedelta(hours=hours - 2), NOW + timedelta(hours=hours)
        do(ticket, "interim_reply", handler, at, words="We flush tonight.", next_update_at=until.isoformat())

    assert making.clock_of(ticket, "first_response").state == "met"
    updates = Clock.objects.filter(milestone="next_update").order_by("due_at")
    assert [(one.subject, one.state) for one in updates] == [("update:1", "late"), ("update:2", "running")]


def test_whoever_handles_a_matter_does_not_take_its_withdrawal(agent, handler):
    making.RoleHeld.objects.create(user=handler, role="agent", since=making.LONG_AGO)
    ticket = make_ticket("investigating", team=handler.team, handler=handler)
    with pytest.raises(NotYours, match="handle"):
        do(ticket, "withdraw", handler, words="It is fine now.")
    do(ticket, "withdraw", agent, words="It is fine now.")
    assert ticket.stage == "archived"


@pytest.mark.parametrize("what", ["danger", "law"])
def test_danger_and_law_go_on_without_the_customer(what):
    make_policy(reply=(60, "minutes"), statutory=["reply"] if what == "law" else [])
    ticket = make_ticket(priority="critical" if what == "danger" else "normal")
    with pytest.raises(NotNow, match="goes on"):
        do(ticket, "withdraw", customer(), words="Never mind.")


def test_a_withdrawal_can_be_taken_back_for_thirty_days():
    ticket = make_ticket()
    do(ticket, "withdraw", customer(), words="It is clear again.")
    do(ticket, "reopen", customer(), NOW + timedelta(days=30), words="Brown again.")
    assert ticket.stage == "reviewing"


# -- the finding --


def test_the_latest_finding_of_a_round_counts_and_the_trail_keeps_both(handler):
    ticket = make_ticket("investigating", team=handler.team, handler=handler)
    cause = making.make_reason("cause").code
    do(ticket, "find", handler, verdict="not_upheld", cause=cause, facts="The sample is clear.")
    do(ticket, "find", handler, verdict="upheld", cause=cause, facts="A valve was shut.", can_recur="on")

    assert Finding.objects.get().verdict == "upheld"
    assert Event.objects.filter(kind="ticket.found").count() == 2


def test_a_further_round_opens_every_request_again_and_the_trail_keeps_the_earlier_answer():
    ticket = make_ticket("replied")
    do(ticket, "reopen", customer(), words="Brown again.")

    assert set(ticket.requests.values_list("result", "why")) == {("", "")}
    assert Event.objects.get(kind="ticket.replied").payload["results"] == {"1": "met", "2": "met"}
