"""What the API refuses, and how it says so: problem details, in the caller's language, and never a 500."""

import json

import pytest
from django.test import Client

from complaints.models import Ticket
from servicecenter.models import ApiClient
from tests import making
from tests.api.conftest import COMPLAINT, TICKETS, Caller, caller

pytestmark = pytest.mark.django_db

READ_ONLY = ("/api/v1/tickets/", "/api/v1/categories/", "/api/v1/reasons/", "/api/v1/regions/", "/api/v1/teams/")


@pytest.mark.parametrize("path", READ_ONLY)
def test_without_a_key_nobody_is_let_in_and_nobody_is_sent_to_a_sign_in_page(db, path):
    answer = Caller().get(path)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not_authenticated"


@pytest.mark.parametrize(
    "key",
    ["sc_00000000_" + "x" * 43, "sc_", "nonsense", "sc_00000000_\x00" + "x" * 40, "é" * 60, "sc_ſ0000000_"],
)
def test_a_key_that_is_none_opens_nothing(db, key):
    assert Caller(key.encode().decode("latin-1")).get(TICKETS).status_code == 401


def test_a_revoked_an_expired_and_a_key_from_elsewhere_open_nothing(hotline):
    client = ApiClient.objects.get(name="hotline")
    for broken in ({"is_active": False}, {"expires_at": making.NOW}, {"networks": ["10.0.0.0/8"]}):
        ApiClient.objects.filter(pk=client.pk).update(**broken)
        assert hotline.get(TICKETS).status_code == 401, broken
        ApiClient.objects.filter(pk=client.pk).update(is_active=True, expires_at=None, networks=[])
    assert hotline.get(TICKETS).status_code == 200


def test_a_key_does_only_what_its_scopes_say(policy):
    reader, maker = caller("reader", "tickets:read"), caller("maker", "tickets:create")
    assert reader.create().status_code == 403
    number = maker.create().json()["number"]
    assert maker.move(number, "start_review", 1).status_code == 403
    assert reader.get(f"{TICKETS}{number}/").status_code == 200


def test_a_foreign_an_unknown_and_a_mistyped_number_get_the_same_bytes(policy):
    own, other = caller("own", "tickets:create", "tickets:move"), caller("other", "tickets:create", "tickets:move")
    foreign = other.create().json()["number"]
    wrong_digit = foreign[:-1] + str((int(foreign[-1]) + 1) % 10)
    paths = [foreign, "2603-000000-0", wrong_digit, "x", "２６０３", "%00", "a" * 500]
    for rest in ("", "deadlines/"):
        answers = {(a.status_code, a.content) for a in (own.get(f"{TICKETS}{one}/{rest}") for one in paths)}
        assert len(answers) == 1, answers
        assert next(iter(answers))[0] == 404
    moved = {own.move(one, "start_review", 1).content for one in paths}
    assert len(moved) == 1
    assert other.get(f"{TICKETS}{foreign}/").status_code == 200


def test_a_report_of_wrongdoing_is_read_by_no_program(policy):
    maker = caller("maker")
    number = maker.create(nature="report").json()["number"]
    assert maker.get(f"{TICKETS}{number}/").status_code == 404
    assert maker.get(TICKETS).json()["results"] == []


BROKEN = {
    "no json": b"words=hello",
    "half": b'{"words": ',
    "not utf-8": b'{"words": "\xff\xfe"}',
    "a list": b"[]",
    "a text": b'"words"',
    "null": b"null",
    "nothing": b"",
    "not a number": b'{"words": NaN}',
    "an abyss": b"[" * 100_000,
    "a deep object": b'{"words": ' + b'{"a":' * 60 + b"1" + b"}" * 60 + b"}",
    "an endless number": b'{"words": ' + b"9" * 10_000 + b"}",
    "a key twice": b'{"words": "a", "words": "b"}',
    "a nul": b'{"words": "a\\u0000b"}',
    "half a surrogate pair": b'{"words": "\\ud800"}',
    "a nul in a name": b'{"a\\u0000": 1}',
    "half a pair in a name": b'{"\\udfff": 1}',
    "a list for a text": b'{"words": ["a"]}',
    "an object for a text": b'{"nature": {"a": 1}}',
    "a number for a text": b'{"place": 4}',
    "a text for yes": b'{"anonymous": "yes"}',
    "an unknown name": b'{"colour": "brown"}',
    "requests of no kind": b'{"requests": {"a": 1}}',
    "a list of lists": b'{"requests": [["a"]]}',
    "too many requests": json.dumps({"requests": ["a"] * 21}).encode(),
    "a code that is none": b'{"category": "no-such", "region": "nowhere"}',
    "a word too many": json.dumps({"words": "x" * 10_001}).encode(),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(hotline, name):
    answer = hotline.post(TICKETS, BROKEN[name])
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert not Ticket.objects.exists()


def test_unknown_fields_are_named(hotline):
    said = hotline.create(colour="brown", number="1").json()
    assert set(said["errors"]) == {"colour", "number"}


def test_a_body_beyond_the_limit_is_refused(hotline):
    answer = hotline.post(TICKETS, b'{"words": "' + b"x" * 3_000_000 + b'"}')
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_somebody_who_leaves_no_contact_must_say_so(hotline):
    said = hotline.create(contact="", name="").json()
    assert "anonymous" in said["errors"]["contact"][0]
    assert hotline.create(contact="", name="", anonymous=True).status_code == 201


@pytest.mark.parametrize("contact", ["call me", "1", "a@b", "+86 1", "@@", "☎" * 50])
def test_a_contact_that_cannot_be_read_is_named(hotline, contact):
    answer = hotline.create(contact=contact)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["contact"])


