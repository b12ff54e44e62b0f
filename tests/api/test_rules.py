"""What an administrator sets on their pages they set over REST: with the same checks, and logged the same way."""

import json
from typing import Any

import pytest

from complaints.models import CallbackRule, EmergencyCall, HandoverRule, MoneyLimit, SafetyCard
from servicecenter.models import Event
from tests import making
from tests.api.conftest import Caller, session
from tests.making import NOW, named

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("north")]
BOTH = {"en": "All", "zh-hans": "全部"}
CALLBACKS = "/api/v1/callbacks/rules/"
QUESTIONS, DUTIES = "/api/v1/settings/questions/", "/api/v1/settings/duties/"
NIGHT = "2090-03-11T20:00:00+08:00"
# Address → a new row, what is then changed of it, and what of the row is as usual.
KINDS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    CALLBACKS: ({"code": "all", "labels": BOTH, "region": "north"}, {"share": 20, "strict": True}, {"first": "person"}),
    "/api/v1/handovers/rules/": (
        {"code": "all", "labels": BOTH, "sign_within": 45}, {"region": "north"}, {"is_active": True},
    ),
    "/api/v1/surveys/rules/": ({"code": "all", "labels": BOTH}, {"nature": "complaint"}, {"open_days": 14}),
    "/api/v1/policies/limits/": ({"role": "handler", "amount": "200.00"}, {"amount": None}, {"label": "Handler"}),
    "/api/v1/policies/recourses/": (
        {"code": "all", "labels": BOTH, "kind": "outside", "how": BOTH}, {"contact": "12345"}, {"category": None},
    ),
    "/api/v1/policies/cards/": (
        {"code": "all", "labels": BOTH, "steps": [BOTH]},
        {"steps": [BOTH, BOTH], "version": 2, "approved_by": "Wei Lin", "approved_on": "2026-03-01"},
        {"version": 1, "approved_on": None, "is_active": True},
    ),
    "/api/v1/settings/policies/": (
        {"code": "all", "labels": BOTH, "is_active": False},
        {"source": "A standard", "is_active": True},
        {"source": ""},
    ),
    "/api/v1/settings/categories/": (
        {"code": "all", "labels": BOTH, "nature": "repair"}, {"is_public": False}, {"utility": "", "position": 100},
    ),
    QUESTIONS: (
        {"category": "leak", "code": "all", "labels": BOTH},
        {"kind": "choice", "choices": [{"code": "yes", **BOTH}], "safety": True},
        {"kind": "text", "choices": [], "required": False},
    ),
    "/api/v1/settings/cues/": (
        {"language": "en", "phrase": "water everywhere", "category": "leak"},
        {"category": None, "priority": "urgent"},
        {"nature": "", "priority": ""},
    ),
    "/api/v1/settings/reasons/": (
        {"list": "hold", "code": "all", "labels": BOTH}, {"is_active": False}, {"position": 100},
    ),
    "/api/v1/settings/regions/": (
        {"code": "all", "labels": BOTH, "calendar": "office"}, {"area_class": "remote"}, {"area_class": "urban"},
    ),
    "/api/v1/settings/teams/": (
        {"code": "all", "labels": BOTH, "department": "network"},
        {"department": None, "region": "north"},
        {"region": None, "is_active": True},
    ),
    DUTIES: (
        {"user": "hana", "role": "handler", "since": "2090-03-11T08:00:00+08:00", "until": NIGHT}, {"region": "north"},
        {"region": None},
    ),
    "/api/v1/settings/tags/": ({"code": "all", "labels": BOTH}, {"is_active": False}, {"is_active": True}),
    "/api/v1/settings/care-kinds/": ({"code": "all", "labels": BOTH}, {"position": 7}, {"position": 100}),
}  # fmt: skip
LISTS = [path for path in KINDS if "/settings/" in path]
# By which columns a row is found, where that is no code; of the last a part of another, in whose history it stands.
KEYS = {
    "/api/v1/policies/limits/": ["role"], QUESTIONS: ["category", "code"], "/api/v1/settings/cues/": ["id"],
    "/api/v1/settings/reasons/": ["list", "code"], DUTIES: ["id"],
}  # fmt: skip


@pytest.fixture
def administrator() -> Caller:
    return session(making.make_staff("administrator"))


def ask(desk: Caller, method: str, path: str, **said: Any):
    return desk.http.generic(method, path, json.dumps(said), content_type="application/json")


def logged() -> list[tuple[str, str]]:
    """What was done by which door; of a part of another row, what was done to the part."""
    told = [(row.payload, row.source) for row in Event.objects.filter(kind="configuration.changed")]
    return [((payload["rows"] or [payload])[0]["change"], source) for payload, source in told]


def found_at(path: str, row: dict[str, Any]) -> str:
    return path + "".join(f"{row[key]}/" for key in KEYS.get(path, ["code"]))


@pytest.fixture
def house(handler, network):
    """What some of the kinds speak of, beside the north."""
    return making.make_category("leak", nature="repair")


