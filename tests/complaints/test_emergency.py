"""Danger on the line: one key, the card in its order, three facts, a crew; nothing stands in the way."""

import json
from datetime import timedelta

import pytest

from complaints import actions
from complaints.models import Contact, EmergencyCall, SafetyCard, Ticket
from complaints.refusals import Missing, NotYours
from complaints.stages import emergency_over
from servicecenter.models import Event, Team
from tests import making
from tests.making import NOW, acting, make_category, make_reason, make_ticket

pytestmark = [pytest.mark.django_db]
FACTS = {"place": "22 Linden Court", "callback": "+86 138 0013 8000", "hazard": "Gas in the stairwell."}


@pytest.fixture
def card(db, network):
    steps = [{"en": f"Step {n}", "zh-hans": f"第{n}步"} for n in range(1, 6)]
    category = make_category("gas-leak", nature="repair")
    return SafetyCard.objects.create(
        code="gas", labels=making.named("Smell of gas"), category=category, steps=steps, team=network
    )


@pytest.fixture
def desk(as_staff, agent, card):
    return as_staff(agent)


def begin(desk) -> EmergencyCall:
    answer = desk.get("/desk/emergency/")
    assert answer.status_code == 302
    return EmergencyCall.objects.get(pk=answer.url.rstrip("/").rpartition("/")[2])


def address(call: EmergencyCall, then: str = "") -> str:
    return f"/desk/emergency/{call.pk}/{then}"


def test_one_press_opens_the_card_in_its_order(desk, at_ten):
    page = desk.get("/desk/emergency/", follow=True).content.decode()
    places = [page.index(f"Step {n}") for n in range(1, 6)]
    assert places == sorted(places)
    assert "Not approved yet" in page, "nobody's card until the engineer has approved it"
    assert "required" not in page.partition("<main")[2], "no field must be filled"


def test_each_step_is_kept_with_the_moment_it_was_said(desk, at_ten):
    call = begin(desk)
    desk.post(address(call), {"said": ["1"], **FACTS})
    at_ten.move_to(NOW + timedelta(seconds=40))
    desk.post(address(call), {"said": ["1", "2"], **FACTS})
    call.refresh_from_db()
    assert call.said == {"1": NOW.isoformat(), "2": (NOW + timedelta(seconds=40)).isoformat()}
    assert (call.place, call.callback) == ("22 Linden Court", "+86 138 0013 8000")


def test_a_crew_goes_with_everything_empty_and_the_trail_names_what_is_missing(desk, at_ten, network):
    call = begin(desk)
    assert desk.post(address(call, "dispatch/"), {}).status_code == 302
    ticket = Ticket.objects.get()
    assert (ticket.stage, ticket.team, ticket.priority, ticket.emergency_open) == (
        "dispatched", network, "critical", True,
    )  # fmt: skip
    sent = Event.objects.get(kind="ticket.emergency_dispatched")
    assert sent.payload["missing"] == ["place", "callback"]
    assert desk.get(address(call)).status_code == 200, "the card stays open after the dispatch"


def test_a_number_nobody_can_read_does_not_keep_the_crew(desk, at_ten):
    call = begin(desk)
    desk.post(address(call, "dispatch/"), FACTS | {"callback": "zero one something"})
    assert Ticket.objects.get().stage == "dispatched"
    call.refresh_from_db()
    assert call.callback == "zero one something"


def test_pressed_twice_it_is_one_ticket(desk, at_ten):
    call = begin(desk)
    for _ in range(2):
        desk.post(address(call, "dispatch/"), FACTS)
    assert Ticket.objects.count() == 1


def test_what_the_crew_said_back_is_kept(desk, at_ten):
    call = begin(desk)
    desk.post(address(call, "dispatch/"), FACTS | {"read_back": ["place", "hazard"], "said": ["1"]})
    payload = Event.objects.get(kind="ticket.emergency_dispatched").payload
    assert payload["read_back"] == ["place", "hazard"]
    assert payload["steps"] == {"1": NOW.isoformat()}
    assert FACTS["callback"] not in json.dumps(payload), "no contact in the trail"


def test_a_dropped_call_is_rung_back_three_times_and_each_attempt_is_kept(desk, at_ten):
    call = begin(desk)
    desk.post(address(call, "lost/"), {**FACTS, "reached": "no"})
    desk.post(address(call, "dispatch/"), FACTS)
    for reached in ("no", "no"):
        assert desk.post(address(call, "lost/"), {**FACTS, "reached": reached}).status_code == 302
    assert desk.post(address(call, "lost/"), {**FACTS, "reached": "no"}).status_code == 409
    call.refresh_from_db()
    assert len(call.attempts) == 3
    assert Event.objects.filter(kind="emergency.rung_back").count() == 2
    assert Event.objects.get(kind="ticket.emergency_dispatched").payload["attempts"] == 1


@pytest.fixture
def ends(db):
    for code in ("answered", "silent", "other", "registered"):
        make_reason("contact_outcome", code)


