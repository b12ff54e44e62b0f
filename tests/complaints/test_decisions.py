"""What takes two people: not accepting, rejecting on file, measures and money before the reply."""

from datetime import timedelta
from decimal import Decimal

import pytest

from complaints import actions
from complaints.choices import Met
from complaints.models import MoneyLimit, Proposal
from complaints.refusals import Missing, NotNow, NotYours
from servicecenter.models import Event
from tests import making
from tests.making import NOW, acting, make_policy, make_reason, make_staff, make_ticket

pytestmark = pytest.mark.django_db

REFUSAL = {
    "words": "The hydrant belongs to the town.",
    "where_to_go": "Town hall, roads office, 555 0100.",
}


def do(ticket, name, by, at=NOW, **data):
    actor = by if hasattr(by, "kind") else acting(by, at)
    return actions.perform(ticket, name, data, actor=actor, at=at, source="desk", version=None)


def refuse(ticket, by, **more):
    return do(ticket, "propose_decline", by, ground=make_reason("decline", "other-body").code, **REFUSAL, **more)


@pytest.fixture
def second(north):
    return make_staff("reviewer", name="rita", region=north)


@pytest.fixture
def limits(db):
    for role, amount in {"handler": 200, "supervisor": 1000, "finance_approver": None}.items():
        MoneyLimit.objects.create(role=role, amount=amount)


# -- not accepting, and rejecting on file --


def test_not_accepting_takes_two_people_and_the_customer_reads_ground_way_and_right(ticket, reviewer, second):
    make_policy(reply=(5, "working_days"), archive=(5, "working_days"))
    refuse(ticket, reviewer)
    assert (ticket.stage, ticket.decision_asked) == ("received", "decline")
    with pytest.raises(NotYours, match="proposed"):
        do(ticket, "decline", reviewer)

    event = do(ticket, "decline", second)

    assert (ticket.stage, ticket.outcome, ticket.decision_asked) == ("replied", "declined", "")
    assert ticket.reply_words.startswith("The hydrant belongs to the town.\n\nTown hall")
    assert "within 30 days" in ticket.reply_words
    assert event.kind == "ticket.declined"
    assert {one.result for one in ticket.requests.all()} == {Met.NOT_MET}


def test_the_right_of_review_is_written_in_the_customers_language(north, reviewer):
    ticket = make_ticket("reviewing", region=north, language="zh-hans")
    refuse(ticket, reviewer)
    assert "复核" in Proposal.objects.get().review_right


def test_rejecting_on_file_names_the_facts_and_is_counted_apart(north, reviewer, second):
    ticket = make_ticket("reviewing", region=north)
    with pytest.raises(Missing) as told:
        do(ticket, "propose_reject", reviewer, **REFUSAL)
    assert list(told.value.errors) == ["facts"]
    do(ticket, "propose_reject", reviewer, facts="Photographs of the reading, twice.", **REFUSAL)
    do(ticket, "reject", second)
    assert (ticket.stage, ticket.outcome) == ("replied", "rejected")
    assert "Photographs" not in ticket.reply_words, "what colleagues weighed is not the customer's letter"


def test_a_refusal_sent_back_leaves_the_ticket_in_review_and_can_be_proposed_again(ticket, reviewer, second):
    refuse(ticket, reviewer)
    event = do(ticket, "send_back_refusal", second, opinion="The hydrant is ours.")
    assert (ticket.stage, ticket.decision_asked) == ("received", "")
    assert event.payload["people"] == [reviewer.pk]
    refuse(ticket, reviewer)
    assert Proposal.objects.filter(approved=None).count() == 1


def test_whoever_has_decided_on_a_ticket_proposes_nothing_on_it(ticket, reviewer, second):
    refuse(ticket, reviewer)
    do(ticket, "send_back_refusal", second, opinion="The hydrant is ours.")
    with pytest.raises(NotYours, match="decided"):
        refuse(ticket, second)


def test_once_the_matter_goes_on_a_proposed_refusal_has_lapsed(ticket, reviewer, network):
    make_policy(reply=(5, "working_days"))
    refuse(ticket, reviewer)
    do(ticket, "start_review", reviewer)
    assert ticket.decision_asked == "decline", "a review may begin meanwhile"
    do(ticket, "dispatch", reviewer, team=network.code, why="It is ours after all.")
    assert ticket.decision_asked == ""
    assert not ticket.clocks.alive().filter(milestone="decide").exists()
    assert Proposal.objects.get().approved is False


def test_an_undecided_proposal_alarms_within_opening_hours_or_within_the_hour_when_urgent(north, reviewer):
    calm, urgent = make_ticket(region=north), make_ticket(region=north, priority="urgent")
    for ticket in (calm, urgent):
        refuse(ticket, reviewer)
    # 10:00 to 12:00 and 13:00 to 15:00.
    assert making.clock_of(calm, "decide").due_at == NOW + timedelta(hours=5)
    assert making.clock_of(urgent, "decide").due_at == NOW + timedelta(hours=1)


# -- measures and money --


