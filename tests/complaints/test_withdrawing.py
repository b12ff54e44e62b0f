"""Withdrawing gives up what was asked of us, never what we owe already: that is ended first, and it is named."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from complaints import actions, adjusting, timeline
from complaints.models import Adjustment, Clock, FollowUp, MoneyLimit, Ticket
from complaints.refusals import NotNow
from servicecenter import actors
from tests import making
from tests.api.conftest import caller, session
from tests.demo import customer_of
from tests.making import NOW, acting, make_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
PIPE = {
    "words": "A new pipe follows.", "outcome": "resolved", "result_1": "met", "result_2": "met",
    "follow_up_1_kind": "repair", "follow_up_1_what": "A new pipe",
    "follow_up_1_due_at": (NOW + timedelta(days=80)).isoformat(),
}  # fmt: skip


def do(ticket: Ticket, name: str, user, **data) -> None:
    actor = user if isinstance(user, actors.Actor) else acting(user)
    actions.perform(ticket, name, data, actor=actor, at=NOW, source="desk", version=None)
    ticket.refresh_from_db()


@pytest.fixture
def promised(north, network, handler) -> Ticket:
    """Answered with a promise, and taken up again because the customer asked for it."""
    ticket = make_ticket("investigating", region=north, team=network, handler=handler)
    do(ticket, "reply", handler, **PIPE)
    do(ticket, "reopen", actors.customer(), words="When does it come?")
    return ticket


@pytest.fixture
def asked_of_billing(north, handler) -> tuple[Ticket, Adjustment]:
    MoneyLimit.objects.create(role="handler", amount=100)
    account = making.make_customer("Mei Chen", account="W7001", region=north).accounts.get()
    ticket = make_ticket("investigating", handler=handler, region=north)
    adjusting.request_adjustment(
        ticket, actor=acting(handler), at=NOW, source="desk", kind="refund", account=account, amount=Decimal("40.00"),
        reason="Read twice.",
    )  # fmt: skip
    return ticket, Adjustment.objects.get()


def page(desk, ticket: Ticket) -> str:
    return desk.get(f"/desk/tickets/{ticket.number}/").content.decode()


@pytest.mark.parametrize("who", ["customer", "agent"])
def test_a_promised_repair_is_not_withdrawn_with_the_complaint(promised, agent, who):
    with pytest.raises(NotNow, match="Repair “A new pipe”, by 30 May 2026"):
        do(promised, "withdraw", agent if who == "agent" else actors.customer(), words="Never mind.")
    assert (promised.stage, FollowUp.objects.get().done_at) == ("reviewing", None)
    assert Clock.objects.get(milestone="follow_up").state == "running"


def test_ended_by_its_owner_it_leaves_the_way_free_and_is_still_looked_at(promised, handler, agent, supervisor):
    do(promised, "do_follow_up", handler, follow_up=str(FollowUp.objects.get().pk), words="They want no pipe any more.")
    do(promised, "withdraw", agent, words="I sell the house.")
    assert (promised.stage, promised.follow_ups_unverified) == ("archived", 1)
    seen = {"follow_up": str(FollowUp.objects.get().pk), "kept": "yes", "words": "They told me so, too."}
    do(promised, "verify_follow_up", supervisor, **seen)
    assert promised.follow_ups_unverified == 0


def test_money_asked_of_billing_goes_its_way_first(asked_of_billing, agent, handler, as_staff):
    ticket, adjustment = asked_of_billing
    billing = actors.client(making.make_client("billing system")[0])
    desk = as_staff(agent)
    form = {"version": ticket.version, "words": "Never mind."}

    refused = desk.post(f"/desk/tickets/{ticket.number}/moves/withdraw/", form)
    assert refused.status_code == 409
    assert "Refund of money, Asked of billing" in refused.content.decode()
    assert "Never mind." in refused.content.decode(), "what was typed is kept"
    assert "40.00" not in refused.content.decode(), "amounts are for who may know account facts"
    assert "moves/withdraw/" not in page(desk, ticket)

    adjusting.advance(adjustment, "rejected", actor=billing, at=NOW, source="api", reference="R1", words="Closed.")
    assert desk.post(f"/desk/tickets/{ticket.number}/moves/withdraw/", form).status_code == 409, (
        "nobody has answered it"
    )
    adjusting.let_rest(adjustment, actor=acting(handler), at=NOW, source="desk", words="Credited by hand.")
    assert "What was promised, ordered or asked of billing is ended first." in desk.get(
        f"/desk/tickets/{ticket.number}/moves/withdraw/"
    ).content.decode()  # fmt: skip
    assert desk.post(f"/desk/tickets/{ticket.number}/moves/withdraw/", form).status_code == 302
    ticket.refresh_from_db()
    assert ticket.stage == "archived"


def test_an_order_from_above_is_answered_all_the_same(agent, handler, supervisor):
    ticket = make_ticket("investigating", handler=handler)
    do(ticket, "supervise", supervisor, words="Report to me.", due_at=(NOW + timedelta(days=1)).isoformat())
    with pytest.raises(NotNow, match="An order is open"):
        do(ticket, "withdraw", agent, words="Never mind.")
    do(ticket, "answer_supervision", handler, words="The pipe is sound.")
    do(ticket, "withdraw", agent, words="Never mind.")
    assert ticket.stage == "archived"


def test_over_rest_and_in_chinese_it_is_said_by_name(promised, agent):
    move = {"move": "withdraw", "version": promised.version, "words": "Never mind."}
    refused = caller("hotline").post(f"/api/v1/tickets/{promised.number}/moves/", move)
    assert (refused.status_code, refused.json()["code"]) == (409, "stage")
    assert "Repair “A new pipe”, by 30 May 2026" in refused.json()["detail"]
    shown = session(agent).get(f"/api/v1/tickets/{promised.number}/").json()
    assert "withdraw" not in shown["allowed_moves"]

    told = session(agent, "zh-hans").post(f"/api/v1/tickets/{promised.number}/moves/", move).json()["detail"]
    assert "未了结：维修“A new pipe”，期限 2026-05-30。" in told


def test_what_an_agent_took_down_is_the_customer_s_own_word_on_every_page(agent, as_staff):
    """Not ours: nobody of the house withdrew it. By which channel it came is said, in both languages."""
    ticket = make_ticket()
    do(ticket, "withdraw", agent, words="It is clean again.")
    entry = timeline.for_customer(ticket)[-1]
    assert (entry.side, entry.words, entry.sentence) == (
        "in", "It is clean again.", "You withdrew it; taken down by us: Phone",
    )  # fmt: skip
    page = as_staff(agent).get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert f"<b>{agent.get_full_name()}</b> noted that the customer withdraws it, by: Phone" in page
    assert f'<div class="entry in" id="e{entry.event}">' in page, "a colleague's doing, the customer's words"

    follow = customer_of(ticket.number).get(f"/t/{ticket.number}/").content.decode()
    assert "<b>You</b>" in follow
    assert "You withdrew it; taken down by us: Phone" in follow
    with translation.override("zh-hans"):
        assert timeline.for_customer(ticket)[-1].sentence == "您撤回了诉求，由我们代为登记，渠道：电话"


def test_a_program_that_passes_it_on_is_named_to_colleagues_and_customers_withdraw_by_themselves(agent, as_staff):
    hotline = actors.client(making.make_client("hotline")[0])
    passed_on, own, desk = make_ticket(), make_ticket(), as_staff(agent)
    do(passed_on, "withdraw", hotline, words="Never mind.")
    do(own, "withdraw", actors.customer(), words="Never mind.")
    told = desk.get(f"/desk/tickets/{passed_on.number}/").content.decode()
    assert "<b>hotline</b> noted that the customer withdraws it, by: Phone" in told
    assert "<b>Mei Chen</b> withdrew it</p>" in desk.get(f"/desk/tickets/{own.number}/").content.decode()
    assert [timeline.for_customer(one)[-1].sentence for one in (passed_on, own)] == ["You withdrew it"] * 2
