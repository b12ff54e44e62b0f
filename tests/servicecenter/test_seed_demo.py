"""The demo: a house with something at every stage, made the real way, reaching nobody outside."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from channels_hub.models import Outbound
from complaints.choices import Stage
from complaints.models import Adjustment, Callback, CallbackAttempt, Clock, FollowUp, Handover, Ticket, Triage
from complaints.promises import policies
from customers.models import Account, Customer
from quality.models import Handling, Inspection, Scorecard
from servicecenter import duty
from servicecenter.models import Event, Outbox, Region, User
from servicecenter.outbox import relay
from servicecenter.seeds import demo_house
from servicecenter.seeds.defaults import seed_defaults
from servicecenter.seeds.demo import seed_demo
from tests import making
from tests.stories import untold

WEDNESDAY = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)
HOLIDAY_NIGHT = datetime(2026, 2, 21, 18, 0, tzinfo=UTC)  # a Saturday in the Spring Festival


@pytest.fixture(
    scope="module",
    params=[WEDNESDAY, pytest.param(HOLIDAY_NIGHT, marks=pytest.mark.once)],
    ids=["wednesday", "holiday-night"],
)
def built(request, django_db_setup, django_db_blocker):
    """The demo as of a moment, built once for all tests here and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed_defaults()
        seed_demo(request.param)
        making.count_rows()
        yield request.param
        transaction.set_rollback(True)


@pytest.fixture
def now(built, db) -> datetime:
    return built


@pytest.fixture
def demo(now) -> datetime:
    return now


def test_a_house_with_something_at_every_stage(now):
    stages = Counter(Ticket.objects.values_list("stage", flat=True))
    assert min(stages[stage] for stage in Stage.values) >= 4
    open_now = Ticket.objects.open()
    assert open_now.filter(next_due_at__lt=now).count() >= 5, "overdue"
    assert open_now.filter(next_due_at__range=(now, now + timedelta(days=1))).exists(), "nearly due"
    assert Ticket.objects.filter(held_at__isnull=False).count() == 4
    assert Ticket.objects.filter(round=2).count() == 5
    assert Ticket.objects.filter(priority="critical").count() >= 4
    assert Ticket.objects.filter(anonymous=True).exists()
    assert Ticket.objects.filter(confidential=True).exists()
    assert min(Counter(Ticket.objects.values_list("language", flat=True)).values()) > 20
    assert Ticket.objects.filter(rectify_open__gt=0).exists(), "a cause to be put right"
    assert {clock.state for clock in Clock.objects.all()} == {"running", "paused", "met", "late", "cancelled"}


def test_nothing_of_it_lies_ahead_of_now_and_each_ticket_has_its_own_order(now):
    assert not Event.objects.filter(at__gt=now).exists()
    for ticket in Ticket.objects.all():
        moments = list(
            Event.objects.filter(subject_id=ticket.pk, subject_type="ticket")
            .order_by("id")
            .values_list("at", flat=True)
        )
        assert moments == sorted(moments)
        assert moments[0] == ticket.received_at


def test_it_tells_nobody_outside(now):
    assert not Outbox.objects.filter(subscriber="notices").exists()
    while relay(now):
        pass
    assert not Outbound.objects.exists()


def test_customers_have_accounts_and_places_in_both_languages(demo):
    assert Customer.objects.count() == 45, "forty residents; four who signed and a son"
    assert Account.objects.count() == 80
    assert Customer.objects.filter(standing="important_user").count() == 2
    assert Customer.objects.filter(language="zh-hans").count() > 15


def test_bills_stand_on_tickets_and_billing_has_said_no_to_one_refund(demo):
    assert Account.objects.filter(bills__payments__isnull=False).distinct().count() == 80
    assert Ticket.objects.filter(bill__isnull=False, category__code__startswith="billing").count() >= 5
    assert sorted(Adjustment.objects.values_list("state", flat=True)) == [
        "rejected", "requested", "reversed", "reversed",
    ]  # fmt: skip
    assert Ticket.objects.filter(adjustments_open=1).count() == 3


