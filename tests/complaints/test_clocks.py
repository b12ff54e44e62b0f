"""Clocks: what was promised, by when; holds, re-classification and further rounds. Alderport is at UTC+8."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from complaints.choices import Stage
from complaints.models import Clock, ClockPause, Target, Ticket
from complaints.refusals import Missing
from complaints.stages import archive, dispatch, investigate, reply, review
from servicecenter.actors import SYSTEM, customer
from tests import making
from tests.making import NOW, acting, clock_of, make_policy, make_ticket

pytestmark = pytest.mark.django_db
ALDERPORT = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)
FOUR_WORKING_HOURS, FIVE_WORKING_DAYS = (240, "working_minutes"), (5, "working_days")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ALDERPORT)


def classify(ticket, by=SYSTEM, *, at=NOW, nature="complaint", priority="normal", category=None):
    review.classify(
        ticket, actor=by, at=at, source="desk", nature=nature, category=category, priority=priority, why="x"
    )


def reopen(ticket, *, at=NOW, by=None):
    archive.reopen(ticket, actor=by or customer(), at=at, source="follow", words="Brown again.")


@pytest.fixture
def complaint_policy(db):
    return make_policy(
        "complaints",
        acknowledge=(0, "minutes"),
        first_response=(60, "minutes"),
        review=FOUR_WORKING_HOURS,
        dispatch=FOUR_WORKING_HOURS,
        accept=FOUR_WORKING_HOURS,
        reply=FIVE_WORKING_DAYS,
        restore=(30, "calendar_days"),
        archive=(1, "working_days"),
        statutory=["restore"],
        select={"nature": "complaint"},
    )


# What starts and what ends them.


def test_a_ticket_begins_with_the_clocks_promised_from_receipt_and_is_acknowledged_at_once(complaint_policy):
    ticket = make_ticket()

    states = dict(ticket.clocks.values_list("milestone", "state"))
    assert states.pop("acknowledge") == "met"
    assert states == dict.fromkeys(["first_response", "review", "dispatch", "reply", "restore"], "running")
    assert ticket.next_due_at == NOW + HOUR, "the nearest due time orders the lists of work"


def test_moves_end_their_clocks_and_start_others(complaint_policy):
    ticket = make_ticket(Stage.DISPATCHED)

    assert (clock_of(ticket, "review").state, clock_of(ticket, "dispatch").state) == ("met", "met")
    assert clock_of(ticket, "accept").due_at == local("2026-03-11T15:00")
    making.advance(ticket, Stage.INVESTIGATING, at=NOW + 24 * HOUR)
    assert clock_of(ticket, "accept").state == "late"


def test_the_reply_ends_all_that_was_promised_and_starts_the_archiving(complaint_policy):
    ticket = make_ticket(Stage.REPLIED)

    assert set(ticket.clocks.exclude(milestone="archive").values_list("state", flat=True)) == {"met"}
    assert clock_of(ticket, "archive").due_at == local("2026-03-12T18:00")
    making.advance(ticket, Stage.ARCHIVED)
    assert not Clock.objects.alive().exists()


def test_to_the_second_in_time_is_met_and_one_later_is_late(complaint_policy):
    due = clock_of(on_time := make_ticket(Stage.DISPATCHED), "accept").due_at
    late = make_ticket(Stage.DISPATCHED)
    making.advance(on_time, Stage.INVESTIGATING, at=due)
    making.advance(late, Stage.INVESTIGATING, at=due + timedelta(seconds=1))

    assert (clock_of(on_time, "accept").state, clock_of(late, "accept").state) == ("met", "late")


def test_a_calendar_that_has_come_to_its_end_costs_nobody_their_complaint():
    ended = making.make_calendar("closed", hours={"mon": []}, workdays={"2026-01-05": [["09:00", "10:00"]]})
    make_policy(reply=(2, "working_days"), calendar=ended)

    assert clock_of(make_ticket(), "reply").due_at == NOW + 2 * 24 * HOUR


# Holds: the promise has as much time left as it had, in its own unit.

HELD, RESUMED = local("2026-03-11T16:00"), local("2026-03-13T10:00")  # Wednesday to Friday


@pytest.mark.parametrize(
    ("promised", "before", "after"),
    [
        ((72 * 60, "minutes"), "2026-03-14T10:00", "2026-03-16T04:00"),  # the 42 hours of the hold
        ((20 * 60, "working_minutes"), "2026-03-13T15:00", "2026-03-16T18:00"),  # 15 of 20 hours were left
        ((3, "working_days"), "2026-03-16T18:00", "2026-03-18T18:00"),  # two working days ended in it
        ((3, "calendar_days"), "2026-03-15T00:00", "2026-03-17T00:00"),  # and two midnights passed
    ],
)
def test_a_hold_moves_the_due_time_by_what_it_took(handler, promised, before, after):
    make_policy(reply=promised)
    ticket = make_ticket(Stage.INVESTIGATING, handler=handler)
    assert clock_of(ticket, "reply").due_at == local(before)

    making.hold(ticket, at=HELD, until=RESUMED, by=acting(handler))
    assert (clock_of(ticket, "reply").state, ticket.next_due_at) == ("paused", None)
    investigate.resume(ticket, actor=acting(handler), at=RESUMED, source="desk")

    clock = clock_of(ticket, "reply")
    assert (clock.state, clock.due_at) == ("running", local(after))
    assert clock.original_due_at == local(before), "what was first promised stays on record"
    assert ticket.next_due_at == clock.due_at


@pytest.mark.parametrize("promised", [(480, "working_minutes"), (2, "working_days")])
def test_a_hold_from_closing_to_opening_takes_nothing(handler, promised):
    make_policy(reply=promised)
    ticket = make_ticket(Stage.INVESTIGATING, handler=handler)
    due = clock_of(ticket, "reply").due_at

    making.hold(ticket, at=local("2026-03-11T20:00"), until=local("2026-03-12T08:00"), by=acting(handler))
    investigate.resume(ticket, actor=SYSTEM, at=local("2026-03-12T08:00"), source="round")

    assert clock_of(ticket, "reply").due_at == due


def test_a_hold_over_seconds_is_counted_to_the_second(handler):
    make_policy(reply=(480, "working_minutes"))
    ticket = make_ticket(Stage.INVESTIGATING, handler=handler)  # due 2026-03-12 10:00
    making.hold(ticket, at=NOW + timedelta(seconds=10), until=NOW + HOUR, by=acting(handler))
    investigate.resume(ticket, actor=SYSTEM, at=local("2026-03-11T17:59:30"), source="round")

    # 7 h 59 min 50 s were left: 30 s on that day, the rest on the next.
    assert clock_of(ticket, "reply").due_at == local("2026-03-12T17:59:20")


def test_a_statutory_clock_is_never_held(complaint_policy, handler):
    ticket = make_ticket(Stage.INVESTIGATING, handler=handler)
    making.hold(ticket, at=NOW, until=NOW + 48 * HOUR, by=acting(handler))

    restore = clock_of(ticket, "restore")
    assert (restore.state, restore.pauses.count()) == ("running", 0)
    assert ticket.next_due_at == restore.due_at


def test_what_was_past_due_when_held_is_not_healed(handler):
    make_policy(reply=(60, "minutes"))
    ticket = make_ticket(Stage.INVESTIGATING, handler=handler)
    making.hold(ticket, at=NOW + 2 * HOUR, until=NOW + 50 * HOUR, by=acting(handler))
    investigate.resume(ticket, actor=acting(handler), at=NOW + 50 * HOUR, source="desk")

    assert clock_of(ticket, "reply").due_at == NOW + HOUR
    making.advance(ticket, Stage.REPLIED, at=NOW + 51 * HOUR)
    assert clock_of(ticket, "reply").state == "late"


def test_the_ledger_says_since_when_until_when_who_and_why(complaint_policy, handler):
    ticket = make_ticket(Stage.INVESTIGATING, handler=handler)
    making.hold(ticket, at=HELD, until=RESUMED, by=acting(handler))
    investigate.resume(ticket, actor=SYSTEM, at=RESUMED, source="round")

    pause = ClockPause.objects.get(clock__milestone="reply")
    assert (pause.since, pause.until, pause.reason.list) == (HELD, RESUMED, "hold")
    assert (pause.actor_id, pause.actor_role) == (handler.pk, "handler")


def test_going_on_to_a_stage_ends_the_hold(complaint_policy, coordinator, handler):
    ticket = make_ticket(Stage.DISPATCHED, handler=handler)
    making.hold(ticket, at=NOW, until=NOW + 48 * HOUR, by=acting(coordinator))
    dispatch.accept(ticket, actor=acting(coordinator), at=NOW + HOUR, source="desk")

    ticket.refresh_from_db()
    assert (ticket.held_at, ticket.held_until, ticket.hold_reason) == (None, None, None)
    assert clock_of(ticket, "reply").state == "running"


def test_a_clock_that_ends_while_held_is_judged_by_when_it_stood_still_and_its_ledger_is_closed(handler):
    make_policy(reply=(60, "minutes"))
    ticket = make_ticket(Stage.INVESTIGATING, handler=handler)
    making.hold(ticket, at=NOW, until=NOW + 48 * HOUR, by=acting(handler))
    making.advance(ticket, Stage.REPLIED, at=NOW + 24 * HOUR)

    assert clock_of(ticket, "reply").state == "met"
    assert ClockPause.objects.get().until == NOW + 24 * HOUR


# Re-classification: counted anew from receipt.


def test_the_promise_of_the_new_policy_is_counted_from_receipt(complaint_policy, reviewer):
    make_policy("urgent", reply=(2, "working_days"), select={"nature": "complaint", "priority": "urgent"})
    ticket = make_ticket(Stage.REVIEWING)
    classify(ticket, acting(reviewer), at=NOW + HOUR, priority="urgent")

    clock = clock_of(ticket, "reply")
    assert (clock.due_at, clock.original_due_at) == (local("2026-03-13T18:00"), local("2026-03-13T18:00"))
    assert clock.recomputed
    assert clock_of(ticket, "restore").state == "cancelled", "the new policy does not promise it"


def test_what_ended_is_never_judged_again(complaint_policy, reviewer):
    make_policy("urgent", first_response=(1, "minutes"), select={"nature": "complaint", "priority": "urgent"})
    ticket = make_ticket(Stage.REVIEWING)
    met = clock_of(ticket, "first_response")
    Clock.objects.filter(pk=met.pk).update(state="met", ended_at=NOW + HOUR, next_alarm_at=None)
    classify(ticket, acting(reviewer), at=NOW + HOUR, priority="urgent")

    again = clock_of(ticket, "first_response")
    assert (again.state, again.due_at, again.recomputed) == ("met", met.due_at, False)


def test_a_promise_taken_away_by_mistake_comes_back(complaint_policy, supervisor):
    ticket = make_ticket(Stage.REVIEWING)
    before = clock_of(ticket, "reply")
    make_policy("enquiries", first_response=(60, "minutes"), select={"nature": "enquiry"})
    classify(ticket, acting(supervisor), nature="enquiry")
    assert clock_of(ticket, "reply").state == "cancelled"
    classify(ticket, acting(supervisor), nature="complaint")

    again = clock_of(ticket, "reply")
    assert (again.state, again.due_at, again.ended_at) == ("running", before.due_at, None)


def test_the_pauses_had_count_for_the_new_promise_too(handler, reviewer):
    make_policy("slow", reply=(10 * 24 * 60, "minutes"), select={"priority": "normal"})
    make_policy("fast", reply=(24 * 60, "minutes"), select={"priority": "urgent"})
    ticket = make_ticket(Stage.REVIEWING)
    making.hold(ticket, at=NOW + HOUR, until=NOW + 3 * HOUR, by=acting(reviewer))
    investigate.resume(ticket, actor=SYSTEM, at=NOW + 3 * HOUR, source="round")
    classify(ticket, acting(reviewer), at=NOW + 4 * HOUR, priority="urgent")

    assert clock_of(ticket, "reply").due_at == NOW + 26 * HOUR


def test_what_becomes_statutory_while_held_goes_on_and_what_is_new_stands_still(reviewer):
    make_policy("ours", reply=(600, "minutes"), select={"priority": "normal"})
    law = make_policy("law", reply=(600, "minutes"), restore=(600, "minutes"), select={"priority": "urgent"})
    Target.objects.filter(version=law, milestone="reply").update(sort="statutory")
    ticket = make_ticket(Stage.REVIEWING)
    making.hold(ticket, at=NOW + HOUR, until=NOW + 9 * HOUR, by=acting(reviewer))
    classify(ticket, acting(reviewer), at=NOW + 2 * HOUR, priority="urgent")

    statutory = clock_of(ticket, "reply")
    assert (statutory.state, statutory.due_at) == ("running", NOW + 10 * HOUR)
    assert statutory.pauses.get().until == NOW + 2 * HOUR
    assert clock_of(ticket, "restore").state == "paused"


def test_an_acknowledgement_promised_only_now_was_given_at_receipt(complaint_policy, reviewer):
    ticket = make_ticket(nature="repair", at=NOW)  # no policy for repairs
    classify(ticket, acting(reviewer), at=NOW + HOUR)

    assert clock_of(ticket, "acknowledge").state == "met"


# Further rounds.


def test_a_second_round_has_half_the_time_and_restarts_nothing_statutory(complaint_policy):
    ticket = make_ticket(Stage.REPLIED)
    reopen(ticket, at=NOW)

    second = {clock.milestone: clock for clock in ticket.clocks.filter(round=2)}
    assert {name: clock.amount for name, clock in second.items()} == {
        "first_response": 60,  # 30 minutes would be less than an hour, and more than was promised it never is
        "dispatch": 120,
        "reply": 3,
    }
    assert second["reply"].due_at == local("2026-03-16T18:00")
    assert clock_of(ticket, "restore").state == "met", "the statutory clock of the first round stands as it ended"


@pytest.mark.parametrize(
    ("milestone", "promised", "second"),
    [
        ("reply", (1, "working_days"), 1),
        ("reply", (5, "calendar_days"), 3),
        ("reply", (600, "working_minutes"), 480),  # a working day at least
        ("dispatch", (90, "working_minutes"), 60),  # an hour at least
        ("dispatch", (30, "working_minutes"), 30),  # but never more than the first time
        ("first_response", (24 * 60, "minutes"), 12 * 60),
    ],
)
def test_half_the_time_has_a_least(milestone, promised, second):
    make_policy(**{milestone: promised})
    ticket = make_ticket(Stage.REPLIED)
    reopen(ticket)

    assert clock_of(ticket, milestone, round=2).amount == second


def test_re_classifying_in_a_second_round_counts_from_its_reopening_and_adds_nothing_old(complaint_policy, supervisor):
    urgent = {"nature": "complaint", "priority": "urgent"}
    make_policy(
        "urgent", select=urgent, statutory=["dispatch"], review=(60, "minutes"), dispatch=(60, "minutes"),
        reply=(48 * 60, "minutes"), restore=(60, "minutes"), acknowledge=(0, "minutes"),
    )  # fmt: skip
    ticket = make_ticket(Stage.REPLIED)
    reopened = NOW + 10 * 24 * HOUR
    reopen(ticket, at=reopened)
    classify(ticket, acting(supervisor), at=reopened + HOUR, priority="urgent")

    alive = {clock.milestone: clock.due_at for clock in ticket.clocks.filter(round=2) if clock.is_alive}
    assert alive == {"reply": reopened + 24 * HOUR}


def test_a_third_round_has_half_the_policy_too_not_a_quarter():
    make_policy(reply=(8, "working_days"))
    ticket = make_ticket(Stage.ARCHIVED)
    for _ in range(2):
        reopen(ticket, by=acting(making.make_staff("supervisor")))  # the customer has no third round
        Ticket.objects.filter(pk=ticket.pk).update(approved_round=ticket.round)  # as a further round needs
        reply.answer(
            ticket, actor=acting(making.make_staff("agent")), at=NOW, source="desk",
            words="Now it is.", outcome="resolved", results={},
        )  # fmt: skip

    assert clock_of(ticket, "reply", round=3).amount == 4


# Milestones reached in the field.


def test_a_milestone_reached_in_the_field_counts_from_when_it_was_reached(handler):
    make_policy(make_safe=(60, "minutes"), on_site=(30, "minutes"))
    ticket = make_ticket(Stage.INVESTIGATING, handler=handler)
    investigate.reach_milestone(
        ticket, "make_safe", actor=acting(handler), at=NOW + 2 * HOUR, reached_at=NOW + HOUR, source="desk"
    )

    clock = clock_of(ticket, "make_safe")
    assert (clock.state, clock.ended_at) == ("met", NOW + HOUR)
    ticket.refresh_from_db()
    assert (ticket.next_due_at, ticket.version) == (NOW + timedelta(minutes=30), 4), "no move, no new version"


def test_a_call_is_acknowledged_as_it_begins_however_long_it_lasts(north):
    """Received when it began, written down four minutes later: nobody was kept waiting for a word."""
    making.make_policy(acknowledge=(0, "minutes"), reply=(5, "working_days"))
    ticket = making.make_ticket(region=north, channel="phone", begun_at=making.NOW - timedelta(minutes=4))
    clock = making.clock_of(ticket, "acknowledge")
    assert (clock.state, clock.ended_at) == ("met", ticket.received_at)


def test_what_is_reached_in_the_very_minute_the_clock_began_is_written_in_minutes(north, handler):
    """Received at 20 seconds past, talked to within the minute: the field says the minute, which is not before it."""
    making.make_policy(on_site=(30, "minutes"), reply=(5, "working_days"))
    received = making.NOW + timedelta(seconds=20)
    ticket = making.make_ticket("investigating", region=north, handler=handler, at=received)
    told = {"actor": acting(handler), "at": received + timedelta(seconds=30), "source": "desk", "note": "To her son."}
    with pytest.raises(Missing):
        investigate.reach_milestone(ticket, "on_site", reached_at=making.NOW - timedelta(minutes=1), **told)
    investigate.reach_milestone(ticket, "on_site", reached_at=making.NOW, **told)
    clock = making.clock_of(ticket, "on_site")
    assert (clock.state, clock.ended_at) == ("met", received)
