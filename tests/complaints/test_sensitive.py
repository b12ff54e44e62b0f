"""Media, injury, petition, regulator: heard at once, acknowledged within half an hour, read by few."""

from datetime import timedelta

import pytest

from channels_hub import notices
from channels_hub.models import Outbound
from complaints import actions, rounds
from complaints.models import MoneyLimit, Ticket
from complaints.queries import visible_to
from complaints.refusals import NotYours
from servicecenter.models import Event
from tests import making
from tests.making import NOW, acting, make_staff, make_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


def do(ticket, name, by, at=NOW, **data):
    return actions.perform(ticket, name, data, actor=acting(by), at=at, source="desk", version=None)


def mark(ticket, by):
    return do(ticket, "mark_sensitive", by, why="The paper rang.")


def sees(user, ticket) -> bool:
    return visible_to(user, NOW).filter(pk=ticket.pk).exists()


def test_the_supervisor_on_duty_hears_by_message_and_among_the_approvals(as_staff, ticket, agent, supervisor):
    event = mark(ticket, agent)
    notices.hear(event)
    assert Outbound.objects.get(template="sensitive").user == supervisor
    assert ticket.number in as_staff(supervisor).get("/desk/approvals/").content.decode()
    assert making.clock_of(ticket, "seen").due_at == NOW + timedelta(minutes=30)


def test_not_acknowledged_in_half_an_hour_it_climbs(ticket, agent, supervisor, complaint_manager):
    mark(ticket, agent)
    rounds.sweep_clocks(NOW + timedelta(hours=2))
    told = Event.objects.filter(kind="clock.escalated", payload__milestone="seen")
    assert complaint_manager.pk in {person for event in told for person in event.payload["people"]}


def test_acknowledged_from_the_list_its_clock_is_met(as_staff, ticket, agent, supervisor):
    mark(ticket, agent)
    data = {"version": ticket.version, "decision": "grant", "opinion": ""}
    assert as_staff(supervisor).post(f"/desk/approvals/{ticket.number}/sensitive/", data).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.sensitive, ticket.sensitive_unseen) == (True, False)
    assert making.clock_of(ticket, "seen").state == "met"


def test_few_read_it(north, network, agent, supervisor, reviewer, handler):
    inspector = make_staff("inspector", name="ingrid", region=north)
    mine = make_ticket("investigating", region=north, team=network, handler=handler)
    Ticket.objects.filter(pk=mine.pk).update(first_owner=agent)
    others = make_ticket("investigating", region=north, team=network, handler=handler)
    for one in (mine, others):
        mark(one, handler)
    assert [sees(one, others) for one in (agent, inspector)] == [False, False]
    assert [sees(one, others) for one in (supervisor, reviewer, handler)] == [True, True, True]
    assert sees(agent, mine), "who took it in stays responsible for it"


def test_only_a_supervisor_unmarks_it(ticket, agent, reviewer, supervisor):
    mark(ticket, agent)
    with pytest.raises(NotYours):
        do(ticket, "unmark_sensitive", reviewer, why="It is not.")
    do(ticket, "unmark_sensitive", supervisor, why="The reporter asked about another street.")
    assert (ticket.sensitive, sees(agent, ticket)) == (False, True)


@pytest.fixture
def paid(north, network, handler):
    """A sensitive matter, and money over what a supervisor may give: finance may give it, but not judge measures."""
    MoneyLimit.objects.bulk_create(
        [MoneyLimit(role="finance_approver"), MoneyLimit(role="complaint_manager"),
         MoneyLimit(role="supervisor", amount=500)]
    )  # fmt: skip
    ticket = make_ticket("investigating", region=north, team=network, handler=handler)
    mark(ticket, handler)
    money = making.make_reason("money")
    do(ticket, "propose", handler, measures="Pay for the freezers.", amount="5000", money=money.code)
    return ticket


@pytest.mark.parametrize("order", [("finance_approver", "supervisor"), ("supervisor", "finance_approver")])
def test_money_over_the_limit_on_it_needs_both_rights_one_after_the_other(as_staff, paid, north, supervisor, order):
    people = {"supervisor": supervisor, "finance_approver": make_staff("finance_approver", name="fay", region=north)}
    first, second = people[order[0]], people[order[1]]
    do(paid, "approve", first)
    assert (paid.decision_asked, paid.approval_missing) == ("money", True)
    assert Event.objects.latest("id").payload["people"] == [second.pk]
    with pytest.raises(NotYours):
        do(paid, "approve", first)
    assert paid.clocks.alive().filter(milestone="decide").count() == 1
    assert "One of two approvals is given" in as_staff(second).get("/desk/approvals/").content.decode()
    do(paid, "approve", second)
    assert (paid.decision_asked, paid.approval_missing) == ("", False)
    assert not paid.clocks.alive().filter(milestone="decide").exists()


def test_whoever_holds_both_rights_approves_at_once(paid, complaint_manager):
    do(paid, "approve", complaint_manager)
    assert not paid.approval_missing


def test_it_stands_on_whatever_page_the_supervisor_has_open_until_acknowledged(as_staff, ticket, agent, supervisor):
    mark(ticket, agent)
    desk = as_staff(supervisor)
    assert 'hx-get="/desk/alerts/"' in desk.get("/desk/").content.decode()
    assert f"/desk/approvals/{ticket.number}/sensitive/" in desk.get("/desk/alerts/").content.decode()
    assert ticket.number not in as_staff(agent).get("/desk/alerts/").content.decode()
    do(ticket, "see_sensitive", supervisor)
    assert ticket.number not in desk.get("/desk/alerts/").content.decode()