def test_somebody_is_on_duty_now_and_a_year_from_now(now):
    for at in (now, now + timedelta(days=365)):
        for role in demo_house.ON_CALL:
            for region in Region.objects.all():
                reached, people = duty.reach(role, region.pk, at)
                assert (reached, bool(people)) == (role, True)


def test_the_demo_fills_its_own_danger_times(now):
    assert policies.unfilled_dangers(now) == []


def test_the_logins_open_the_house_until_a_password_is_changed(demo):
    logins = {username: password for username, password, _what in demo_house.demo_logins()}
    assert len(logins) == User.objects.count()
    assert User.objects.get(username="supervisor").check_password(logins["supervisor"])
    changed = User.objects.get(username="agent")
    changed.set_password("something quite different 9")
    changed.save()
    assert "agent" not in {username for username, *_rest in demo_house.demo_logins()}
    assert User.objects.get(username="admin").is_staff


def test_a_second_call_is_refused_and_so_is_a_house_with_people(demo):
    before = Ticket.objects.count()
    with pytest.raises(CommandError, match="only for an empty"):
        call_command("seed_demo", force=True)
    assert Ticket.objects.count() == before


def test_no_contact_lies_in_clear_text_anywhere(demo):
    """Phone numbers and addresses of customers are found neither as text nor inside any other column."""
    assert not any(needle in cell for cell in _every_cell() for needle in ("1632960", "customer100@", "customer103@"))


def _every_cell():
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for cell in row:
                    yield (
                        cell.tobytes().decode("latin-1")
                        if isinstance(cell, memoryview)
                        else (cell.decode("latin-1") if isinstance(cell, bytes) else str(cell))
                    )


def test_each_alarm_stands_at_its_own_moment(demo):
    alarms = Event.objects.filter(kind__startswith="clock.").values_list("at", "payload__planned_at")
    assert all(at == datetime.fromisoformat(planned) for at, planned in alarms if planned)
    assert alarms


def test_quality_has_something_at_every_stage(demo):
    """Rounds told from the trail, a sample with results, one still to judge, an appeal open and one answered."""
    inspections = Inspection.objects.all()
    assert Handling.objects.count() >= 20
    assert inspections.filter(submitted_at=None).exists()
    assert inspections.filter(submitted_at__isnull=False).exists()
    assert inspections.filter(appealed_at__isnull=False, settled_at=None).exists()
    assert inspections.filter(upheld=True).exists()
    assert all(one.score > one.score_before for one in inspections.filter(upheld=True)), "who was right gains by it"
    assert not inspections.filter(appealed_at__isnull=False, settled_at=None, score=100).exists()
    assert set(Scorecard.objects.values_list("of", flat=True)) == set(Scorecard.Of.values)


def test_what_follows_the_reply_can_be_seen(demo):
    """A promise in June, unsatisfied but lawful, a second handling, unreachable three times, a changed number."""
    assert FollowUp.objects.filter(done_at=None, due_at__gt=demo).exists()
    assert Triage.objects.filter(decision="explained", ticket__stage="replied").exists()
    assert Triage.objects.filter(decision="second", ticket__round=2).exists()
    unreached = Callback.objects.filter(state="unverified", attempts__outcome="no_answer").distinct()
    assert [one.attempts.count() for one in unreached] == [3]
    assert CallbackAttempt.objects.filter(other_number__isnull=False).count() == 1
    assert Callback.objects.filter(state="planned").count() >= 3


def test_one_shift_was_taken_over_and_one_hand_over_waits(demo):
    assert [one.read_by is None for one in Handover.objects.order_by("pk")] == [False, True]
    assert all(one.facts["emergencies"] or one.facts["approvals"] for one in Handover.objects.all())


def test_every_row_under_a_ticket_is_told_in_its_story(now):
    assert untold() == set()
