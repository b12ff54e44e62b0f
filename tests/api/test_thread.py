"""A ticket from the first word to the archive, over REST alone."""

import json
import re

import pytest

from channels_hub.models import Inbound
from complaints.models import Ticket
from servicecenter.models import Event
from tests import making
from tests.api.conftest import COMPLAINT, TICKETS

pytestmark = pytest.mark.django_db


def test_a_ticket_goes_from_receipt_to_the_archive(hotline):
    making.make_team("network")
    making.make_category("brown-water")
    making.make_reason("closing", "settled")
    making.make_reason("cause", "rust")

    created = hotline.create()
    assert created.status_code == 201, created.content
    number, seen = created.json()["number"], created.json()["version"]
    promised = {one["milestone"]: one["due_at"] for one in created.json()["promises"]}
    assert set(promised) == {"reply", "review", "acknowledge"}
    assert all(promised.values())

    answers = [{"request": 1, "result": "met"}, {"request": 2, "result": "partly", "why": "Half of March."}]
    steps = [
        ("start_review", {}, "reviewing"),
        ("classify", {"nature": "complaint", "category": "brown-water", "priority": "urgent"}, "reviewing"),
        ("dispatch", {"team": "network", "why": "Their network."}, "dispatched"),
        ("accept", {}, "investigating"),
        ("reply", {"words": "Flushed.", "outcome": "resolved", "answers": answers}, "replied"),
        ("archive", {"category": "brown-water", "closing_code": "settled", "cause": "rust"}, "archived"),
    ]
    for name, inputs, stage in steps:
        moved = hotline.move(number, name, seen, **inputs)
        assert moved.status_code == 200, (name, moved.content)
        assert moved.json()["stage"] == stage
        seen = moved.json()["version"]

    shown = hotline.get(f"{TICKETS}{number}/").json()
    assert shown["stage"] == "archived"
    assert [one["result"] for one in shown["requests"]] == ["met", "partly"]
    assert [one["name"] for one in shown["allowed_moves"]] == [
        "reopen", "add_party", "reopen_for_review", "link",
    ]  # fmt: skip
    assert [one["kind"] for one in shown["timeline"]][:2] == ["ticket.received", "ticket.review_started"]
    assert {one["who"] for one in shown["timeline"][1:]} == {"hotline"}
    assert "Mei Chen" not in str(shown)
    without_times = re.sub(r"T[\d:.]+", "", str(shown))  # a moment may hold any four figures
    assert "8000" not in without_times


def test_answers_may_also_come_as_the_fields_of_the_page(hotline):
    number = hotline.create(requests="Clean water").json()["number"]
    moved = hotline.move(number, "answer", 1, words="Flushed.", outcome="resolved", result_1="met", why_1="")
    assert moved.status_code == 200, moved.content


def test_a_request_that_was_never_made_cannot_be_answered(hotline):
    number = hotline.create(requests=["Clean water"]).json()["number"]
    answers = [{"request": 7, "result": "met"}]
    refused = hotline.move(number, "answer", 1, words="Flushed.", outcome="resolved", answers=answers)
    assert refused.status_code == 400
    assert "answers" in refused.json()["errors"]


def test_what_is_offered_is_what_the_table_allows(hotline):
    number = hotline.create().json()["number"]
    offered = {one["name"]: one for one in hotline.get(f"{TICKETS}{number}/").json()["allowed_moves"]}
    assert set(offered) == {
        "start_review", "classify", "answer", "escalate", "request_extension", "interim_reply", "chase", "supervise",
        "withdraw", "link", "merge", "split", "dispatch_emergency", "ask_team", "add_party", "open_review",
        "import_petition", "name_staff", "mark_sensitive", "reassign",
    }  # fmt: skip
    assert offered["classify"]["label"] == "Classify"
    assert {one["name"]: one["type"] for one in offered["classify"]["inputs"]}["category"] == "code"
    assert not offered["escalate"]["needs_version"]


def test_a_counted_move_needs_the_version_that_was_seen(hotline):
    number = hotline.create().json()["number"]
    refused = hotline.move(number, "start_review")
    assert refused.status_code == 400
    assert refused.json()["code"] == "version"
    assert "version" in refused.json()["errors"]


def test_the_second_of_two_is_told_who_was_first_and_how_the_ticket_stands(hotline, reviewer):
    number = hotline.create().json()["number"]
    ticket = Ticket.objects.get(number=number)
    making.advance(ticket, "reviewing", by=making.acting(reviewer))

    refused = hotline.move(number, "start_review", 1)
    assert refused.status_code == 409
    assert refused["Content-Type"] == "application/problem+json"
    said = refused.json()
    assert said["code"] == "version"
    assert (said["last_move"]["move"], said["last_move"]["by"]) == ("start_review", reviewer.get_full_name())
    assert said["last_move"]["role"] == "reviewer"
    assert said["last_move"]["at"]
    assert (said["ticket"]["stage"], said["ticket"]["version"]) == ("reviewing", 2)
    assert "dispatch" in said["ticket"]["allowed_moves"]


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [("archive", 409, "stage"), ("fly", 400, "move"), ("receive", 400, "move"), (7, 400, "move"), ([], 400, "move")],
)
def test_a_move_that_cannot_be_made_is_refused_with_its_reason(hotline, name, status, code):
    number = hotline.create().json()["number"]
    refused = hotline.move(number, name, 1)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert Event.objects.count() == 1


def test_the_same_number_at_the_sender_makes_one_ticket(hotline):
    first = hotline.create(external_id="12345-77").json()
    again = hotline.create(external_id="12345-77")
    assert (again.status_code, again.json()["code"], again.json()["number"]) == (409, "external_id", first["number"])
    assert Ticket.objects.count() == 1


def test_a_milestone_in_the_field_ends_its_clock(hotline, policy):
    making.make_policy("site", on_site=(120, "minutes"), select={"nature": "repair"})
    created = hotline.create(nature="repair").json()
    number, began = created["number"], created["received_at"]
    reached = hotline.post(f"{TICKETS}{number}/milestones/", {"milestone": "on_site", "reached_at": began})
    assert reached.status_code == 200, reached.content
    clocks = hotline.get(f"{TICKETS}{number}/").json()["clocks"]
    assert [one["state"] for one in clocks if one["milestone"] == "on_site"] == ["met"]


def test_a_deadline_can_be_followed_day_by_day(hotline):
    number = hotline.create().json()["number"]
    told = hotline.get(f"{TICKETS}{number}/deadlines/")
    assert told.status_code == 200, told.content
    reply = next(one for one in told.json() if one["milestone"] == "reply")
    assert sum(line["counts"] for line in reply["lines"]) == 5
    assert reply["lines"][-1]["ends"] == reply["due_at"]


def test_what_a_program_sent_is_kept_as_it_came_with_the_ticket_it_made(hotline):
    raw = json.dumps(COMPLAINT, indent=3).encode()
    number = hotline.post(TICKETS, raw, Idempotency_Key="once").json()["number"]
    hotline.post(TICKETS, raw, Idempotency_Key="once")
    assert hotline.post(TICKETS, COMPLAINT | {"nature": "gossip"}).status_code == 400

    kept = Inbound.objects.get()
    assert (bytes(kept.raw), kept.channel, kept.ticket.number) == (raw, "api", number)
