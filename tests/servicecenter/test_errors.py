"""When something is wrong the page says so in the reader's language, and nothing it should not."""

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from django.views.defaults import permission_denied

from servicecenter import errors


def test_not_found_is_the_same_for_every_address(client, db):
    one, other = client.get("/nothing/"), client.get("/apis/nothing/?q=1")
    assert one.status_code == other.status_code == 404
    assert one.content == other.content


def test_not_found_is_told_to_programs_in_their_own_terms_wherever_they_ask(client, db):
    known, *others = [client.get(f"/api/{path}") for path in ("v1/nothing/", "nothing/?q=1", "v2/tickets/", "")]
    assert (known.status_code, known["Content-Type"]) == (404, "application/problem+json")
    assert [(one.status_code, one.content) for one in others] == [(404, known.content)] * 3


@pytest.mark.parametrize(("language", "said"), [("en", "There is nothing here"), ("zh-hans", "这里没有")])
def test_not_found_speaks_both_languages(client, db, language, said):
    client.cookies["django_language"] = language
    assert said in client.get("/nothing/").content.decode()


def test_a_form_without_its_token_is_told_what_to_do(db):
    page = Client(enforce_csrf_checks=True).post("/", {"words": "Hello"})
    assert page.status_code == 403
    assert "Nothing was sent" in page.content.decode()


def test_not_allowed_has_a_page(rf: RequestFactory, db):
    request = rf.get("/")
    assert b"Your role does not allow this" in permission_denied(request, PermissionDenied()).content


def test_too_many_tries_say_when_to_come_back(rf: RequestFactory, db):
    page = errors.too_many(rf.get("/"), timezone.now())
    assert page.status_code == 429
    assert page["Retry-After"] == "1"


def test_our_own_mistake_needs_neither_database_nor_language_nor_context():
    with translation.override(None):
        page = render_to_string("500.html")
    assert "Something broke on our side" in page
    assert "系统出现故障" in page


def test_a_crash_gives_that_page(db, monkeypatch):
    monkeypatch.setattr("channels_hub.pages.submit.PublicForm", None)
    page = Client(raise_request_exception=False).get("/")
    assert page.status_code == 500
    assert "系统出现故障" in page.content.decode()
