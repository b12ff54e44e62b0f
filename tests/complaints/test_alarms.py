"""Alarms: warnings before the due time, then who is told while nobody answers, each exactly once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from complaints import rounds
from complaints.choices import Stage
from complaints.models import Clock, Ticket
from complaints.stages import investigate, review
from servicecenter import duty
from servicecenter.actors import SYSTEM
from servicecenter.models import Event, Outbox
from tests import making
from tests.making import NOW, acting, clock_of, make_policy, make_ticket, put_on_duty

pytestmark = pytest.mark.django_db
ALDERPORT = ZoneInfo("Asia/Shanghai")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ALDERPORT)


def alarms(*, since: datetime = NOW) -> list[tuple[str, int]]:
    """Kind and minutes after `since` at which each was planned, in order."""
    told = []
    for event in Event.objects.filter(kind__startswith="clock.").order_by("pk"):
        planned = datetime.fromisoformat(event.payload["planned_at"])
        told.append((event.kind.removeprefix("clock."), round((planned - since) / MINUTE)))
    return told


def sweep_until(end: datetime, *, start: datetime = NOW, step: timedelta = MINUTE) -> None:
    now = start
    while now <= end:
        rounds.sweep_clocks(now)
        now += step


@pytest.fixture
def hundred_minutes(db):
    return make_policy(reply=(100, "minutes"))


def test_the_whole_ladder_of_a_ticket_nobody_touches(hundred_minutes):
    make_ticket(Stage.INVESTIGATING)
    sweep_until(NOW + 4 * HOUR)

    assert alarms() == [
        ("warned", 50), ("warned", 75), ("warned", 90), ("broken", 100),
        ("escalated", 115), ("escalated", 130), ("escalated", 145),
    ]  # fmt: skip
    assert Clock.objects.get(milestone="reply").next_alarm_at is None


def test_swept_late_each_step_keeps_its_own_moment_and_twice_changes_nothing(hundred_minutes):
    make_ticket()
    assert rounds.sweep_clocks(NOW + 10 * HOUR)
    told = alarms()
    assert [minutes for _, minutes in told] == [50, 75, 90, 100, 115, 130, 145]

    assert not rounds.sweep_clocks(NOW + 10 * HOUR)
    assert not rounds.sweep_clocks(NOW + 20 * HOUR)
    assert alarms() == told


def test_the_half_time_warning_is_only_for_what_nobody_opened(hundred_minutes, handler):
    ticket = make_ticket()
    review.start_review(ticket, actor=acting(making.make_staff("agent")), at=NOW + MINUTE, source="desk")
    sweep_until(NOW + 100 * MINUTE)

    assert alarms() == [("warned", 75), ("warned", 90), ("broken", 100)]


def test_a_colleague_who_passed_it_on_has_not_opened_it_for_the_next(reviewer):
    make_policy(accept=(100, "minutes"))
    make_ticket(Stage.DISPATCHED, by=acting(reviewer))
    sweep_until(NOW + 60 * MINUTE)

    assert alarms() == [("warned", 50)]


def test_in_danger_an_unanswered_alarm_climbs_after_five_minutes(hundred_minutes):
    make_ticket(priority="critical")
    sweep_until(NOW + 3 * HOUR)

    assert alarms()[3:] == [("broken", 100), ("escalated", 105), ("escalated", 110), ("escalated", 115)]
    assert {event.payload["critical"] for event in Event.objects.filter(kind__startswith="clock.")} == {True}


def test_an_answered_alarm_climbs_no_further(hundred_minutes, handler):
    ticket = make_ticket(Stage.INVESTIGATING, handler=handler)
    sweep_until(NOW + 101 * MINUTE)
    investigate.escalate(ticket, actor=acting(handler), at=NOW + 105 * MINUTE, source="desk")
    sweep_until(NOW + 4 * HOUR, start=NOW + 106 * MINUTE)

    assert alarms()[-1] == ("broken", 100)
    assert clock_of(ticket, "reply").next_alarm_at is None


def test_a_clock_that_ended_is_never_heard_of_again(hundred_minutes):
    ticket = make_ticket(Stage.INVESTIGATING)
    making.advance(ticket, Stage.REPLIED, at=NOW + 10 * MINUTE)
    sweep_until(NOW + 4 * HOUR, step=10 * MINUTE)

    assert alarms() == []
    assert clock_of(ticket, "reply").state == "met"


def test_the_escalation_of_a_daytime_matter_waits_for_opening():
    make_policy(reply=(1, "working_days"))
    make_ticket(Stage.INVESTIGATING)
    sweep_until(local("2026-03-13T12:00"), step=5 * MINUTE)

    assert alarms(since=local("2026-03-12T18:00"))[-4:] == [
        ("broken", 0),  # Thursday at closing
        ("escalated", 15 * 60 + 15),  # Friday 09:15
        ("escalated", 15 * 60 + 30),
        ("escalated", 15 * 60 + 45),
    ]


def test_a_warning_in_calendar_days_waits_for_opening_unless_that_would_be_too_late():
    make_policy(reply=(3, "calendar_days"))
    make_ticket(Stage.INVESTIGATING)  # on Wednesday at 10:00; due on Saturday at 24:00
    sweep_until(local("2026-03-16T10:00"), step=5 * MINUTE)

    planned = [datetime.fromisoformat(one.payload["planned_at"]) for one in Event.objects.filter(kind__startswith="c")]
    assert [at.astimezone(ALDERPORT).strftime("%a %H:%M") for at in planned] == [
        "Fri 09:00",  # half of the time was over at 05:00
        "Sat 02:30",  # before the next opening it is due
        "Sat 15:24",
        "Sun 00:00",
        "Mon 09:15",
        "Mon 09:30",
        "Mon 09:45",
    ]


def test_a_hold_stops_the_alarms_too(hundred_minutes, handler):
    ticket = make_ticket(Stage.INVESTIGATING, handler=handler)
    making.hold(ticket, at=NOW + 10 * MINUTE, until=NOW + 5 * HOUR, by=acting(handler))
    sweep_until(NOW + 5 * HOUR, step=10 * MINUTE)
    assert alarms() == []

    investigate.resume(ticket, actor=SYSTEM, at=NOW + 5 * HOUR, source="round")
    sweep_until(NOW + 12 * HOUR, start=NOW + 5 * HOUR)
    assert ("broken", 100 + 290) in alarms()


def test_resumed_after_the_breach_the_ladder_goes_on_from_there_step_by_step(hundred_minutes, handler):
    ticket = make_ticket(Stage.INVESTIGATING, handler=handler)
    sweep_until(NOW + 100 * MINUTE)
    making.hold(ticket, at=NOW + 101 * MINUTE, until=NOW + 5 * HOUR, by=acting(handler))
    investigate.resume(ticket, actor=SYSTEM, at=NOW + 5 * HOUR, source="round")
    Ticket.objects.update(touched_at=None)  # as if nobody had
    sweep_until(NOW + 6 * HOUR, start=NOW + 5 * HOUR)

    assert alarms()[-3:] == [("escalated", 315), ("escalated", 330), ("escalated", 345)]


def test_past_due_by_re_classification_it_is_told_once_and_says_so(reviewer):
    make_policy("slow", reply=(10 * 60, "minutes"), select={"priority": "normal"})
    make_policy("fast", reply=(60, "minutes"), select={"priority": "urgent"})
    ticket = make_ticket(Stage.REVIEWING)
    moment = NOW + 2 * HOUR
    review.classify(
        ticket, actor=acting(reviewer), at=moment, source="desk", nature="complaint", category=None, priority="urgent"
    )
    sweep_until(moment + 3 * HOUR, start=moment)

    assert alarms() == [("broken", 120)], "now, not at a moment nobody could have kept"
    event = Event.objects.get(kind="clock.broken")
    assert event.payload["recomputed"]
    assert datetime.fromisoformat(event.payload["due_at"]) == NOW + HOUR


def test_after_a_re_classification_only_the_last_missed_warning_is_given(reviewer):
    make_policy("slow", reply=(1000, "minutes"), select={"priority": "normal"})
    make_policy("fast", reply=(100, "minutes"), select={"priority": "urgent"})
    ticket = make_ticket(Stage.REVIEWING)
    review.classify(
        ticket, actor=acting(reviewer), at=NOW + 95 * MINUTE, source="desk",
        nature="complaint", category=None, priority="urgent",
    )  # fmt: skip
    sweep_until(NOW + 99 * MINUTE, start=NOW + 95 * MINUTE)

    assert alarms() == [("warned", 90)]


def test_a_calendar_that_came_to_its_end_silences_no_alarm():
    ended = making.make_calendar("closed", hours={"mon": []}, workdays={"2026-03-11": [["09:00", "11:00"]]})
    make_policy(reply=(60, "working_minutes"), calendar=ended)
    make_ticket()
    sweep_until(NOW + 3 * HOUR)

    assert [kind for kind, _ in alarms()].count("escalated") == 3


# Whom it reaches.


def people(kind: str) -> list[list[int]]:
    return [event.payload["people"] for event in Event.objects.filter(kind=kind).order_by("pk")]


def test_warnings_go_to_the_handler_and_the_ladder_to_who_is_on_duty_now(
    hundred_minutes, handler, coordinator, supervisor, complaint_manager, north
):
    relief = making.make_staff("supervisor", name="rosa", region=north, on_duty=True)
    put_on_duty(coordinator, "coordinator", region=north, until=NOW + 110 * MINUTE)
    make_ticket(Stage.INVESTIGATING, handler=handler)
    sweep_until(NOW + 4 * HOUR)

    assert people("clock.warned") == [[handler.pk]] * 3
    assert people("clock.broken") == [[handler.pk]]
    assert people("clock.escalated") == [[coordinator.pk], [relief.pk], [complaint_manager.pk]]


def test_without_a_handler_it_goes_to_who_can_give_it_one(hundred_minutes, reviewer, coordinator, network):
    make_ticket()
    rounds.sweep_clocks(NOW + 50 * MINUTE)
    make_ticket(Stage.DISPATCHED, team=network)
    rounds.sweep_clocks(NOW + 50 * MINUTE)

    assert people("clock.warned") == [[reviewer.pk], [coordinator.pk]]


def test_on_duty_beats_holding_the_role_and_nobody_means_one_level_up(north, south, supervisor, complaint_manager):
    assert duty.reach("coordinator", north.pk, NOW) == ("supervisor", [supervisor.pk])
    assert duty.reach("coordinator", south.pk, NOW) == ("complaint_manager", [complaint_manager.pk])
    on = making.make_staff("supervisor", name="uma", region=north)
    put_on_duty(on, "supervisor", region=north)
    assert duty.reach("supervisor", north.pk, NOW) == ("supervisor", [on.pk])
    assert duty.reach("supervisor", north.pk, NOW + 6 * HOUR) == ("supervisor", sorted([supervisor.pk, on.pk]))
    complaint_manager.is_active = False
    complaint_manager.save()
    assert duty.reach("supervisor", south.pk, NOW) == ("administrator", [])


def test_an_escalation_by_hand_reaches_one_level_up_then_two(handler, supervisor, complaint_manager):
    ticket = make_ticket(Stage.INVESTIGATING, handler=handler)
    for _ in range(3):
        investigate.escalate(ticket, actor=acting(handler), at=NOW, source="desk")

    assert people("ticket.escalated") == [[supervisor.pk], [complaint_manager.pk], [complaint_manager.pk]]
    assert (ticket.escalation_level, ticket.version) == (2, 4), "an open form still fits"


def test_the_alarm_is_owed_to_the_channels_in_the_same_breath(hundred_minutes, reviewer):
    make_ticket()
    rounds.sweep_clocks(NOW + 50 * MINUTE)
    assert Outbox.objects.filter(event__kind="clock.warned", subscriber="notices").count() == 1


def test_replayed_clocks_are_left_to_the_replay(hundred_minutes):
    make_ticket(source="replay")
    assert not rounds.sweep_clocks(NOW + 10 * HOUR)
    assert rounds.sweep(NOW + 10 * HOUR, replayed=True)
    assert {event.source for event in Event.objects.filter(kind__startswith="clock.")} == {"replay"}
