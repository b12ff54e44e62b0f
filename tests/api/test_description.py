"""The API's own description: complete, valid, equal to the table of moves, and open to everyone."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from complaints.lifecycle import TABLE
from servicecenter import api_docs
from servicecenter.api_docs import HAN
from tests.api.conftest import TICKETS

NAMES = [row.name for row in TABLE if row.name != "receive"]


def description() -> dict:
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def told() -> dict:
    return description()


def operation(told: dict, path: str, method: str) -> dict:
    return told["paths"][path][method]


def test_it_is_valid_and_without_a_warning(told):
    assert told["openapi"].startswith("3.0")
    assert set(told["components"]["securitySchemes"]) == {"Bearer", "cookieAuth"}


def test_every_chapter_says_what_it_is_for(told):
    used = {tag for methods in told["paths"].values() for one in methods.values() for tag in one["tags"]}
    assert {tag["name"] for tag in told["tags"]} == used


def test_the_moves_it_tells_are_those_of_the_table(told):
    body = operation(told, "/api/v1/tickets/{number}/moves/", "post")["requestBody"]
    schema = body["content"]["application/json"]["schema"]
    assert schema["properties"]["move"]["enum"] == NAMES
    assert [one["properties"]["move"]["enum"] for one in schema["oneOf"]] == [[name] for name in NAMES]
    assert told["components"]["schemas"]["MoveEnum"]["enum"] == NAMES


def test_each_move_tells_what_it_asks_for(told):
    body = operation(told, "/api/v1/tickets/{number}/moves/", "post")["requestBody"]
    moves = {
        one["properties"]["move"]["enum"][0]: one for one in body["content"]["application/json"]["schema"]["oneOf"]
    }
    assert set(moves["dispatch"]["required"]) == {"move", "version", "team", "why"}
    assert "version" not in moves["escalate"]["required"]
    assert "answers" in moves["reply"]["properties"]


def test_every_operation_tells_its_errors_as_problem_details(told):
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            errors = {status for status in one["responses"] if status >= "400"}
            assert {"400", "401", "403", "429"} <= errors, (method, path)
            for status in errors:
                assert list(one["responses"][status]["content"]) == ["application/problem+json"], (method, path, status)
            assert one["security"], path


@pytest.mark.django_db
def test_it_is_served_to_everyone_and_loads_nothing_from_elsewhere():
    http = Client()
    assert http.get("/api/schema/").status_code == 200
    page = http.get("/api/docs/")
    assert page.status_code == 200
    assert b"//" not in page.content.replace(b"http://testserver", b"").split(b"<body>")[1]
    policy = page["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "img-src 'self' data:" in policy
    assert "data:" not in http.get(TICKETS)["Content-Security-Policy"]


@pytest.mark.django_db
def test_it_is_told_in_the_language_asked_for():
    told = {language: Client().get(f"/api/schema/?lang={language}").content for language in ("zh-hans", "en")}
    assert "工单" in told["zh-hans"].decode()
    assert "工单" not in told["en"].decode()


@pytest.mark.parametrize(("language", "chinese"), [("zh-hans", True), ("en", False)])
def test_every_word_of_it_is_in_the_language_it_is_told_in(language, chinese):
    other = {text for text in api_docs.said_in(api_docs.described(language)) if bool(HAN.search(text)) is not chinese}
    assert other <= {""}
