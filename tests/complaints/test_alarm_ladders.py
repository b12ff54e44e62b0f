"""Who is told when of a clock is data: a ladder for each sort of promise, in versions no clock falls off."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from complaints import rounds
from complaints.choices import Stage
from complaints.models import AlarmLadder, AlarmStep, Clock
from complaints.promises import ladders
from servicecenter.models import Event
from servicecenter.seeds.defaults import seed_defaults
from tests.making import NOW, make_policy, make_ticket

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ADD = "/admin/complaints/alarmladder/add/"


def make_ladder(sort="promise", since=NOW - DAY, *steps, **waits) -> AlarmLadder:
    row = AlarmLadder.objects.create(sort=sort, number=ladders.next_number(sort), valid_from=since, **waits)
    for share, role in steps or [(60, "handler"), (100, "supervisor"), (None, "complaint_manager")]:
        AlarmStep.objects.create(ladder=row, share=share, role=role)
    ladders.forget()
    return row


def alarms_until(minutes: int) -> list[tuple[str, int]]:
    """Kind and minute of each."""
    for minute in range(minutes + 1):
        rounds.sweep_clocks(NOW + minute * MINUTE)
    events = Event.objects.filter(kind__startswith="clock.").order_by("pk")
    planned = [(one.kind[6:], datetime.fromisoformat(one.payload["planned_at"])) for one in events]
    return [(kind, round((at - NOW) / MINUTE)) for kind, at in planned]


@pytest.fixture
def hundred_minutes(db):
    return make_policy(reply=(100, "minutes"))


@pytest.fixture
def desk(administrator):
    client = Client()
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    with time_machine.travel(NOW, tick=False):
        yield client


def test_a_clock_climbs_the_ladder_of_its_sort(hundred_minutes):
    make_ladder("promise", NOW - DAY, wait=20)
    make_ladder("statutory", NOW - DAY, (30, "handler"), (100, "handler"))
    make_ticket(Stage.INVESTIGATING)
    assert alarms_until(130) == [("warned", 60), ("broken", 100), ("escalated", 120)]
    assert Clock.objects.get(milestone="reply").next_alarm_at is None


def test_a_statutory_one_has_a_ladder_of_its_own(hundred_minutes):
    hundred_minutes.targets.update(sort="statutory")
    make_ladder("promise")
    make_ladder("statutory", NOW - DAY, (30, "handler"), (100, "handler"))
    make_ticket(Stage.INVESTIGATING)
    assert alarms_until(120) == [("warned", 30), ("broken", 100)]


def test_danger_waits_for_an_answer_as_long_as_its_own_wait_says():
    make_policy(reply=(10, "minutes"))
    make_ladder(wait=20, wait_critical=3)
    make_ticket(Stage.INVESTIGATING, priority="critical")
    assert alarms_until(15)[-1] == ("escalated", 13)


def test_a_clock_that_runs_keeps_the_ladder_it_began_with(hundred_minutes):
    old = make_ladder()
    make_ticket(Stage.INVESTIGATING)
    new = make_ladder("promise", NOW + MINUTE, (10, "handler"), (100, "handler"))
    later = make_ticket(Stage.INVESTIGATING, at=NOW + 5 * MINUTE)
    assert Clock.objects.exclude(ticket=later).get(milestone="reply").ladder == old
    assert later.clocks.get(milestone="reply").ladder == new
    assert alarms_until(16) == [("warned", 15)], "the later one's only"


def test_without_any_version_it_is_as_shipped_and_the_shipped_rows_say_the_same(hundred_minutes):
    assert ladders.in_force("promise", NOW) is None
    seed_defaults()
    for sort in ("promise", "statutory", "upstream"):
        known = ladders.by_key(ladders.in_force(sort, NOW))
        assert (known.steps, known.wait, known.wait_critical) == (ladders.SHIPPED.steps, 15, 5)
    assert not [line for line in seed_defaults() if "ladder" in line], "what is there stays"


def typed(*steps, valid_from=NOW + DAY, **more) -> dict:
    local = timezone.localtime(valid_from)
    form = {
        "sort": "promise", "wait": 10, "wait_critical": 2, "valid_from_0": f"{local:%Y-%m-%d}",
        "valid_from_1": f"{local:%H:%M:%S}", "steps-TOTAL_FORMS": len(steps), "steps-INITIAL_FORMS": 0, **more,
    }  # fmt: skip
    for number, (share, role) in enumerate(steps):
        form |= {f"steps-{number}-share": "" if share is None else share, f"steps-{number}-role": role}
    return form


def test_the_administrator_makes_a_version_to_come_and_it_is_logged(desk):
    made = desk.post(ADD, typed((80, "handler"), (100, "handler"), (None, "supervisor")))
    assert made.status_code == 302, made.content.decode()
    row = AlarmLadder.objects.get()
    assert (row.number, [(one.share, one.role) for one in row.steps.all()]) == (
        1, [(80, "handler"), (100, "handler"), (None, "supervisor")],
    )  # fmt: skip
    assert Event.objects.filter(kind="configuration.changed", payload__model="complaints.alarmladder").exists()


@pytest.mark.parametrize(
    ("steps", "more", "told"),
    [
        ([(50, "handler")], {}, "Exactly one step has 100 per cent"),
        ([(100, "handler"), (100, "supervisor")], {}, "Please correct the duplicate"),
        ([(0, "handler"), (100, "handler")], {}, "greater than or equal to 1"),
        ([(100, "handler")], {"wait": 0}, "greater than or equal to 1"),
        ([(100, "handler")], {"valid_from": NOW + MINUTE}, "at least two minutes from now"),
        ([(100, "auditor")], {}, "is not one of the available choices"),
    ],
)
def test_what_would_leave_a_breach_untold_is_refused_in_words(desk, steps, more, told):
    answer = desk.post(ADD, typed(*steps, **more))
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert not AlarmLadder.objects.exists()


def test_a_version_in_force_is_shown_and_a_new_one_begins_with_its_steps(desk):
    row = make_ladder("statutory", NOW - DAY, wait=33)
    address = f"/admin/complaints/alarmladder/{row.pk}/change/"
    page = desk.get(address).content.decode()
    assert "This version is in force, so it stays as it is" in page
    assert f"{ADD}?from={row.pk}" in page
    desk.post(address, typed((100, "reviewer"), wait=1))
    row.refresh_from_db()
    assert (row.wait, row.steps.count()) == (33, 3)
    copied = desk.get(f"{ADD}?from={row.pk}").content.decode()
    assert 'value="33"' in copied
    assert 'value="60"' in copied
    assert desk.post(f"/admin/complaints/alarmladder/{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_pages_speak_chinese(desk):
    row = make_ladder()
    for address in ("/admin/complaints/alarmladder/", f"/admin/complaints/alarmladder/{row.pk}/change/"):
        page = desk.get(address, headers={"Accept-Language": "zh-hans"}).content.decode()
        assert "提醒阶梯" in page
        assert "New version" not in page


REST = "/api/v1/policies/ladders/"


def test_over_rest_administrators_read_them_with_which_is_in_force(desk, agent):
    for since in (NOW - 2 * DAY, NOW - DAY, NOW + DAY):
        make_ladder("promise", since)
    told = desk.get(REST).json()
    assert [one["standing"] for one in told] == ["ended", "in_force", "to_come"]
    assert (told[0]["sort"], [one["share"] for one in told[0]["steps"]]) == ("promise", [60, 100, None])
    other = Client()
    other.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    assert other.get(REST).status_code == other.post(REST).status_code == 403


def said(*steps, **more) -> dict:
    rows = [{"share": share, "role": role} for share, role in steps]
    return {"sort": "promise", "valid_from": (NOW + DAY).isoformat(), "wait": 20, "steps": rows, **more}


def test_over_rest_a_version_to_come_is_made_and_logged_as_on_the_page(desk):
    made = desk.post(REST, said((80, "handler"), (100, "handler"), (None, "supervisor")), "application/json")
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["number"], told["standing"], told["wait"], told["wait_critical"]) == (1, "to_come", 20, 5)
    row = AlarmLadder.objects.get()
    steps = [(one.share, one.role) for one in row.steps.all()]
    assert steps == [(80, "handler"), (100, "handler"), (None, "supervisor")]
    event = Event.objects.get(kind="configuration.changed")
    assert (event.source, event.payload["pk"], event.payload["after"]["wait"]) == ("api", row.pk, 20)
    assert [one["after"]["role"] for one in event.payload["rows"]] == ["handler", "handler", "supervisor"]
    assert desk.get(f"/admin/complaints/alarmladder/{row.pk}/history/").status_code == 200


@pytest.mark.parametrize(
    ("body", "field", "told"),
    [
        (said((50, "handler")), "steps", "Exactly one step has 100 per cent"),
        (said(), "steps", "Exactly one step has 100 per cent"),
        (said((100, "handler"), (100, "supervisor")), "steps", "Two steps have the same share."),
        (said((0, "handler"), (100, "handler")), "steps", "1. share: Ensure this value is greater"),
        (said((100, "auditor")), "steps", "1. role: Select a valid choice"),
        (said((100, "handler"), wait=0), "wait", "greater than or equal to 1"),
        (said((100, "handler"), wait="20"), "wait", "whole number"),
        (said((100, "handler"), valid_from=(NOW + MINUTE).isoformat()), "valid_from", "at least two minutes"),
        (said((100, "handler"), sort="promises"), "sort", "Select a valid choice"),
        (said((100, "handler"), number=7), "number", "There is no such field."),
        ({"steps": [{"shares": 100}]}, "steps", "There is no such field."),
        ({"steps": 7}, "steps", "list of objects"),
        ({"steps": [{"share": 1, "role": "handler"}] * 21}, "steps", "At most 20."),
    ],
)
def test_over_rest_what_would_leave_a_breach_untold_is_refused_by_field(desk, body, field, told):
    answer = desk.post(REST, body, "application/json")
    assert answer.status_code == 400
    assert told in answer.json()["errors"][field][0]
    assert not AlarmLadder.objects.exists()
    assert not Event.objects.filter(kind="configuration.changed").exists()


def test_over_rest_the_refusal_speaks_chinese(desk):
    refused = desk.post(
        REST, said((100, "handler"), (100, "handler")), "application/json", headers={"Accept-Language": "zh-hans"}
    )
    assert refused.json()["errors"]["steps"] == ["有两个步骤的百分比相同。"]


def test_over_rest_no_two_versions_of_a_sort_begin_at_one_moment(desk):
    assert desk.post(REST, said((100, "handler")), "application/json").status_code == 201
    twice = desk.post(REST, said((100, "handler")), "application/json")
    assert twice.status_code == 400
    assert "Another version of this sort begins at that moment." in str(twice.json()["errors"])
    assert AlarmLadder.objects.count() == 1


def test_over_rest_one_to_come_is_corrected_or_taken_back_and_one_in_force_stays(desk):
    row, running = make_ladder("promise", NOW + DAY), make_ladder("promise", NOW - DAY)
    one = f"{REST}{row.pk}/"
    steps = said((100, "handler"))["steps"]
    changed = desk.patch(one, {"wait": 7, "steps": steps}, "application/json")
    assert (changed.status_code, changed.json()["wait"], len(changed.json()["steps"])) == (200, 7, 1)
    refused = desk.patch(one, {"steps": said((50, "handler"))["steps"]}, "application/json")
    assert "Exactly one step has 100 per cent" in str(refused.json()["errors"]["steps"])
    fixed = desk.patch(f"{REST}{running.pk}/", {"wait": 7}, "application/json")
    assert (fixed.status_code, fixed.json()["code"]) == (409, "in_force")
    assert [desk.delete(f"{REST}{key}/").status_code for key in (running.pk, row.pk, row.pk)] == [409, 204, 404]
    told = [event.payload["change"] for event in Event.objects.filter(kind="configuration.changed").order_by("pk")]
    assert told == ["changed", "deleted"]
