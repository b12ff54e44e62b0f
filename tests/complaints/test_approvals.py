"""The approvals: what waits for a second person, what the rules say, one press to decide."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints import actions
from complaints.models import MoneyLimit, Proposal
from servicecenter.moments import say_moment
from tests import making
from tests.making import NOW, acting, make_policy, make_reason, make_ticket
from tests.reading import whole_days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
PAGE = "/desk/approvals/"


def do(ticket, name, by, **data):
    return actions.perform(ticket, name, data, actor=acting(by), at=NOW, source="desk", version=None)


@pytest.fixture
def money(north, network, handler):
    """£460 proposed by the handler, who may give 200."""
    MoneyLimit.objects.create(role="handler", amount=200)
    MoneyLimit.objects.create(role="supervisor", amount=1000)
    ticket = make_ticket("investigating", region=north, team=network, handler=handler)
    kind = make_reason("money", "goodwill").code
    do(ticket, "propose", handler, measures="Pay for the lathe.", amount="460", money=kind)
    return ticket


@pytest.fixture
def refusal(north, reviewer):
    ticket = make_ticket(region=north, words="The street lamp flickers.")
    ground = make_reason("decline", "other-body").code
    do(ticket, "propose_decline", reviewer, ground=ground, words="Not our lamp.", where_to_go="Town hall.")
    return ticket


@pytest.fixture
def extension(north, network, handler):
    make_policy(reply=(5, "working_days"))
    ticket = make_ticket("investigating", region=north, team=network, handler=handler)
    until = (NOW + timedelta(days=9)).isoformat()
    do(ticket, "request_extension", handler, due_at=until, why="A sample.", words="We need longer.")
    return ticket


@pytest.fixture
def ruling(north, network, coordinator):
    ticket = make_ticket("dispatched", region=north, team=network)
    do(ticket, "return", coordinator, team=making.make_team("billing").code, why="Not ours.")
    making.advance(ticket, "dispatched", team=network)
    do(ticket, "return", coordinator, team=making.make_team("billing").code, why="Really not ours.")
    return ticket


@pytest.fixture
def statements_of():
    def count(ask) -> int:
        with CaptureQueriesContext(connection) as taken:
            assert ask().status_code == 200
        return len([one for one in taken.captured_queries if one["sql"].startswith("SELECT")])

    return count


def press(client: Client, ticket, sort: str, decision: str, **more):
    ticket.refresh_from_db()
    data = {"version": ticket.version, "decision": decision, **more}
    answer = client.post(f"{PAGE}{ticket.number}/{sort}/", data)
    ticket.refresh_from_db()
    return answer


def test_all_four_sorts_wait_in_one_list(as_staff, supervisor, money, refusal, extension, ruling):
    page = as_staff(supervisor).get(PAGE).content.decode()
    assert page.count('<li class="job"') == 4
    for sort in ("approval", "decline", "extension", "ruling"):
        assert f"sort={sort}" in page


def test_what_is_asked_and_what_the_rules_say_stand_beside_it(as_staff, supervisor, money):
    page = as_staff(supervisor).get(PAGE).content.decode()
    for words in (
        "Pay ¥460.00 for",
        "Hana Lin",
        "Pay for the lathe.",
        "¥1,000.00. Inside this limit.",
        "Approve ¥460.00",
    ):
        assert words in page


def test_more_time_says_until_when_in_the_list_and_on_the_button(as_staff, supervisor, extension):
    until = say_moment(extension.extensions.get().due_at, ZoneInfo(extension.region.calendar.zone), now=NOW)
    page = whole_days(as_staff(supervisor).get(PAGE).content.decode())
    assert f"More time, until {until}" in page
    assert f"Grant until {until}" in page


def test_one_press_approves_and_goes_on_to_the_next(as_staff, supervisor, money):
    answer = press(as_staff(supervisor), money, "approval", "grant")
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert money.approved_round == 1
    assert "Nothing waits for a decision" in as_staff(supervisor).get(PAGE).content.decode()


def test_sending_back_needs_a_reason_and_keeps_what_was_typed(as_staff, supervisor, money):
    empty = press(as_staff(supervisor), money, "approval", "back")
    assert empty.status_code == 422
    assert money.decision_asked == "money"
    press(as_staff(supervisor), money, "approval", "back", opinion="Where is the invoice?")
    assert money.decision_asked == ""
    assert Proposal.objects.get().opinion == "Where is the invoice?"


def test_above_the_limit_there_is_no_button_to_approve(as_staff, supervisor, money):
    MoneyLimit.objects.filter(role="supervisor").update(amount=100)
    page = as_staff(supervisor).get(PAGE).content.decode()
    assert "Above this limit" in page
    assert 'value="grant"' not in page
    assert press(as_staff(supervisor), money, "approval", "grant").status_code == 409


def test_a_refusal_an_extension_and_a_ruling_are_decided_there_too(as_staff, supervisor, refusal, extension, ruling):
    desk = as_staff(supervisor)
    press(desk, refusal, "decline", "grant")
    assert (refusal.stage, refusal.outcome) == ("replied", "declined")
    press(desk, extension, "extension", "back", opinion="The laboratory is quicker now.")
    assert extension.extensions.get().granted is False
    press(desk, ruling, "ruling", "grant", team="network", why="Their valve.")
    assert (ruling.stage, ruling.ruled) == ("dispatched", True)


def test_whoever_proposed_it_does_not_find_it_there(as_staff, reviewer, refusal):
    page = as_staff(reviewer).get(PAGE)
    assert refusal.number not in page.content.decode()
    assert press(as_staff(reviewer), refusal, "decline", "grant").status_code == 404


def test_someone_elses_change_is_shown_not_overwritten(as_staff, supervisor, money):
    stale = {"version": money.version - 1, "decision": "grant", "opinion": "Fine by me."}
    answer = as_staff(supervisor).post(f"{PAGE}{money.number}/approval/", stale)
    assert answer.status_code == 409
    assert "Fine by me." in answer.content.decode()
    money.refresh_from_db()
    assert money.decision_asked == "money"


def test_the_page_is_for_those_who_decide(as_staff, agent):
    assert as_staff(agent).get(PAGE).status_code == 404
    assert PAGE not in as_staff(agent).get("/desk/").content.decode()


def test_another_region_s_matters_do_not_wait_here(as_staff, south, money):
    stranger = making.make_staff("supervisor", name="susan", region=south)
    assert money.number not in as_staff(stranger).get(PAGE).content.decode()


def test_the_list_costs_the_same_statements_for_one_and_for_many(as_staff, supervisor, money, statements_of):
    few = statements_of(lambda: as_staff(supervisor).get(PAGE))
    for _ in range(9):
        again = make_ticket("investigating", region=money.region, team=money.team, handler=money.handler)
        kind = make_reason("money", "goodwill").code
        do(again, "propose", money.handler, measures="Pay.", amount="300", money=kind)
    assert statements_of(lambda: as_staff(supervisor).get(PAGE)) == few
    assert len(re.findall('<li class="job"', as_staff(supervisor).get(PAGE).content.decode())) == 10


def test_programs_find_what_is_asked_by_a_filter_and_read_the_proposal(money, extension):
    _client, key = making.make_client()
    headers = {"Authorization": f"Bearer {key}"}

    def numbers(query: str) -> list[str]:
        found = Client().get(f"/api/v1/tickets/?{query}", headers=headers).json()["results"]
        return [one["number"] for one in found]

    assert numbers("awaiting=approval") == [money.number]
    assert set(numbers("awaiting=approval&awaiting=extension")) == {money.number, extension.number}
    told = Client().get(f"/api/v1/tickets/{money.number}/", headers=headers).json()
    assert (told["proposal"]["amount"], told["proposal"]["kind"]) == ("460.00", "money")
