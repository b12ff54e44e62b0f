"""A hand-over nobody signs: told once, to who is on duty and to who wrote it, after a time the house has set."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from channels_hub import notices
from channels_hub.delivery import deliver
from channels_hub.models import Outbound
from complaints.desk import handovers, unsigned
from complaints.models import Handover, HandoverRule
from servicecenter.models import Duty, Event
from servicecenter.outbox import relay
from tests import making
from tests.api.conftest import Caller
from tests.making import NOW, acting, named

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
HALF_AN_HOUR = 30 * MINUTE
HOUR = 60 * MINUTE


@pytest.fixture
def handed_over(supervisor, north) -> Handover:
    return handovers.write(
        region=north, words="The nursery rings every hour.", actor=acting(supervisor), at=NOW, source="desk"
    )


@pytest.fixture
def on_duty(north):
    leader = making.make_staff("shift_leader", name="nadia", region=north)
    Duty.objects.create(user=leader, role="shift_leader", region=north, since=NOW, until=NOW + 8 * HOUR)
    return leader


def told() -> list[dict]:
    return list(Event.objects.filter(kind="handover.unsigned").order_by("id").values_list("payload", flat=True))


def at_the_desk(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_it_is_told_after_half_an_hour_to_who_is_on_duty_and_to_its_writer(handed_over, on_duty, supervisor):
    assert not unsigned.alarm(NOW + HALF_AN_HOUR - MINUTE)
    assert unsigned.alarm(NOW + HALF_AN_HOUR)
    (payload,) = told()
    assert payload["role"] == "shift_leader"
    assert payload["people"] == [on_duty.pk, supervisor.pk]
    assert payload["due_at"] == (NOW + HALF_AN_HOUR).isoformat()


def test_run_twice_it_is_told_once(handed_over, on_duty):
    assert unsigned.alarm(NOW + HOUR)
    assert not unsigned.alarm(NOW + HOUR)
    assert not unsigned.alarm(NOW + 9 * HOUR)
    assert len(told()) == 1


def test_signed_in_time_it_is_not_told(handed_over, on_duty, shift_leader):
    handovers.read(handed_over, actor=acting(shift_leader), at=NOW + MINUTE, source="desk")
    assert not unsigned.alarm(NOW + HOUR)
    assert not told()


def test_with_nobody_on_duty_it_goes_up_and_never_to_the_writer_alone(handed_over, complaint_manager, supervisor):
    unsigned.alarm(NOW + HOUR)
    (payload,) = told()
    assert payload["people"] == [complaint_manager.pk, supervisor.pk]


def test_of_a_log_kept_for_years_nothing_old_is_told(handed_over, on_duty):
    assert not unsigned.alarm(NOW + timedelta(days=3))


def test_a_region_may_wait_longer_or_shorter_than_the_house(handed_over, on_duty, shift_leader, north):
    whole = handovers.write(region=None, words="All quiet.", actor=acting(shift_leader), at=NOW, source="desk")
    HandoverRule.objects.create(code="all", labels=named("all"), sign_within=10)
    HandoverRule.objects.create(code="north", labels=named("north"), region=north, sign_within=90)
    assert unsigned.alarm(NOW + 10 * MINUTE)
    assert list(Handover.objects.exclude(alarmed_at=None)) == [whole]
    assert not unsigned.alarm(NOW + 89 * MINUTE)
    assert unsigned.alarm(NOW + 90 * MINUTE)
    handed_over.refresh_from_db()
    assert handed_over.alarmed_at == NOW + 90 * MINUTE


def test_a_rule_switched_off_counts_no_more(handed_over, on_duty, north):
    HandoverRule.objects.create(code="north", labels=named("north"), region=north, sign_within=600, is_active=False)
    assert unsigned.alarm(NOW + HALF_AN_HOUR)


def test_two_rules_for_all_regions_are_refused_in_words():
    HandoverRule.objects.create(code="all", labels=named("all"))
    with pytest.raises(ValidationError, match="change it or switch it off"):
        HandoverRule(code="again", labels=named("again")).full_clean()


def test_the_administrator_sets_the_time(administrator):
    desk = at_the_desk(administrator)
    said = {
        "code": "all",
        "labels_en": "All",
        "labels_zh-hans": "全部",
        "sign_within": 0,
        "is_active": "on",
        "region": "",
    }
    assert "greater than or equal to 1" in desk.post("/admin/complaints/handoverrule/add/", said).content.decode()
    assert desk.post("/admin/complaints/handoverrule/add/", {**said, "sign_within": 20}).status_code == 302
    assert HandoverRule.objects.get().sign_within == 20
    assert Event.objects.filter(kind="configuration.changed", payload__model="complaints.handoverrule").exists()


RULES = "/api/v1/handovers/rules/"


def test_over_rest_administrators_read_the_rules_and_change_the_time(administrator, north):
    desk = at_the_desk(administrator)
    HandoverRule.objects.create(code="all", labels=named("all"), sign_within=45)
    HandoverRule.objects.create(code="north", labels=named("north"), region=north, is_active=False)
    told = desk.get(RULES).json()
    assert [(one["code"], one["region"], one["sign_within"], one["is_active"]) for one in told] == [
        ("all", None, 45, True),
        ("north", "north", 30, False),
    ]
    changed = desk.patch(f"{RULES}north/", {"sign_within": 90, "is_active": True}, "application/json")
    assert (changed.json()["sign_within"], changed.json()["is_active"]) == (90, True)
    event = Event.objects.get(kind="configuration.changed")
    assert (event.source, event.payload["before"]["sign_within"]) == ("api", 30)
    assert event.payload["after"]["sign_within"] == 90


@pytest.mark.parametrize("said", [{"sign_within": 0}, {"sign_within": "20"}, {"region": "south"}, {"is_active": 1}])
def test_over_rest_what_cannot_be_is_refused_by_field(administrator, said):
    HandoverRule.objects.create(code="all", labels=named("all"))
    refused = at_the_desk(administrator).patch(f"{RULES}all/", said, "application/json")
    assert (refused.status_code, refused.json()["errors"].keys()) == (400, said.keys())
    assert not Event.objects.filter(kind="configuration.changed").exists()


def test_over_rest_a_second_rule_for_all_regions_is_not_switched_on(administrator):
    for code, active in (("all", True), ("again", False)):
        HandoverRule.objects.create(code=code, labels=named(code), is_active=active)
    refused = at_the_desk(administrator).patch(f"{RULES}again/", {"is_active": True}, "application/json")
    assert refused.status_code == 400
    assert "change it or switch it off" in str(refused.json()["errors"])
    assert not HandoverRule.objects.get(code="again").is_active


def test_over_rest_nobody_else_reads_or_changes_the_rules(administrator, supervisor):
    HandoverRule.objects.create(code="all", labels=named("all"))
    other = at_the_desk(supervisor)
    assert other.get(RULES).status_code == 403
    assert other.patch(f"{RULES}all/", {"sign_within": 5}, "application/json").status_code == 403
    assert at_the_desk(administrator).patch(f"{RULES}none/", {}, "application/json").status_code == 404


def test_each_gets_one_mail_in_their_language_with_its_page_and_no_word_of_it(
    handed_over, on_duty, supervisor, settings
):
    settings.SITE_URL = "https://centre.example"
    type(supervisor).objects.filter(pk=supervisor.pk).update(language="zh-hans", email="sue@utility.invalid")
    unsigned.alarm(NOW + HOUR)
    event = Event.objects.get(kind="handover.unsigned")
    while relay(NOW + 2 * HOUR):
        pass
    notices.hear(event)
    assert Outbound.objects.filter(event=event).count() == 2
    deliver(NOW + 2 * HOUR)
    to = {message.to[0]: message for message in mail.outbox}
    assert to["nadia@utility.invalid"].subject.startswith("Hand-over not signed: ")
    assert "尚无人签收" in to["sue@utility.invalid"].body
    for message in to.values():
        assert f"https://centre.example/desk/handover/{handed_over.pk}/" in message.body
        assert "nursery" not in message.body


def test_the_log_shows_the_alarm_on_the_page_and_over_rest(handed_over, on_duty, shift_leader):
    unsigned.alarm(NOW + HALF_AN_HOUR)
    with time_machine.travel(NOW + HOUR, tick=False):
        desk = at_the_desk(shift_leader)
        assert "not signed, alarm at" in desk.get("/desk/handover/").content.decode()
        assert "未签收，已于" in desk.get("/desk/handover/", headers={"Accept-Language": "zh-hans"}).content.decode()
        assert "Not signed in time" in desk.get(f"/desk/handover/{handed_over.pk}/").content.decode()
        listed = Caller(http=desk).get("/api/v1/handovers/").json()["results"]
    assert listed[0]["alarmed_at"] is not None
