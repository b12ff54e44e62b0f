"""What no schema can say: bodies that are none, types nobody asked for, addresses with bytes that are no text, wrong
methods. The answer is always one the description tells, as problem details, and never a 5xx."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from complaints.models import Attachment
from tests import making
from tests.api.test_description import description

pytestmark = pytest.mark.django_db

JSON = "application/json"
BODIES = {
    "nothing": (b"", JSON),
    "nothing of no type": (b"", ""),
    "half an object": (b'{"words": ', JSON),
    "a list": (b"[]", JSON),
    "a number": (b"1", JSON),
    "a number beyond all numbers": (b'{"version": ' + b"9" * 5000 + b"}", JSON),
    "a whole number no database keeps": (b'{"version": 9223372036854775808, "customer": -9223372036854775809}', JSON),
    "infinity": (b'{"version": 1e999, "details": {"reading": 1e999}, "amount": -1e999}', JSON),
    "an abyss": (b'{"words": ' + b"[" * 100_000, JSON),
    "bytes that are no text": (b'{"words": "\xff\xfe"}', JSON),
    "another encoding": ('{"words": "水"}'.encode("utf-16"), "application/json; charset=utf-16"),
    "an encoding nobody knows": (b"{}", "application/json; charset=klingon"),
    "a NUL": (b'{"words": "\\u0000", "\\u0000": 1}', JSON),
    "half a character": (b'{"words": "\\ud800", "\\udfff": 1}', JSON),
    "a day that is none": (b'{"reached_at": "2026-02-30T25:61:00+99:99", "started_at": "0000-00-00"}', JSON),
    "text": (b"words", "text/plain"),
    "a form": (b"words=x&%FF=%00", "application/x-www-form-urlencoded"),
    "parts without a boundary": (b"x", "multipart/form-data"),
    "parts that are none": (b"--x\r\nfoo", "multipart/form-data; boundary=x"),
    "a type that is none": (b"{}", "\xff/\x7f;;=\"'"),
}
HEADERS: dict[str, dict[str, str]] = {
    "only HTML": {"Accept": "text/html"},
    "a version of JSON": {"Accept": "application/json; version=\xff"},
    "nonsense for a type": {"Accept": "///;q=a"},
    "nonsense for a language": {"Accept-Language": "zz-\xff,;q=9e999, " + "a-" * 500},
    "a key that is none": {"Authorization": "Bearer \xff\x00é"},
    "a scheme nobody knows": {"Authorization": "Digest a=b"},
    "a key in the other header": {"X-Api-Key": "sc_00000000_" + "x" * 5000},
    "an empty idempotency key": {"Idempotency-Key": ""},
    "a long idempotency key": {"Idempotency-Key": "k" * 201},
    "an idempotency key of bytes": {"Idempotency-Key": "\xff\x01"},
}
QUERIES = ["%FF=%FF", "page_size=-1", "page_size=" + "9" * 30, "cursor=%FF%00", "since=0000-00-00", "until=9999-12-31",
           "since=9999-12-31&until=0001-01-01", "after=%00", "before=" + "9" * 30, "before=%EF%BC%92", "seed=%00",
           "region=%00", "state=%00&state=", "from=%00", "part=%00", "team=-&person=-", "atomic=%00"]  # fmt: skip
PLACES = ["%00", "%FF", "9" * 30, "-1", "%2e%2e%2f", "%EF%BC%92", "x" * 3000, "%0a", "%E2%80%AE", "1%202", "%5C", "0"]
METHODS = ["get", "post", "put", "patch", "delete", "head", "options", "trace"]


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return description()["paths"]


@pytest.fixture
def known() -> dict[str, str]:
    """The parts of an address by which something is there."""
    ticket = making.make_ticket("investigating")
    file = Attachment.objects.create(
        ticket=ticket, name="a.png", stored="x", content_type="image/png", size=1, sha256="",
        added_at=making.NOW, added_by="x",
    )  # fmt: skip
    return {
        "number": ticket.number, "id": str(file.pk), "code": "on-time", "day": "2026-03-10",
        "key": "6f6b2c9e-3b1f-4c55-9d0a-0c6a3a1f7e21", "point": str(ticket.contact_point_id),
        "name": "registration", "username": making.make_staff("agent", name="ada").username,
        "category": "brown-water", "list": "hold",
    }  # fmt: skip


@pytest.fixture
def key() -> str:
    return making.make_client("odd")[1]


def ask(method: str, address: str, key: str, *, headers: dict[str, str] | None = None, body=b"", kind=JSON):
    said = {"Authorization": f"Bearer {key}", **(headers or {})}
    http = Client(raise_request_exception=False)
    if method in {"get", "head", "options", "trace"}:
        return getattr(http, method)(address, headers=said)
    return http.generic(method.upper(), address, body, content_type=kind, headers=said)


def wrong_with(told: dict[str, Any], path: str, method: str, answer) -> str:
    """What is wrong with the answer, in words; empty when it is one the description tells."""
    operation = told[path].get(method)
    if operation is None:
        fine = answer.status_code in {403, 405} or (method in {"head", "options"} and answer.status_code < 500)
        return "" if fine else f"{answer.status_code} for a method that is none"
    responses = operation["responses"]
    if str(answer.status_code) not in responses:
        return f"{answer.status_code} is not told"
    kinds = responses[str(answer.status_code)].get("content", {})
    if answer["Content-Type"].partition(";")[0] not in kinds:
        return f"{answer['Content-Type']} is not told for {answer.status_code}"
    if answer.status_code >= 400 and not {"status", "code", "detail"} <= set(json.loads(answer.content)):
        return "no problem details"
    return ""


def operations(told: dict[str, Any], *methods: str, turn: int = 0, of: int = 1) -> list[tuple[str, str]]:
    """Those with one of the methods; `of` 3: a third of them, another one each turn."""
    every = [(path, method) for path in sorted(told) for method in told[path] if method in methods]
    return every[turn % of :: of]


def address(path: str, values: dict[str, str]) -> str:
    return re.sub(r"{(\w+)}", lambda part: values[part[1]], path)


def found_wrong(told, path, method, answer, what) -> list[str]:
    wrong = wrong_with(told, path, method, answer)
    return [f"{method} {path}, {what}: {wrong}"] if wrong else []


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_cannot_be_read_is_refused_as_told(told, known, key, name):
    body, kind = BODIES[name]
    wrong = []
    for path, method in operations(told, "post", "put", "patch"):
        answer = ask(method, address(path, known), key, body=body, kind=kind)
        wrong += found_wrong(told, path, method, answer, name)
    assert wrong == []


@pytest.mark.parametrize("name", HEADERS)
def test_odd_headers_are_answered_as_told(told, known, key, name):
    wrong = []
    for path, method in operations(told, "get", "post", "put", turn=list(HEADERS).index(name), of=3):
        answer = ask(method, address(path, known), key, headers=HEADERS[name], body=b"{}")
        wrong += found_wrong(told, path, method, answer, name)
    assert wrong == []


@pytest.mark.parametrize("query", QUERIES)
def test_odd_questions_are_answered_as_told(told, known, key, query):
    wrong = []
    for path, method in operations(told, "get", "post", turn=QUERIES.index(query), of=2):
        answer = ask(method, f"{address(path, known)}?{query}", key, body=b"{}")
        wrong += found_wrong(told, path, method, answer, query)
    assert wrong == []


@pytest.mark.parametrize("place", PLACES)
def test_odd_addresses_are_answered_in_the_api_s_own_terms(told, known, key, place):
    wrong = []
    for path, method in operations(told, "get", "post", "put", turn=PLACES.index(place), of=3):
        for part in re.findall(r"{(\w+)}", path):
            answer = ask(method, address(path, known | {part: place}), key, body=b"{}")
            if answer.status_code != 404 or answer["Content-Type"] != "application/problem+json":
                wrong += found_wrong(told, path, method, answer, place)
    assert wrong == []


@pytest.mark.parametrize("method", METHODS)
def test_a_wrong_method_is_refused_as_told(told, known, key, method):
    wrong = []
    for path in sorted(told)[METHODS.index(method) % 2 :: 2]:
        answer = ask(method, address(path, known), key, body=b"{}")
        wrong += found_wrong(told, path, method, answer, "its method")
    assert wrong == []
