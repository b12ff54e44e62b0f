"""The callbacks workbench: who waits, when they welcome a call, each result by one key, also over REST."""

from datetime import timedelta

import pytest

from complaints.aftercare import callback_rules
from complaints.calling import call_times
from complaints.models import Callback, CallbackRule
from customers.models import ContactPoint
from servicecenter.models import Event
from tests import making
from tests.making import NOW, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(north, handler, at_ten):
    """Mei Chen's complaint, answered by Hana this morning; she is to be rung."""
    making.make_callback_rule()
    making.make_policy(reply=(5, "working_days"), callback=(3, "working_days"), archive=(5, "working_days"))
    ticket = make_ticket("investigating", region=north, handler=handler, contact="+86 138 0013 8000")
    making.advance(ticket, "replied", by=making.acting(handler))
    return ticket


def test_the_list_shows_who_may_be_rung_now_and_keeps_the_number_until_it_is_asked_for(waiting, agent, as_staff):
    desk = as_staff(agent)
    page = desk.get("/desk/callbacks/").content.decode()
    assert "Mei Chen" in page
    assert "In their hours now" in page
    assert "8613800138000" not in page
    shown = desk.post(f"/desk/callbacks/{waiting.number}/", {"reveal": "yes"}).content.decode()
    assert "tel:+8613800138000" in shown
    assert Event.objects.filter(kind="contact.revealed", actor_id=agent.pk).exists()


def test_one_button_writes_an_attempt_and_offers_the_next_tomorrow(waiting, agent, as_staff):
    desk = as_staff(agent)
    kept = desk.post(f"/desk/callbacks/{waiting.number}/", {"version": waiting.version, "outcome": "no_answer"})
    assert kept.status_code == 302
    callback = Callback.objects.get()
    assert callback.next_at == NOW.replace(hour=1) + timedelta(days=1), "nine o'clock tomorrow"
    assert "Another day" in desk.get("/desk/callbacks/").content.decode()


def test_answers_without_a_level_are_asked_for_and_their_words_kept(waiting, agent, as_staff):
    data = {"version": waiting.version, "outcome": "reached", "result": "satisfied", "words": "All is well."}
    page = as_staff(agent).post(f"/desk/callbacks/{waiting.number}/", data)
    assert page.status_code == 422
    assert "Ask how satisfied they are with the service." in page.content.decode()
    assert "All is well." in page.content.decode()


def test_who_handled_it_is_told_so_and_finds_no_buttons(waiting, handler, north, as_staff):
    making.RoleHeld.objects.create(user=handler, role="agent", region=north, since=making.LONG_AGO)
    page = as_staff(handler).get(f"/desk/callbacks/{waiting.number}/").content.decode()
    assert "Whoever handled it does not ask the customer about it." in page
    assert 'value="no_answer"' not in page


def test_their_own_hours_are_kept_and_heeded(waiting, agent, as_staff):
    data = {"version": waiting.version, "outcome": "later", "next_at": "2026-03-12T16:00",
            "calls_from": "15:00", "calls_until": "17:00"}  # fmt: skip
    assert as_staff(agent).post(f"/desk/callbacks/{waiting.number}/", data).status_code == 302
    assert ContactPoint.objects.get().hours == "15:00–17:00"
    page = as_staff(agent).get("/desk/callbacks/").content.decode()
    assert "Calls welcome 15:00–17:00." in page


def test_nobody_waits(agent, as_staff):
    assert "Nobody waits to be called back." in as_staff(agent).get("/desk/callbacks/").content.decode()


@pytest.mark.parametrize(
    ("hours", "read"),
    [("15:00–17:00", ("15:00", "17:00")), ("7:00-22:30", ("09:00", "20:00")), ("after work", ("09:00", "20:00")),
     ("晚上18:00至19:30", ("18:00", "19:30")), ("21:00-23:00", ("09:00", "20:00"))],
)  # fmt: skip
def test_hours_are_read_as_written_within_ours(hours, read):
    assert tuple(f"{one:%H:%M}" for one in call_times.hours_of(ContactPoint(hours=hours))) == read


def test_one_enquiry_in_ten_is_drawn_by_its_number_and_drawn_again_the_same():
    numbers = [f"2603-{number:06d}-0" for number in range(2000)]
    drawn = [one for one in numbers if callback_rules.is_drawn(one, 10)]
    assert 150 < len(drawn) < 250
    assert drawn == [one for one in numbers if callback_rules.is_drawn(one, 10)]
    assert set(drawn) <= {one for one in numbers if callback_rules.is_drawn(one, 20)}


def test_the_most_particular_rule_counts(waiting):
    CallbackRule.objects.all().delete()
    making.make_callback_rule("complaints", nature="complaint", first="message")
    making.make_callback_rule("danger", priority="critical")
    assert callback_rules.choose(waiting).code == "complaints"
    waiting.priority = "critical"
    assert callback_rules.choose(waiting).code == "danger"
    waiting.nature, waiting.priority = "praise", "normal"
    assert callback_rules.choose(waiting) is None