def test_a_call_that_needs_no_crew_says_how_it_ended_and_stands_in_the_log(desk, at_ten, agent, ends):
    call = begin(desk)
    at_ten.move_to(NOW + timedelta(minutes=4))
    assert "Over, and nobody needs to go" in desk.get(address(call)).content.decode()

    assert desk.post(address(call, "over/"), {**FACTS, "outcome": "answered"}).url == "/desk/"

    contact = Contact.objects.get()
    assert (contact.agent, contact.direction, contact.outcome.code) == (agent, "in", "answered")
    assert (contact.started_at, contact.ended_at) == (NOW, NOW + timedelta(minutes=4))
    assert contact.note == "22 Linden Court\nGas in the stairwell."
    assert not Ticket.objects.exists()


def test_the_next_call_is_a_call_of_its_own(desk, at_ten, ends):
    silent = begin(desk)
    assert begin(desk) == silent, "a second press is no second call"
    desk.post(address(silent, "over/"), {"outcome": "silent"})
    assert begin(desk) != silent


@pytest.mark.parametrize("outcome", ["", "registered", "nonsense"])
def test_how_it_ended_must_be_said_and_what_was_typed_stays(desk, at_ten, ends, outcome):
    call = begin(desk)
    answer = desk.post(address(call, "over/"), {**FACTS, "outcome": outcome})

    assert answer.status_code == 422
    assert "Gas in the stairwell." in answer.content.decode()
    assert not Contact.objects.exists()


def test_a_crew_once_sent_the_call_is_logged_with_its_ticket_and_ends_no_other_way(desk, at_ten, ends):
    call = begin(desk)
    desk.post(address(call, "dispatch/"), FACTS)

    assert desk.post(address(call, "over/"), {**FACTS, "outcome": "silent"}).status_code == 409
    assert Contact.objects.get().outcome.code == "registered"


def test_a_call_left_behind_stands_in_the_log_after_an_hour_once_and_is_put_right_later(desk, at_ten, ends):
    call = begin(desk)
    at_ten.move_to(NOW + timedelta(seconds=50))
    desk.post(address(call), {"said": ["1"], **FACTS})

    assert not emergency_over.log_left(NOW + timedelta(minutes=59))
    assert emergency_over.log_left(NOW + timedelta(hours=1))
    assert not emergency_over.log_left(NOW + timedelta(hours=2))

    contact = Contact.objects.get()
    assert (contact.outcome.code, contact.ended_at) == ("other", NOW + timedelta(seconds=50))
    desk.post(address(call, "over/"), {**FACTS, "outcome": "silent"})
    contact.refresh_from_db()
    assert contact.outcome.code == "silent"
    desk.post(address(call, "dispatch/"), FACTS)
    contact.refresh_from_db()
    assert (contact.outcome.code, contact.tickets.get()) == ("registered", Ticket.objects.get())


def test_another_s_call_and_another_role_s_key_open_nothing(desk, at_ten, as_staff, handler, reviewer, card):
    call = begin(desk)
    assert as_staff(reviewer).get(address(call)).status_code == 404
    assert as_staff(handler).get("/desk/emergency/").status_code == 404


def test_within_the_hour_somebody_else_confirms_it(north, agent, supervisor, card):
    making.make_policy(accept=(3, "minutes"), dispatch=(3, "minutes"))
    ticket = make_ticket(region=north)

    def do(name, by, **data):
        return actions.perform(ticket, name, data, actor=acting(by), at=NOW, source="desk", version=None)

    sent = do("dispatch_emergency", agent, team=Team.objects.get().code, hazard="Gas.")
    assert sent.payload["people"] == [supervisor.pk]
    assert making.clock_of(ticket, "confirm").due_at == NOW + timedelta(hours=1)
    making.RoleHeld.objects.create(user=agent, role="supervisor", region=north, since=making.LONG_AGO)
    agent.refresh_from_db()
    agent._held = None
    judged = {"nature": "repair", "category": "gas-leak", "priority": "critical"}
    with pytest.raises(NotYours, match="dispatched"):
        do("confirm_emergency", agent, **judged)
    with pytest.raises(Missing) as told:
        do("confirm_emergency", supervisor, **judged)
    assert "no longer calling it a complaint" in str(told.value.errors["opinion"])
    do("confirm_emergency", supervisor, **judged, opinion="She only wants it shut off.")
    assert (ticket.nature, ticket.emergency_open) == ("repair", False)
    assert making.clock_of(ticket, "confirm").state == "met"


def test_an_emergency_nobody_confirms_stands_among_the_approvals(as_staff, at_ten, north, agent, supervisor, card):
    ticket = make_ticket(region=north)
    data = {"team": Team.objects.get().code}
    actions.perform(ticket, "dispatch_emergency", data, actor=acting(agent), at=NOW, source="desk", version=None)
    desk = as_staff(supervisor)
    assert "Is it one?" in desk.get("/desk/approvals/").content.decode()
    judged = {"nature": "repair", "category": "gas-leak", "priority": "critical", "version": ticket.version,
              "opinion": "It is a repair: she says so."}  # fmt: skip
    desk.post(f"/desk/approvals/{ticket.number}/emergency/", judged)
    ticket.refresh_from_db()
    assert ticket.emergency_open is False