@pytest.mark.parametrize("path", KINDS)
def test_it_is_added_listed_changed_and_deleted_and_each_is_logged_once(administrator, house, path):
    new, changed, usual = KINDS[path]
    before = administrator.http.get(path).json()
    made = ask(administrator, "POST", path, **new)
    assert made.status_code == 201, made.content
    assert made.json().items() >= {**new, **usual}.items()
    rows = administrator.http.get(path).json()
    assert [row for row in rows if row not in before] == [made.json()]
    one = found_at(path, made.json())
    for _again in range(2):
        assert ask(administrator, "PATCH", one, **changed).json() == {**made.json(), **changed}
    assert ask(administrator, "DELETE", one).status_code == 204
    assert administrator.http.get(path).json() == before
    assert logged() == [("added", "api"), ("changed", "api"), ("deleted", "api")]


@pytest.mark.parametrize("path", KINDS)
def test_nobody_else_reads_or_sets_it(path):
    other = session(making.make_staff("supervisor"))
    one = found_at(path, {"id": 1, "code": "all", **KINDS[path][0]})
    asked = [("GET", path), ("POST", path), ("PATCH", one), ("DELETE", one)]
    assert [ask(other, method, where).status_code for method, where in asked] == [403] * 4
    key = {"authorization": f"Bearer {making.make_client('hotline')[1]}"}
    assert other.http.get(path, headers=key).status_code == 403


@pytest.mark.parametrize("path", KINDS)
def test_what_is_none_is_not_found(administrator, path):
    one = found_at(path, {"id": 987654, "list": "hold", "category": "leak", "code": "none", "role": "none"})
    assert ask(administrator, "PATCH", one).status_code == 404
    assert ask(administrator, "DELETE", one).status_code == 404


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "code"),
        ({"labels": {"en": "All"}}, "labels"),
        ({"labels": {"en": "All", "zh-hans": 7}}, "labels"),
        ({"labels": {**BOTH, "fr": "Tous"}}, "labels"),
        ({"labels": {**BOTH, "en": "x" * 201}}, "labels"),
        ({"labels": "All"}, "labels"),
        ({"region": "south"}, "region"),
        ({"share": 101}, "share"),
        ({"share": None}, "share"),
        ({"strict": None}, "strict"),
        ({"nature": "anger"}, "nature"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_is_kept(administrator, said, field):
    whole = {"code": "all", "labels": BOTH, **said} if said else {"labels": BOTH}
    refused = ask(administrator, "POST", CALLBACKS, **whole)
    assert (refused.status_code, list(refused.json()["errors"])) == (400, [field])
    assert not CallbackRule.objects.exists()
    assert logged() == []


def test_a_code_is_given_once_and_what_it_stands_for_stays_its_own(administrator):
    CallbackRule.objects.create(code="all", labels=named("all"), first="message")
    again = ask(administrator, "POST", CALLBACKS, code="all", labels=BOTH)
    assert "already exists" in str(again.json()["errors"]["code"])
    assert CallbackRule.objects.get().first == "message"


def test_a_choice_is_emptied_and_a_region_let_go(administrator, north):
    CallbackRule.objects.create(code="all", labels=named("all"), nature="complaint", region=north)
    told = ask(administrator, "PATCH", f"{CALLBACKS}all/", nature="", region=None).json()
    assert (told["nature"], told["region"]) == ("", None)


def test_the_refusal_speaks_chinese(administrator):
    administrator.language = "zh-hans"
    refused = administrator.post(CALLBACKS, {"code": "all", "labels": "All"})
    assert refused.json()["errors"]["labels"] == ["必须是包含 en 和 zh-hans 两种文字的对象。"]


def test_a_rule_that_another_excludes_is_not_added(administrator):
    HandoverRule.objects.create(code="all", labels=named("all"))
    refused = ask(administrator, "POST", "/api/v1/handovers/rules/", code="again", labels=BOTH)
    assert "change it or switch it off" in str(refused.json()["errors"])


@pytest.mark.parametrize("amount", [200, "lots", "-Infinity", "0.001", "1" * 11])
def test_a_limit_that_is_no_amount_is_refused(administrator, amount):
    refused = ask(administrator, "POST", "/api/v1/policies/limits/", role="handler", amount=amount)
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["amount"])
    assert not MoneyLimit.objects.exists()


@pytest.fixture
def card() -> SafetyCard:
    return SafetyCard.objects.create(code="gas", labels=named("Gas"), steps=[named("Leave the house")])


@pytest.mark.parametrize("steps", [[], [{"en": "Go out."}], ["Go out."], [BOTH] * 51, None])
def test_a_card_has_each_step_in_both_languages_or_stays_as_it_was(administrator, card, steps):
    refused = ask(administrator, "PATCH", "/api/v1/policies/cards/gas/", steps=steps)
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["steps"])
    card.refresh_from_db()
    assert card.steps == [named("Leave the house")]


def test_a_card_that_was_read_to_somebody_is_switched_off_but_never_deleted(administrator, card, agent):
    EmergencyCall.objects.create(card=card, agent=agent, started_at=NOW)
    held = ask(administrator, "DELETE", "/api/v1/policies/cards/gas/")
    assert (held.status_code, held.json()["detail"]) == (409, "Records that stand on it: 1")
    assert logged() == []
    assert ask(administrator, "PATCH", "/api/v1/policies/cards/gas/", is_active=False).status_code == 200
    assert SafetyCard.objects.filter(is_active=False).exists()
