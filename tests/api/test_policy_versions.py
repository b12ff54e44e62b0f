"""What is promised is changed over REST as on the page: a version in force stays, another follows it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from complaints.models import PolicyVersion, Ticket
from servicecenter.models import Event
from tests import making
from tests.api.conftest import Caller
from tests.api.test_rules import administrator, ask  # noqa: F401 - a fixture among them
from tests.making import NOW

pytestmark = pytest.mark.django_db
VERSIONS, DAY = "/api/v1/policies/versions/", timedelta(days=1)
TO_COME = NOW + 7 * DAY
DANGER = {"milestone": "on_site", "amount": None, "unit": "minutes", "danger": True}


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def running() -> PolicyVersion:
    version = making.make_policy(reply=(5, "working_days"), review=(240, "working_minutes"))
    version.targets.create(**DANGER)
    return version


@pytest.fixture
def coming(administrator, running) -> dict[str, Any]:  # noqa: F811
    made = ask(administrator, "POST", VERSIONS, follows=running.pk, valid_from=TO_COME.isoformat())
    assert made.status_code == 201, made.content
    return made.json()


def promised(pk: int) -> dict[str, tuple[int | None, str]]:
    return {one.milestone: (one.amount, one.unit) for one in PolicyVersion.objects.get(pk=pk).targets.all()}


def logged() -> list[tuple[int, str, list[str], str]]:
    rows = Event.objects.filter(kind="configuration.changed").order_by("pk")
    return [(row.payload["pk"], row.payload["change"], row.payload["fields"], row.source) for row in rows]


def test_a_version_follows_another_with_its_promises_and_the_other_ends_there(administrator, running, coming):  # noqa: F811
    running.refresh_from_db()
    assert (coming["number"], coming["policy"]) == (2, "standard")
    assert datetime.fromisoformat(coming["valid_from"]) == TO_COME
    assert running.valid_until == TO_COME
    assert promised(coming["id"]) == promised(running.pk)
    assert logged() == [
        (running.pk, "changed", ["valid_until"], "api"), (coming["id"], "added", ["number", "valid_from"], "api"),
    ]  # fmt: skip
    assert [one["id"] for one in administrator.http.get(VERSIONS).json()] == [running.pk, coming["id"]]


def test_what_a_version_has_otherwise_may_be_said_as_it_is_begun(administrator, running):  # noqa: F811
    targets = [
        {"milestone": "reply", "amount": 3},
        {"milestone": "first_response", "amount": 10, "unit": "working_days"},
    ]
    made = ask(
        administrator, "POST", VERSIONS, follows=running.pk, valid_from=TO_COME.isoformat(), rounds=3, targets=targets
    )
    assert (made.status_code, made.json().get("rounds")) == (201, 3), made.content
    assert promised(made.json()["id"]) == {"reply": (3, "working_days"), "first_response": (10, "working_days")}
    assert logged()[-1][1:3] == ("changed", ["rounds", "targets"])


def test_one_to_come_is_changed_row_by_row_and_taken_back(administrator, running, coming):  # noqa: F811
    one = f"{VERSIONS}{coming['id']}/"
    kept = [{"milestone": name} for name in ("reply", "review")]
    told = ask(administrator, "PATCH", one, rounds=1, targets=[*kept[:1], {**kept[1], "amount": 120}])
    assert told.status_code == 200, told.content
    assert promised(coming["id"]) == {"reply": (5, "working_days"), "review": (120, "working_minutes")}
    changed = Event.objects.order_by("pk").last()
    assert [row["change"] for row in changed.payload["rows"]] == ["deleted", "changed"]
    assert ask(administrator, "PATCH", one, rounds=1).status_code == 200
    assert len(logged()) == 3, "nothing was changed, nothing is told"
    assert ask(administrator, "DELETE", one).status_code == 204
    assert not PolicyVersion.objects.filter(pk=coming["id"]).exists()
    assert logged()[-2][1] == "deleted"


def test_where_one_is_taken_back_the_one_before_goes_on_without_a_gap(administrator, running, coming):  # noqa: F811
    later = ask(
        administrator, "POST", VERSIONS, follows=coming["id"], valid_from=(TO_COME + 30 * DAY).isoformat()
    ).json()
    assert ask(administrator, "DELETE", f"{VERSIONS}{coming['id']}/").status_code == 204
    running.refresh_from_db()
    assert running.valid_until == TO_COME + 30 * DAY
    assert logged()[-1][1:3] == ("changed", ["valid_until"])
    assert ask(administrator, "DELETE", f"{VERSIONS}{later['id']}/").status_code == 204
    running.refresh_from_db()
    assert running.valid_until is None


@pytest.mark.parametrize(
    "said",
    [{"rounds": 3}, {"valid_from": (NOW + DAY).isoformat()}, {"targets": []},
     {"targets": [{"milestone": "reply", "amount": 9}, {"milestone": "review"}, DANGER]}],
)  # fmt: skip
def test_one_in_force_is_not_changed(administrator, running, said):  # noqa: F811
    before = promised(running.pk)
    refused = ask(administrator, "PATCH", f"{VERSIONS}{running.pk}/", **said)
    assert (refused.status_code, refused.json()["code"]) == (409, "in_force")
    assert ask(administrator, "DELETE", f"{VERSIONS}{running.pk}/").status_code == 409
    assert (promised(running.pk), logged()) == (before, [])


def test_one_in_force_may_end_and_have_its_hole_filled(administrator, running):  # noqa: F811
    rows = [{"milestone": "reply"}, {"milestone": "review"}, {"milestone": "on_site", "amount": 60}]
    told = ask(administrator, "PATCH", f"{VERSIONS}{running.pk}/", valid_until=TO_COME.isoformat(), targets=rows)
    assert told.status_code == 200, told.content
    assert promised(running.pk)["on_site"] == (60, "minutes")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"follows": 987654, "valid_from": TO_COME.isoformat()}, "follows"),
        ({"follows": "1", "valid_from": TO_COME.isoformat()}, "follows"),
        ({"valid_from": (NOW - DAY).isoformat()}, "valid_from"),
        ({"valid_from": "soon"}, "valid_from"),
        ({}, "valid_from"),
        ({"valid_from": TO_COME.isoformat(), "targets": [{"milestone": "tea", "amount": 1}]}, "targets"),
        ({"valid_from": TO_COME.isoformat(), "targets": [{"milestone": "reply", "amount": None}]}, "targets"),
        ({"valid_from": TO_COME.isoformat(), "targets": [{"milestone": "reply"}] * 2}, "targets"),
        ({"valid_from": TO_COME.isoformat(), "targets": [{"milestone": "reply", "amounts": 1}]}, "targets"),
        ({"valid_from": TO_COME.isoformat(), "targets": "all"}, "targets"),
        ({"valid_from": TO_COME.isoformat(), "valid_until": NOW.isoformat()}, "valid_until"),
        ({"valid_from": TO_COME.isoformat(), "rounds": 10}, "rounds"),
        ({"valid_from": TO_COME.isoformat(), "policy": "standard"}, "policy"),
    ],
)  # fmt: skip
def test_what_cannot_follow_is_refused_by_field_and_nothing_ends(administrator, running, said, field):  # noqa: F811
    refused = ask(administrator, "POST", VERSIONS, **{"follows": running.pk, **said})
    assert (refused.status_code, list(refused.json()["errors"])) == (400, [field]), refused.content
    running.refresh_from_db()
    assert (running.valid_until, PolicyVersion.objects.count(), logged()) == (None, 1, [])


def test_a_first_version_is_begun_and_must_not_clash(administrator, running):  # noqa: F811
    body = {"policy": "standard", "valid_from": TO_COME.isoformat(), "targets": [{**DANGER, "amount": 30}]}
    clash = ask(administrator, "POST", VERSIONS, **body)
    assert "already applies to the same matters" in str(clash.json()["errors"]["valid_from"])
    made = ask(administrator, "POST", VERSIONS, **body, priority="critical")
    assert (made.status_code, made.json()["number"]) == (201, 2), made.content
    assert promised(made.json()["id"]) == {"on_site": (30, "minutes")}


def test_nobody_else_may(administrator: Caller, running, supervisor):  # noqa: F811
    administrator.http.force_login(supervisor, backend="django.contrib.auth.backends.ModelBackend")
    asked = [("POST", VERSIONS), ("PATCH", f"{VERSIONS}{running.pk}/"), ("DELETE", f"{VERSIONS}{running.pk}/")]
    assert [ask(administrator, method, where).status_code for method, where in asked] == [403] * 3


def ends(version: PolicyVersion) -> datetime | None:
    version.refresh_from_db()
    return version.valid_until


@pytest.mark.parametrize("days", [3, 20], ids=["sooner", "later"])
def test_one_to_come_is_moved_and_the_one_before_ends_there(administrator, running, coming, days):  # noqa: F811
    moment = NOW + days * DAY
    told = ask(administrator, "PATCH", f"{VERSIONS}{coming['id']}/", valid_from=moment.isoformat(), rounds=1)
    assert told.status_code == 200, told.content
    assert (datetime.fromisoformat(told.json()["valid_from"]), ends(running)) == (moment, moment)
    assert logged()[-2:] == [
        (running.pk, "changed", ["valid_until"], "api"), (coming["id"], "changed", ["rounds", "valid_from"], "api"),
    ]  # fmt: skip
    along = Event.objects.filter(kind="configuration.changed").order_by("-pk")[1].payload
    assert (along["before"], along["after"]) == (
        {"valid_until": TO_COME.isoformat()}, {"valid_until": moment.isoformat()}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW, "what was promised until now stays"),
        (NOW - DAY, "what was promised until now stays"),
        (NOW + 2 * DAY, "choose a later moment"),
        (NOW + 40 * DAY, "It must end after it begins"),
        (NOW + 31 * DAY, "It must end after it begins"),
    ],
)
def test_it_is_not_moved_where_it_cannot_be(administrator, running, coming, moment, words):  # noqa: F811
    """Of three in a row the middle one stays between its neighbours."""
    PolicyVersion.objects.filter(pk=running.pk).update(valid_from=NOW + 2 * DAY)
    last = ask(administrator, "POST", VERSIONS, follows=coming["id"], valid_from=(NOW + 30 * DAY).isoformat())
    assert last.status_code == 201, last.content
    before = len(logged())
    refused = ask(administrator, "PATCH", f"{VERSIONS}{coming['id']}/", valid_from=moment.isoformat())
    assert (refused.status_code, words in str(refused.json()["errors"])) == (400, True), refused.content
    assert (ends(running), len(logged())) == (TO_COME, before)


def test_one_somebody_was_promised_something_by_is_not_moved(administrator, running, coming):  # noqa: F811
    making.make_ticket()
    Ticket.objects.update(policy_version=coming["id"])
    refused = ask(administrator, "PATCH", f"{VERSIONS}{coming['id']}/", valid_from=(NOW + 9 * DAY).isoformat())
    assert (refused.status_code, refused.json()["code"], ends(running)) == (409, "in_force", TO_COME)


def test_of_other_matters_it_is_no_follower_and_moves_nobody_s_end(administrator, running, coming):  # noqa: F811
    said = {"valid_from": (NOW + 9 * DAY).isoformat(), "priority": "urgent"}
    moved = ask(administrator, "PATCH", f"{VERSIONS}{coming['id']}/", **said)
    assert (moved.status_code, ends(running)) == (200, TO_COME), moved.content


def test_moving_is_refused_in_chinese(administrator, running, coming):  # noqa: F811
    refused = administrator.http.patch(
        f"{VERSIONS}{coming['id']}/", {"valid_from": NOW.isoformat()}, "application/json",
        headers={"Accept-Language": "zh-hans"},
    )  # fmt: skip
    assert "请选择将来的时间：此前所作承诺不变。" in str(refused.json()["errors"])