def test_errors_come_in_the_language_asked_for(hotline):
    english = hotline.create(nature="").json()
    hotline.language = "zh-hans"
    chinese = hotline.create(nature="").json()
    assert english["detail"] == "Something is missing or wrong."
    assert chinese["detail"] != english["detail"]
    assert chinese["errors"]["nature"] != english["errors"]["nature"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("stag=archived", "stag"), ("stage=flying", "stage"), ("open=perhaps", "open"), ("overdue=%00", "overdue"),
        ("received_from=yesterday", "received_from"), ("received_until=9999-12-31T23:59:59-23:59", "received_until"),
        ("region=%00", "region"), ("handler=" + "x" * 200, "handler"),
    ],
)  # fmt: skip
def test_a_filter_that_is_none_is_refused_by_name(hotline, query, name):
    answer = hotline.get(f"{TICKETS}?{query}")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [name])


@pytest.mark.parametrize(
    "cursor", ["x", "cD0x", "cD1hYmM=", "cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk=", "cD0tMQ==", "%00"]
)
def test_a_cursor_somebody_made_up_breaks_nothing(hotline, cursor):
    assert hotline.get(f"{TICKETS}?cursor={cursor}").status_code in {200, 404}


def test_an_address_that_is_none_answers_in_the_same_shape(hotline):
    answer = hotline.get("/api/v1/nothing/here/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_wrong_method_and_a_wrong_type_are_told(hotline):
    assert hotline.http.delete(TICKETS, headers=hotline._headers({})).status_code == 405
    wrong = hotline.http.post(TICKETS, {"words": "x"}, headers=hotline._headers({}))
    assert (wrong.status_code, wrong["Content-Type"]) == (415, "application/problem+json")


def test_a_program_gone_wild_is_slowed_down(hotline, settings):
    settings.API_CALLS_PER_MINUTE = {"reads": 2, "writes": 1}
    answers = [hotline.get(TICKETS) for _ in range(3)]
    assert [one.status_code for one in answers][:2] == [200, 200]
    assert answers[2].status_code == 429
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert answers[2]["Content-Type"] == "application/problem+json"


class TestStaffInTheBrowser:
    """The same addresses with a session: rows by role and region, and a CSRF token for every change."""

    def test_they_see_what_they_see_on_their_pages(self, policy, agent, agent_south, north):
        making.make_ticket(region=north)
        for who, count in ((agent, 1), (agent_south, 0)):
            http = Client()
            http.force_login(who)
            assert len(http.get(TICKETS).json()["results"]) == count

    def test_a_change_needs_the_token_of_the_page(self, policy, agent):
        http = Client(enforce_csrf_checks=True)
        http.force_login(agent)
        refused = http.post(TICKETS, json.dumps(COMPLAINT), content_type="application/json")
        assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
        assert not Ticket.objects.exists()

    def test_a_role_that_may_not_is_told_so(self, policy, agent, north):
        ticket = making.make_ticket("reviewing", region=north)
        http = Client()
        http.force_login(agent)
        body = json.dumps({"move": "dispatch", "version": ticket.version, "team": "x", "why": "y"})
        refused = http.post(f"{TICKETS}{ticket.number}/moves/", body, content_type="application/json")
        assert (refused.status_code, refused.json()["code"]) == (403, "role")
