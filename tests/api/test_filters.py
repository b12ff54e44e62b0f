"""Lists narrowed by what a program wants to know."""

from datetime import timedelta

import pytest

from complaints.api import filters
from complaints.choices import Stage
from tests import making
from tests.api.conftest import TICKETS

pytestmark = pytest.mark.django_db


@pytest.fixture
def tickets(policy, north, south, now):
    """Three that differ in everything a list can be narrowed by."""
    network = making.make_team("network")
    handler = making.make_staff("handler", name="hugo", team=network)
    water = making.make_category("brown-water")
    return {
        "new": making.make_ticket(region=north, category=water, at=now),
        "given": making.make_ticket(
            "dispatched", region=south, team=network, handler=handler, nature="repair", at=now - timedelta(days=40)
        ),
        "done": making.make_ticket("replied", region=south, priority="urgent", channel="phone", at=now),
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("stage=received", {"new"}), ("stage=received&stage=replied", {"new", "done"}), ("nature=repair", {"given"}),
        ("category=brown-water", {"new"}), ("category=no-such", set()), ("priority=urgent", {"done"}),
        ("region=north", {"new"}), ("channel=phone", {"done"}), ("team=network&stage=dispatched", {"given"}),
        ("handler=hugo", {"given"}), ("open=true", {"new", "given"}), ("open=false", {"done"}),
        ("received_from=2026-03-01T00:00:00Z", {"new", "done"}), ("received_until=2026-03-01T00:00:00Z", {"given"}),
        ("nature=repair&priority=urgent", set()), ("", {"new", "given", "done"}),
    ],
)  # fmt: skip
def test_only_what_was_asked_for_comes(hotline, tickets, query, found):
    listed = {one["number"] for one in hotline.get(f"{TICKETS}?{query}").json()["results"]}
    assert listed == {tickets[name].number for name in found}


def test_a_number_is_found_however_it_is_written(hotline, tickets):
    number = tickets["new"].number
    for written in (number, number.replace("-", ""), number.replace("-", "%20")):
        assert [one["number"] for one in hotline.get(f"{TICKETS}?number={written}").json()["results"]] == [number]
    assert hotline.get(f"{TICKETS}?number=2603-1").json()["results"] == []


def test_what_is_past_due_and_what_is_not_are_all_there_is(hotline, tickets):
    late = hotline.get(f"{TICKETS}?overdue=true").json()["results"]
    rest = hotline.get(f"{TICKETS}?overdue=false").json()["results"]
    assert all(one["overdue"] for one in late)
    assert not any(one["overdue"] for one in rest)
    assert len(late) + len(rest) == 3
    assert tickets["given"].number in {one["number"] for one in late}


def test_the_codes_a_program_needs_are_listed_in_its_language(hotline, tickets):
    assert [one["code"] for one in hotline.get("/api/v1/regions/").json()] == ["north", "south"]
    hotline.language = "zh-hans"
    assert hotline.get("/api/v1/categories/").json() == [
        {"code": "brown-water", "label": "brown-water（中）", "nature": "complaint", "utility": "", "questions": []}
    ]
    assert hotline.get("/api/v1/teams/").json()[0]["code"] == "network"
    assert hotline.get("/api/v1/reasons/").json() == []


def test_the_description_names_every_filter_with_what_it_takes():
    told = {one.name: one for one in filters.described()}
    assert set(told) == {*filters.TicketFilter.base_filters, "cursor", "page_size"}
    assert (told["stage"].enum, told["stage"].many) == (Stage.values, True)
    assert told["open"].enum == ["true", "false"]
