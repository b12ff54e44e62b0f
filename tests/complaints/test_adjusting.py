"""A refund decided on a ticket: asked of billing, followed state by state, and in nobody's way but the archive's."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from channels_hub import notices
from channels_hub.models import Outbound
from complaints import about, adjusting, timeline
from complaints.calling import callers
from complaints.models import Adjustment, Clock, FollowUp, MoneyLimit, Ticket, Verification
from complaints.queries import disclose
from complaints.refusals import Missing, NotNow, NotYours
from complaints.stages import archive, follow_ups, proposals, reply
from customers.models import Bill, Payment
from servicecenter import actors
from servicecenter.models import Event
from tests import making
from tests.making import NOW, acting, make_customer, make_ticket

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(days=5)


@pytest.fixture
def account(north):
    return make_customer("Mei Chen", account="W7001", region=north).accounts.get()


@pytest.fixture
def billing():
    return actors.client(making.make_client("billing system")[0])


@pytest.fixture
def limit():
    MoneyLimit.objects.create(role="handler", amount=100)


@pytest.fixture
def investigated(handler, account, limit) -> Ticket:
    ticket = make_ticket("investigating", handler=handler, region=account.premise.region)
    about.name_account(ticket, account="W7001", actor=acting(handler), at=NOW, source="desk")
    return ticket


def make_bill(account, number="2026-02", **changes) -> Bill:
    made = {
        "billing_id": f"B-{account.pk}-{number}", "billing_version": 1, "account": account, "number": number,
        "period_from": "2026-01-01", "period_to": "2026-01-31", "issued_on": "2026-02-03", "due_on": "2026-02-20",
        "amount": 12840, "currency": "CNY", "confirmed_at": NOW,
    }  # fmt: skip
    return Bill.objects.create(**(made | changes))


def ask(ticket, account, user, amount="40.00", **more):
    said = {"kind": "refund", "account": account, "amount": Decimal(amount), "reason": "Read twice.", **more}
    adjusting.request_adjustment(ticket, **said, actor=acting(user), at=NOW, source="desk")
    return Adjustment.objects.latest("pk")


def promise(ticket, handler) -> FollowUp:
    promised = [follow_ups.Promised("refund", "The money back", SOON)]
    results = {1: ("met", ""), 2: ("met", "")}
    reply.reply(
        ticket, actor=acting(handler), at=NOW, source="desk", words="Yes.", outcome="resolved", results=results,
        promised=promised,
    )  # fmt: skip
    return ticket.follow_ups.get()


def say(adjustment, state, billing, reference="R-1", words="", at=NOW):
    return adjusting.advance(
        adjustment, state, actor=billing, at=at, source="api", reference=reference, words=words
    )  # fmt: skip


def test_from_the_promise_of_the_reply_to_the_money_there(investigated, account, handler, agent, billing):
    follow_up = promise(investigated, handler)
    mine = ask(investigated, account, handler, follow_up=follow_up)
    assert (mine.amount, mine.currency, mine.due_at) == (4000, "CNY", SOON)
    investigated.refresh_from_db()
    assert investigated.adjustments_open == 1

    say(mine, "acknowledged", billing, "R-1")
    say(mine, "settled", billing, "PAY-77")
    investigated.refresh_from_db()
    follow_up.refresh_from_db()
    assert (investigated.adjustments_open, investigated.follow_ups_open, investigated.follow_ups_unverified) == (
        0,
        0,
        1,
    )
    assert "PAY-77" in follow_up.proof
    assert Clock.objects.get(ticket=investigated, milestone="payment").state == "met"
    told = [one.sentence for one in timeline.of(investigated, disclose(agent, investigated, NOW), now=NOW)]
    assert "asked billing for an adjustment: Refund of money, ¥40.00" in told
    assert "settled the adjustment: Refund of money, ¥40.00, PAY-77" in told


def test_without_a_promise_it_has_a_clock_of_its_own(investigated, account, handler, billing):
    mine = ask(investigated, account, handler)
    clock = Clock.objects.get(ticket=investigated, subject=mine.subject)
    assert (clock.milestone, clock.amount, clock.unit) == ("payment", 10, "working_days")
    assert clock.due_at == mine.due_at
    say(mine, "acknowledged", billing)
    say(mine, "settled", billing, at=clock.due_at + timedelta(hours=1))
    clock.refresh_from_db()
    assert clock.state == "late"


ORDER = {
    "requested": {"acknowledged", "rejected"},
    "acknowledged": {"settled", "rejected"},
    "settled": {"reversed"},
    "rejected": set(),
    "reversed": set(),
}


@pytest.mark.parametrize("now", ORDER)
@pytest.mark.parametrize("then", ["acknowledged", "settled", "rejected", "reversed"])
def test_every_state_follows_from_some_and_from_no_other(investigated, account, handler, billing, now, then):
    mine = ask(investigated, account, handler)
    Adjustment.objects.filter(pk=mine.pk).update(state=now, reference="R-0")
    events = Event.objects.count()
    if then in ORDER[now]:
        assert say(mine, then, billing).state == then
        assert Event.objects.latest("pk").kind == f"adjustment.{then}"
        return
    if then == now:
        assert say(mine, then, billing, "R-0").state == now, "said again it changes nothing"
    with pytest.raises(NotNow):
        say(mine, then, billing, "R-9")
    assert Event.objects.count() == events


def test_rejected_it_stays_in_the_archives_way_until_somebody_deals_with_it(
    investigated, account, handler, agent, billing
):
    mine = ask(investigated, account, handler)
    making.advance(investigated, "replied")
    say(mine, "rejected", billing, words="Paid back in January already.")
    event = Event.objects.latest("pk")
    assert event.payload["people"] == [handler.pk]
    notices.hear(event)
    assert Outbound.objects.get(event=event).user == handler

    def file() -> None:
        archive.archive(
            investigated, actor=acting(agent), at=NOW, source="desk", category=making.make_category(),
            closing_code=making.make_reason("closing"),
        )  # fmt: skip

    with pytest.raises(NotNow, match="turned down"):
        file()
    adjusting.let_rest(mine, actor=acting(handler), at=NOW, source="desk", words="She agrees.")
    assert Clock.objects.get(subject=mine.subject).state == "cancelled"
    file()
    with pytest.raises(NotNow):
        adjusting.let_rest(mine, actor=acting(handler), at=NOW, source="desk", words="Again.")


def test_asked_again_it_takes_the_place_of_the_one_turned_down(investigated, account, handler, billing):
    first = ask(investigated, account, handler)
    say(first, "rejected", billing, words="Wrong account.")
    ask(investigated, account, handler, instead_of=first)
    investigated.refresh_from_db()
    assert investigated.adjustments_open == 1


def test_what_was_settled_and_taken_back_opens_it_again(investigated, account, handler, billing):
    mine = ask(investigated, account, handler)
    say(mine, "acknowledged", billing)
    say(mine, "settled", billing, "P-1")
    say(mine, "reversed", billing, "P-1-R", words="The bank sent it back.")
    investigated.refresh_from_db()
    assert investigated.adjustments_open == 1
    with pytest.raises(NotNow):
        say(mine, "reversed", billing, "P-2-R", words="Once more.")


def test_above_ones_limit_somebody_approves_it_first(investigated, account, handler, supervisor, billing):
    with pytest.raises(NotYours, match="propose it first"):
        ask(investigated, account, handler, "100.01")
    ask(investigated, account, handler, "60")
    with pytest.raises(NotYours):
        ask(investigated, account, handler, "60")  # in slices it is as much
    making.without_money_limits("supervisor")
    proposals.propose(
        investigated, actor=acting(handler), at=NOW, source="desk", measures="Pay.", amount=Decimal("500"),
        money=making.make_reason("money"),
    )  # fmt: skip
    with pytest.raises(NotYours):
        ask(investigated, account, handler, "500")
    proposals.approve(investigated, actor=acting(supervisor), at=NOW, source="desk")
    assert ask(investigated, account, handler, "500").proposal is not None
    with pytest.raises(NotYours):
        ask(investigated, account, handler, "1000")


def test_who_may_not_and_when_it_may_not_be(investigated, account, handler, agent, auditor):
    with pytest.raises(NotYours):
        ask(investigated, account, agent)
    with pytest.raises(NotNow):
        ask(make_ticket("reviewing"), account, handler)
    with pytest.raises(Missing):
        ask(investigated, account, handler, "0.001")
    other = make_customer("Otto", account="W9").accounts.get()
    with pytest.raises(Missing):
        ask(investigated, account, handler, bill=make_bill(other))
    assert not Adjustment.objects.exists()


def test_bills_stand_on_the_ticket_line_by_line(investigated, account, handler, supervisor, django_assert_num_queries):
    for month in range(1, 10):
        made = make_bill(
            account, f"2025-{month:02}", period_from=f"2025-{month:02}-01", period_to=f"2025-{month:02}-28",
            due_on=f"2025-{month:02}-28", reading_from="1204.5", reading_to="1236", unit="m³", meter="M-1",
        )  # fmt: skip
        paid = 12840 if month < 9 else 2840
        Payment.objects.create(
            billing_id=f"P{month}", billing_version=1, account=account, bill=made, paid_on="2025-12-01", amount=paid,
            currency="CNY", confirmed_at=NOW,
        )  # fmt: skip
    desk = Client()
    desk.force_login(handler)
    page = desk.get(f"/desk/tickets/{investigated.number}/").content.decode()
    assert "2025-09" in page
    assert "2025-05" not in page, "the newest few; the rest has a page"
    assert "¥100.00 outstanding" in page
    assert page.count("In arrears") == 1
    assert '1204.5 → 1236 m³</span> · <span class="num">M-1' in page
    whole = desk.get(f"/desk/tickets/{investigated.number}/bills/").content.decode()
    assert "2025-01" in whole
    with django_assert_num_queries(1):
        lines = about.bills_of([account.pk], NOW.date(), most=5)
    assert [one.bill.number for one in lines] == [f"2025-{month:02}" for month in (9, 8, 7, 6, 5, 4)]
    older = about.bills_of([account.pk], NOW.date(), before=lines[4].bill.pk, most=5)
    assert [one.bill.number for one in older] == [f"2025-{month:02}" for month in (4, 3, 2, 1)]


def test_confidential_account_facts_are_kept_from_the_department(account, handler, supervisor, limit):
    make_bill(account)
    ticket = make_ticket("investigating", handler=handler, region=account.premise.region, confidential=True)
    about.name_account(ticket, account="W7001", bill="2026-02", actor=acting(supervisor), at=NOW, source="desk")
    theirs, ours = Client(), Client()
    theirs.force_login(handler)
    ours.force_login(supervisor)
    page = f"/desk/tickets/{ticket.number}/"
    assert "W7001" not in theirs.get(page).content.decode()
    assert "W7001" in ours.get(page).content.decode()
    for path in ("bills/", "account/", "adjustment/"):
        assert theirs.get(page + path).status_code == 404
    for path in ("bills/", "payments/"):
        assert theirs.get(f"/api/v1/tickets/{ticket.number}/{path}").status_code == 404
    assert theirs.get(f"/api/v1/tickets/{ticket.number}/").json()["account"] is None


def test_by_form_at_the_desk(investigated, account, handler, billing):
    make_bill(account)
    desk = Client()
    desk.force_login(handler)
    page = f"/desk/tickets/{investigated.number}/"
    named = desk.post(f"{page}account/", {"account": "W7001", "bill": "2026-02"})
    assert named.status_code == 302
    assert desk.post(f"{page}account/", {"account": "W404"}).status_code == 422
    empty = desk.post(f"{page}adjustment/", {"kind": "refund"})
    assert empty.status_code == 422
    assert 'value="W7001"' in desk.get(f"{page}adjustment/").content.decode()
    wish = {"kind": "correction", "account": "W7001", "bill": "2026-02", "amount": "12.50", "reason": "<b>Twice</b>"}
    assert desk.post(f"{page}adjustment/", wish).status_code == 302
    mine = Adjustment.objects.get()
    say(mine, "rejected", billing, words="<script>no</script>")
    shown = desk.get(page).content.decode()
    assert "Rejected by billing" in shown
    assert "<script>no" not in shown
    assert desk.post(f"{page}adjustments/{mine.pk}/rest/", {"words": ""}).status_code == 422
    assert desk.post(f"{page}adjustments/{mine.pk}/rest/", {"words": "Agreed."}).status_code == 302


def test_on_the_customers_page_bills_are_told_once_the_caller_is_verified(account, agent, monkeypatch):
    make_bill(account)
    desk = Client()
    desk.force_login(agent)
    page = f"/desk/customers/{account.customer_id}/"
    assert "2026-02" not in desk.get(page).content.decode()
    sure = Verification(at=timezone.now(), method=making.make_reason("closing"))
    monkeypatch.setattr(callers, "verified", lambda customer, user, at: sure)
    assert "¥128.40 outstanding" in desk.get(page).content.decode()
