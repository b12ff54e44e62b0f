"""The house's own lists over REST: what cannot be is refused by field, what others stand on stays, and programs
read only what is in use."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from complaints.models import Category, Cue, Question, Reason
from customers.models import Tag
from servicecenter.models import Duty, Event, Team
from tests import making
from tests.api.conftest import Caller, session
from tests.api.test_rules import BOTH, administrator, ask, logged  # noqa: F401 - a fixture among them
from tests.making import NOW, named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("leak", "handler")]
SET = "/api/v1/settings/"
QUESTION = {"category": "leak", "code": "where", "labels": BOTH}
CUE = {"language": "en", "phrase": "flood"}
DUTY = {"user": "hana", "role": "handler", "since": "2090-03-11T08:00:00+08:00", "until": "2090-03-11T20:00:00+08:00"}
CHOICE = {"code": "in", **BOTH}


@pytest.fixture
def leak() -> Category:
    return making.make_category("leak", nature="repair")


@pytest.mark.parametrize(
    ("kind", "said", "field"),
    [
        ("categories", {"code": "leak", "labels": BOTH, "nature": "repair"}, "code"),
        ("categories", {"code": "new", "labels": BOTH, "nature": "anger"}, "nature"),
        ("categories", {"code": "new", "labels": BOTH, "nature": "repair", "position": -1}, "position"),
        ("questions", {**QUESTION, "category": "none"}, "category"),
        ("questions", {**QUESTION, "kind": "choice"}, "choices"),
        ("questions", {**QUESTION, "choices": [CHOICE]}, "choices"),
        ("questions", {**QUESTION, "kind": "choice", "choices": [CHOICE, CHOICE]}, "choices"),
        ("questions", {**QUESTION, "kind": "choice", "choices": [{"code": "in", "en": "Inside"}]}, "choices"),
        ("questions", {**QUESTION, "kind": "choice", "choices": [{**CHOICE, "code": " "}]}, "choices"),
        ("questions", {**QUESTION, "kind": "choice", "choices": [{**CHOICE, "en": "x" * 201}]}, "choices"),
        ("questions", {**QUESTION, "kind": "choice", "choices": [CHOICE] * 51}, "choices"),
        ("questions", {**QUESTION, "choices": "in"}, "choices"),
        ("cues", CUE, "__all__"),
        ("cues", {**CUE, "category": "leak", "priority": "urgent"}, "__all__"),
        ("cues", {**CUE, "category": "leak", "phrase": "x" * 81}, "phrase"),
        ("reasons", {"list": "none", "code": "new", "labels": BOTH}, "list"),
        ("regions", {"code": "new", "labels": BOTH}, "calendar"),
        ("regions", {"code": "new", "labels": BOTH, "calendar": "none"}, "calendar"),
        ("teams", {"code": "new", "labels": {"en": "New"}}, "labels"),
        ("teams", {"code": "no slug", "labels": BOTH}, "code"),
        ("duties", {**DUTY, "until": DUTY["since"]}, "until"),
        ("duties", {**DUTY, "since": "0001-01-01T00:00:00+14:00"}, "since"),
        ("duties", {**DUTY, "until": "9999-12-31T23:59:59-14:00"}, "until"),
        ("duties", {**DUTY, "since": 7}, "since"),
        ("duties", {**DUTY, "user": "nobody"}, "user"),
        ("duties", {**DUTY, "role": "king"}, "role"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_field_and_nothing_is_kept(administrator, kind, said, field):  # noqa: F811
    before = administrator.http.get(f"{SET}{kind}/").json()
    refused = ask(administrator, "POST", f"{SET}{kind}/", **said)
    assert (refused.status_code, list(refused.json()["errors"])) == (400, [field]), refused.content
    assert administrator.http.get(f"{SET}{kind}/").json() == before
    assert logged() == []


def test_a_code_is_given_once_in_each_list(administrator, leak):  # noqa: F811
    for path, said in (("reasons/", {"list": "hold", "code": "late", "labels": BOTH}), ("questions/", QUESTION)):
        assert ask(administrator, "POST", SET + path, **said).status_code == 201
        assert "already exists" in str(ask(administrator, "POST", SET + path, **said).json()["errors"])
    assert ask(administrator, "POST", f"{SET}reasons/", list="closing", code="late", labels=BOTH).status_code == 201
    ask(administrator, "PATCH", f"{SET}reasons/closing/late/", position=7)
    assert list(Reason.objects.filter(code="late").values_list("list", "position")) == [("closing", 7), ("hold", 100)]


def test_a_question_is_told_in_the_history_of_its_category(administrator, leak):  # noqa: F811
    ask(administrator, "POST", f"{SET}questions/", **QUESTION)
    told = Event.objects.get(kind="configuration.changed").payload
    assert (told["model"], told["pk"], told["change"], told["fields"]) == (
        "complaints.category", leak.pk, "changed", ["questions"],
    )  # fmt: skip
    history = administrator.http.get(f"/admin/complaints/category/{leak.pk}/history/").content.decode()
    assert "Question" in history


def test_a_question_of_choices_becomes_one_without(administrator, leak):  # noqa: F811
    Question.objects.create(category=leak, code="where", labels=named("Where"), kind="choice", choices=[CHOICE])
    told = ask(administrator, "PATCH", f"{SET}questions/leak/where/", kind="text", choices=[])
    assert (told.status_code, told.json()["choices"]) == (200, [])


def test_programs_read_what_is_in_use_and_at_once(administrator, leak):  # noqa: F811
    ask(administrator, "POST", f"{SET}questions/", **QUESTION)
    row = next(one for one in administrator.http.get("/api/v1/categories/").json() if one["code"] == "leak")
    assert [one["code"] for one in row["questions"]] == ["where"]
    ask(administrator, "PATCH", f"{SET}categories/leak/", is_active=False)
    assert "leak" not in [one["code"] for one in administrator.http.get("/api/v1/categories/").json()]
    assert "leak" in [one["code"] for one in administrator.http.get(f"{SET}categories/").json()]


def test_a_new_cue_is_heard_at_once(administrator, agent):  # noqa: F811
    words, desk = {"words": "There is a flood"}, session(agent)
    assert desk.post("/api/v1/suggestions/", words).json()["category"]["value"] == ""
    ask(administrator, "POST", f"{SET}cues/", **CUE, category="leak")
    assert desk.post("/api/v1/suggestions/", words).json()["category"]["value"] == "leak"


def test_a_category_goes_with_its_questions_and_cues_but_never_from_under_a_ticket(administrator, leak):  # noqa: F811
    Question.objects.create(category=leak, code="where", labels=named("Where"))
    Cue.objects.create(category=leak, language="en", phrase="flood")
    ticket = making.make_ticket("investigating")
    type(ticket).objects.update(category=leak)
    held = ask(administrator, "DELETE", f"{SET}categories/leak/")
    assert (held.status_code, held.json()["detail"]) == (409, "Records that stand on it: 1")
    type(ticket).objects.update(category=None)
    assert ask(administrator, "DELETE", f"{SET}categories/leak/").status_code == 204
    assert (Question.objects.count(), Cue.objects.count()) == (0, 0)


def _duty(handler: Any) -> str:
    region = making.make_region("east")
    Duty.objects.create(user=handler, role="handler", region=region, since=NOW, until=NOW + timedelta(hours=8))
    return "regions/east/"


def _role(handler: Any) -> str:
    making.make_staff("agent", name="eve", region=making.make_region("east"))
    return "regions/east/"


def _member(handler: Any) -> str:
    return "teams/network/"


def _borne(handler: Any) -> str:
    tag = Tag.objects.create(code="landlord", labels=named("Landlord"))
    making.make_customer("Nora North").tags.add(tag)
    return "tags/landlord/"


@pytest.mark.parametrize("make", [_duty, _role, _member, _borne])
def test_what_others_would_lose_is_not_deleted(administrator, handler, make):  # noqa: F811
    one = SET + make(handler)
    assert ask(administrator, "DELETE", one).status_code == 409
    assert ask(administrator, "PATCH", one).status_code == 200, "it is there still"
    assert Team.objects.filter(members=handler).exists()
    assert logged() == []


def test_duties_that_are_over_are_not_listed_but_found(administrator, handler):  # noqa: F811
    now = timezone.now()
    hours: dict[str, Any] = {"user": handler, "role": "handler", "since": now - timedelta(days=2)}
    over = Duty.objects.create(**hours, until=now - timedelta(days=1))
    still = Duty.objects.create(**hours, until=now + timedelta(hours=1))
    assert [row["id"] for row in administrator.http.get(f"{SET}duties/").json()] == [still.pk]
    assert ask(administrator, "PATCH", f"{SET}duties/{over.pk}/", role="agent").json()["role"] == "agent"
    twice = {"user": handler.username, "role": "handler", "since": now.isoformat(), "until": str(still.until)}
    refused = ask(administrator, "POST", f"{SET}duties/", **twice)
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["since"])


def test_the_refusal_speaks_chinese(administrator: Caller):  # noqa: F811
    administrator.language = "zh-hans"
    refused = administrator.post(f"{SET}duties/", {**DUTY, "until": DUTY["since"]})
    assert refused.json()["errors"]["until"] == ["结束时间必须晚于开始时间。"]