def money(ticket, by, amount, **more):
    return do(
        ticket, "propose", by, measures="Pay for the freezer.", amount=str(amount),
        money=make_reason("money", "goodwill").code, **more,
    )  # fmt: skip


def reply(ticket, by):
    results = {f"result_{one.position}": "met" for one in ticket.requests.all()}
    return do(ticket, "reply", by, words="It is mended.", outcome="resolved", **results)


@pytest.fixture
def investigated(north, network, handler):
    return make_ticket("investigating", region=north, team=network, handler=handler)


def test_within_ones_own_limit_measures_stand_at_once(investigated, handler, limits):
    event = money(investigated, handler, 200)
    assert (event.payload["needed"], investigated.decision_asked, investigated.approved_round) == (False, "", 1)
    reply(investigated, handler)


def test_above_it_the_reply_waits_for_somebody_elses_approval(investigated, handler, supervisor, limits):
    event = money(investigated, handler, "200.01")
    assert (investigated.decision_asked, event.payload["people"]) == ("money", [supervisor.pk])
    with pytest.raises(NotNow, match="approved first"):
        reply(investigated, handler)
    told = do(investigated, "approve", supervisor, opinion="The photographs match.")
    assert told.payload["people"] == [handler.pk], "whoever proposed it hears of it"
    reply(investigated, handler)
    assert investigated.stage == "replied"


def test_above_the_supervisors_limit_the_finance_approver_decides(investigated, handler, supervisor, limits):
    finance = make_staff("finance_approver", name="fay")
    event = money(investigated, handler, 1500)
    assert event.payload["people"] == [finance.pk]
    with pytest.raises(NotYours, match="limit"):
        do(investigated, "approve", supervisor)
    do(investigated, "approve", finance)
    assert Proposal.objects.get().amount == Decimal("1500.00")


def test_the_finance_approver_sees_the_ticket_while_their_decision_is_asked_and_afterwards(
    investigated, handler, supervisor, limits, client
):
    finance = make_staff("finance_approver", name="fay")
    client.force_login(finance)
    page = f"/desk/tickets/{investigated.number}/"
    assert client.get(page).status_code == 404
    money(investigated, handler, 1500)
    assert client.get(page).status_code == 200
    do(investigated, "approve", finance)
    assert client.get(page).status_code == 200


def test_sent_back_it_can_be_proposed_anew_and_no_clock_of_the_matter_has_stopped(
    investigated, handler, supervisor, limits
):
    make_policy(reply=(5, "working_days"))
    money(investigated, handler, 460)
    do(investigated, "send_back", supervisor, opinion="Where is the invoice?")
    money(investigated, handler, 150)
    reply(investigated, handler)
    assert Event.objects.filter(kind="ticket.sent_back").count() == 1


@pytest.mark.parametrize("which", ["sensitive", "second round"])
def test_a_sensitive_ticket_and_a_second_round_need_approved_measures(which, investigated, handler, supervisor, limits):
    fields = {"sensitive": True} if which == "sensitive" else {"round": 2}
    type(investigated).objects.filter(pk=investigated.pk).update(**fields)
    investigated.refresh_from_db()
    with pytest.raises(NotNow, match="approved first"):
        reply(investigated, handler)
    do(investigated, "propose", handler, measures="Flush the main.")
    with pytest.raises(NotNow, match="approved first"):
        reply(investigated, handler)
    do(investigated, "approve", supervisor)
    reply(investigated, handler)


def test_holding_both_rights_nobody_uses_both_on_one_ticket(north, network, limits):
    both = make_staff("supervisor", name="bo", region=north, team=network)
    making.RoleHeld.objects.create(user=both, role="handler", region=north, since=making.LONG_AGO)
    other = make_staff("handler", name="hal", region=north, team=network)
    mine = make_ticket("investigating", region=north, team=network, handler=other)
    money(mine, both, 1200)
    with pytest.raises(NotYours, match="proposed"):
        do(mine, "send_back", both, opinion="No.")
    handled = make_ticket("investigating", region=north, team=network, handler=both)
    money(handled, other, 900)
    with pytest.raises(NotYours, match="handles"):
        do(handled, "approve", both)


def test_making_safe_waits_for_no_approval(investigated, handler, supervisor, limits):
    make_policy(make_safe=(60, "minutes"))
    urgent = make_ticket("investigating", region=investigated.region, handler=handler)
    money(urgent, handler, 900)
    actions_at = NOW + timedelta(minutes=5)
    from_the_field = {"actor": acting(handler), "at": actions_at, "reached_at": actions_at, "source": "desk"}
    making.investigate.reach_milestone(urgent, "make_safe", **from_the_field)
    assert making.clock_of(urgent, "make_safe").state == "met"


def test_an_amount_says_what_kind_of_money_it_is(investigated, handler, limits):
    with pytest.raises(Missing) as told:
        do(investigated, "propose", handler, measures="Pay.", amount="10")
    assert list(told.value.errors) == ["money"]
    with pytest.raises(Missing) as told:
        do(investigated, "propose", handler, measures="Pay.", amount="-10", money=make_reason("money").code)
    assert "amount" in told.value.errors
