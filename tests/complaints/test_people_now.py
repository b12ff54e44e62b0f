"""People now, and tickets that change hands: a number opens exactly its tickets, a refusal is told by ticket."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints import actions
from complaints.desk import people_now
from complaints.models import Ticket
from complaints.queries import visible_to
from complaints.refusals import Missing
from servicecenter.models import Event
from tests import making
from tests.api.conftest import Caller, caller
from tests.making import NOW, acting, make_ticket

pytestmark = pytest.mark.django_db
PEOPLE, REASSIGN, API = "/desk/people/", "/desk/reassign/", "/api/v1/reassignments/"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


def at_the_desk(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def colleague(north, network):
    return making.make_staff("handler", name="hugo", region=north, team=network, on_duty=True)


@pytest.fixture
def busy(north, south, handler, agent):
    """Hana has four: overdue, due in forty minutes, tonight, next week; and one that she has answered."""
    making.put_on_duty(handler, "handler")
    making.put_on_duty(agent, "agent", region=north)
    for code, minutes in (("critical", 20), ("urgent", 70), ("low", 300)):
        making.make_policy(code, reply=(minutes, "minutes"), select={"priority": code})
    making.make_policy("slow", reply=(9, "working_days"))
    mine = {"region": north, "handler": handler}
    return {
        "overdue": make_ticket("investigating", at=NOW - HOUR / 2, priority="critical", **mine),
        "hour": make_ticket("investigating", at=NOW - HOUR / 2, priority="urgent", **mine),
        "today": make_ticket("dispatched", at=NOW, priority="low", **mine),
        "later": make_ticket("investigating", at=NOW, **mine),
        "answered": make_ticket("replied", at=NOW, **mine),
        "south": make_ticket("investigating", at=NOW, region=south, handler=handler),
    }


def ticked(*tickets: Ticket) -> list[str]:
    return [f"{one.number}:{Ticket.objects.get(pk=one.pk).version}" for one in tickets]


def handler_of(ticket: Ticket):
    return Ticket.objects.get(pk=ticket.pk).handler


def test_every_number_of_a_person_opens_exactly_those_tickets(supervisor, handler, busy):
    desk = at_the_desk(supervisor)
    page = desk.get(PEOPLE).content.decode()
    found = re.findall(r'<a href="(/desk/\?view=all&amp;handler=hana[^"]*)">(\d+)</a>', page)
    assert [int(count) for _address, count in found] == [4, 1, 1, 1]
    for address, count in found:
        listed = desk.get(address.replace("&amp;", "&")).content.decode()
        assert len(set(re.findall(r'"/desk/tickets/([\d-]+)/"', listed))) == int(count), address


def test_last_seen_is_told_by_the_trail(supervisor, handler, agent, busy):
    actions.perform(
        busy["later"], "escalate", {"reason": making.make_reason("escalation").code}, actor=acting(handler),
        at=NOW - timedelta(minutes=5), source="desk", version=None,
    )  # fmt: skip
    found = {one.user: one for one in people_now.people(supervisor, visible_to(supervisor, NOW), NOW)}
    assert found[handler].last_at == NOW - timedelta(minutes=5)
    assert found[handler].active
    assert (found[agent].last_at, found[agent].active) == (None, False)


def test_a_program_with_the_same_id_is_not_taken_for_somebody_at_work(supervisor, agent, busy):
    client, _key = making.make_client("hotline")
    type(client).objects.filter(pk=client.pk).update(id=agent.pk)
    client = type(client).objects.get(pk=agent.pk)
    reason = {"reason": making.make_reason("escalation").code}
    actor = making.actors.client(client)
    actions.perform(busy["later"], "escalate", reason, actor=actor, at=NOW, source="api", version=None)
    found = {one.user: one for one in people_now.people(supervisor, visible_to(supervisor, NOW), NOW)}
    assert found[agent].last_at is None


def test_who_is_off_duty_with_tickets_in_hand_is_not_forgotten(supervisor, other_handler, north, busy):
    make_ticket("investigating", region=north, handler=other_handler, team=other_handler.team)
    page = at_the_desk(supervisor).get(PEOPLE).content.decode()
    assert "Off duty, with tickets in hand" in page
    assert "Otto Lin" in page


def test_a_coordinator_sees_their_department_and_nobody_else(coordinator, handler, agent, busy):
    page = at_the_desk(coordinator).get(PEOPLE).content.decode()
    assert "?person=hana" in page
    assert "?person=ada" not in page


@pytest.mark.parametrize("role", ["agent", "handler", "reviewer", "auditor", "administrator"])
def test_others_neither_look_nor_hand_on(role, north, busy):
    desk = at_the_desk(making.make_staff(role, region=north))
    assert desk.get(PEOPLE).status_code == desk.get(f"{REASSIGN}").status_code == 403
    assert desk.post(f"{REASSIGN}give/", {}).status_code == desk.post(f"{REASSIGN}back/", {}).status_code == 403
    assert Caller(http=desk).get("/api/v1/people/").status_code == 403
    assert Caller(http=desk).post(API, {}).status_code == 403


def test_some_change_hands_and_the_others_say_why_not(supervisor, handler, colleague, busy):
    wanted = ticked(busy["hour"], busy["today"])
    stale = f"{busy['later'].number}:{busy['later'].version - 1}"
    foreign = f"{busy['south'].number}:1"
    answer = at_the_desk(supervisor).post(
        f"{REASSIGN}give/",
        {"ticket": [*wanted, stale, foreign, *ticked(busy["answered"])], "to": "hugo", "why": "Hana is ill."},
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "2 tickets given to Hugo Lin" in page
    assert "3 tickets stay where they were" in page
    assert "Someone else changed this ticket first." in page
    assert "There is no such ticket, or not for you." in page
    assert "not possible at the stage “Replied”" in page
    assert handler_of(busy["hour"]) == handler_of(busy["today"]) == colleague
    assert handler_of(busy["later"]) == handler_of(busy["south"]) == handler
    events = Event.objects.filter(kind="ticket.reassigned")
    assert [one.subject_id for one in events.order_by("id")] == sorted([busy["hour"].pk, busy["today"].pk])
    assert {(one.payload["handler"], one.payload["had_by"]) for one in events} == {(colleague.pk, handler.pk)}


def test_it_is_taken_back_to_whoever_had_it(supervisor, handler, colleague, busy):
    desk = at_the_desk(supervisor)
    given = desk.post(
        f"{REASSIGN}give/", {"ticket": ticked(busy["hour"], busy["today"]), "to": "-", "why": "Hana is ill."}
    ).content.decode()
    assert "2 tickets back in their department" in given
    assert [handler_of(busy[one]) for one in ("hour", "today")] == [None, None]
    assert Ticket.objects.get(pk=busy["hour"].pk).stage == "dispatched"
    back = re.findall(r'name="back" value="([^"]+)"', given)
    answer = desk.post(f"{REASSIGN}back/", {"back": back})
    assert "2 tickets taken back" in answer.content.decode()
    assert handler_of(busy["hour"]) == handler_of(busy["today"]) == handler
    assert Ticket.objects.get(pk=busy["hour"].pk).stage == "investigating"
    again = desk.post(f"{REASSIGN}back/", {"back": back})
    assert again.status_code == 409
    assert "2 tickets stay where they were" in again.content.decode()


def test_nothing_is_given_to_who_works_elsewhere_or_not_at_all(supervisor, other_handler, colleague, busy):
    hour = busy["hour"]
    for person in (other_handler, colleague):
        if person == colleague:
            type(colleague).objects.filter(pk=colleague.pk).update(is_active=False)
        with pytest.raises(Missing):
            actions.perform(
                hour, "reassign", {"handler": person.username, "why": "x"}, actor=acting(supervisor), at=NOW,
                source="desk", version=hour.version,
            )  # fmt: skip
    page = at_the_desk(supervisor).get(f"/desk/tickets/{hour.number}/moves/reassign/").content.decode()
    assert 'value="hugo"' not in page
    assert 'value="otto"' not in page
    assert 'value="sven"' in page, "who watches over the region may take it"


def test_nothing_ticked_and_no_reason_say_so_and_keep_what_was_ticked(supervisor, colleague, busy):
    desk = at_the_desk(supervisor)
    assert "Tick at least one ticket." in desk.post(f"{REASSIGN}give/", {"to": "hugo", "why": "x"}).content.decode()
    answer = desk.post(f"{REASSIGN}give/", {"ticket": ticked(busy["hour"]), "to": "hugo", "why": ""})
    assert answer.status_code == 422
    assert re.search(rf'value="{busy["hour"].number}:\d+"[^>]*checked', answer.content.decode())
    nonsense = desk.post(f"{REASSIGN}give/", {"ticket": ["x", "1:y", ":::"], "to": "nobody", "why": "\0"})
    assert nonsense.status_code == 422


def test_the_list_is_picked_from_as_it_was_narrowed_at_the_desk(supervisor, handler, busy):
    desk = at_the_desk(supervisor)
    address = "/desk/?view=all&handler=hana&due=overdue"
    assert "/desk/reassign/?view=all&amp;handler=hana&amp;due=overdue" in desk.get(address).content.decode()
    picked = desk.get(f"{REASSIGN}?view=all&handler=hana&due=overdue").content.decode()
    assert re.findall(r'name="ticket" value="([\d-]+):', picked) == [busy["overdue"].number]


def test_over_rest_each_ticket_has_its_own_answer(supervisor, handler, colleague, busy):
    session = Caller(http=at_the_desk(supervisor))
    asked = [{"number": busy["hour"].number, "version": busy["hour"].version}]
    asked += [{"number": busy["today"].number, "version": 1}, {"number": busy["south"].number, "version": 3}]
    body = {"tickets": asked, "handler": "hugo", "why": "Hana is ill."}
    answer = session.post(API, body).json()
    assert [one["number"] for one in answer["done"]] == [busy["hour"].number]
    assert {one["number"]: one["code"] for one in answer["refused"]} == {
        busy["today"].number: "version", busy["south"].number: "not_found",
    }  # fmt: skip
    assert handler_of(busy["hour"]) == colleague
    program = caller("wall", "shift:read", "tickets:read", "tickets:move")
    assert program.post(API, {**body, "tickets": []}).json()["errors"].keys() == {"tickets"}
    assert program.post(API, {**body, "handler": "x", "why": ""}).json()["errors"].keys() == {"handler", "why"}
    for wrong in ("x", [1], [{"number": 1, "version": 1}], [{"number": "x", "version": "1"}]):
        assert program.post(API, {**body, "tickets": wrong}).status_code == 400
    asked = [{"number": busy["later"].number, "version": busy["later"].version}]
    assert program.post(API, {"tickets": asked, "handler": None, "why": "Ill."}).json()["done"]
    assert handler_of(busy["later"]) is None
    told = {one["username"]: one for one in program.get("/api/v1/people/").json()}
    assert (told["hugo"]["in_hand"], told["hugo"]["within_the_hour"]) == (1, 1)
    assert told["hana"]["on_duty"][0]["role"] == "handler"


def test_both_are_told_and_nobody_else(supervisor, handler, colleague, busy):
    hour = busy["hour"]
    event = actions.perform(
        hour, "reassign", {"handler": "hugo", "why": "x"}, actor=acting(supervisor), at=NOW, source="desk",
        version=hour.version,
    )  # fmt: skip
    assert set(event.payload["people"]) == {handler.pk, colleague.pk}


def test_a_hundred_people_cost_what_ten_do(supervisor, north, network, busy):
    desk = at_the_desk(supervisor)

    def statements() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert desk.get(PEOPLE).status_code == 200
        return len(taken.captured_queries)

    few = statements()
    for number in range(12):
        person = making.make_staff("handler", name=f"h{number}", region=north, team=network, on_duty=True)
        make_ticket("investigating", at=NOW - HOUR / 2, priority="urgent", region=north, handler=person)
    assert statements() == few <= 11
