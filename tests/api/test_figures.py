"""Figures over REST are those of the page, for programs with the scope and for those who watch over the work."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from complaints.models import Ticket
from quality import inspecting
from quality.figures import Scope
from quality.indicators import ALL, BY_CODE
from quality.models import InspectionFormVersion
from servicecenter.seeds.quality import seed_quality
from tests import making
from tests.api.conftest import caller
from tests.making import NOW, acting, make_ticket
from tests.quality.histories import answered, hear_all

pytestmark = pytest.mark.django_db
BASE = "/api/v1/quality/figures/"


@pytest.fixture
def answered_three(handler, network):
    with time_machine.travel(NOW, tick=False):
        making.make_policy(reply=(5, "working_days"))
        for number in range(3):
            ticket = make_ticket("investigating", at=NOW - timedelta(days=2), team=network, handler=handler)
            making.advance(ticket, "replied", at=NOW - timedelta(days=1), by=acting(handler))
            answered(ticket, NOW, solved=number == 0)
        hear_all()
        yield


def test_a_program_reads_every_figure_with_its_rule(answered_three):
    told = caller("board", "quality:read").get(f"{BASE}?until=2026-03-31").json()
    assert [one["code"] for one in told["figures"]] == [one.code for one in ALL]
    solved = next(one for one in told["figures"] if one["code"] == "verified-solved")
    assert (solved["hits"], solved["cases"], solved["beside"]) == (1, 3, {"unsolved": 2, "silent": 0})
    assert solved["rule"] == str(BY_CODE["verified-solved"].rule)
    assert solved["rule_version"] == 1


def test_one_figure_by_team_and_person_says_too_few(answered_three, handler):
    told = caller("board", "quality:read").get(f"{BASE}verified-solved/").json()
    assert told["by"]["team"][0] | {"name": ""} == {
        "name": "", "key": "network", "too_few": False, "share": pytest.approx(1 / 3), "hits": 1, "cases": 3,
    }  # fmt: skip
    assert told["by"]["person"][0] == {
        "name": "Hana Lin", "key": "hana", "too_few": True, "share": None, "hits": None, "cases": 3,
    }  # fmt: skip


def test_the_cases_of_a_part_by_their_numbers(answered_three):
    board = caller("board", "quality:read")
    assert len(board.get(f"{BASE}verified-solved/cases/").json()["cases"]) == 3
    hits = board.get(f"{BASE}verified-solved/cases/?part=hits").json()["cases"]
    assert [one["hit"] for one in hits] == [True]


def test_without_the_scope_or_the_role_there_is_nothing(answered_three, agent, supervisor):
    assert caller("other", "tickets:read").get(BASE).status_code == 403
    desk = Client()
    desk.force_login(agent)
    assert desk.get(BASE).status_code == 403
    desk.force_login(supervisor)
    assert desk.get(BASE).status_code == 200


def test_a_question_that_cannot_be_read_is_told_by_field(answered_three):
    board = caller("board", "quality:read")
    assert set(board.get(f"{BASE}?since=nonsense").json()["errors"]) == {"since"}
    assert set(board.get(f"{BASE}on-time/cases/?part=invented").json()["errors"]) == {"part"}
    assert board.get(f"{BASE}invented/").status_code == 404


def test_the_board_and_the_second_looks_are_those_of_the_pages(answered_three, supervisor):
    program = caller("board", "quality:read")
    told = program.get("/api/v1/quality/board/").json()
    assert {one["stage"]: one["none"] + one["later"] for one in told["backlog"]}["replied"] == 3
    assert len(told["arrivals"]) == 24
    assert {one["code"]: one["count"] for one in program.get("/api/v1/quality/second-looks/").json()["sorts"]} == {
        "downgrade": 0, "withdrawal": 0, "hold": 0, "extension": 0, "waived": 0, "merge": 0,
    }  # fmt: skip
    drawn = program.get("/api/v1/quality/second-looks/hold/?seed=March").json()
    assert drawn == {"seed": "March", "count": 0, "sample": []}
    assert program.get("/api/v1/quality/second-looks/invented/").status_code == 404


def test_scores_and_results_of_inspections_are_told(answered_three, handler, north):
    list(seed_quality())
    inspector = acting(making.make_staff("inspector", name="paul", region=north))
    version = InspectionFormVersion.objects.get()
    scope = Scope(Ticket.objects.all(), NOW - timedelta(days=9), NOW, NOW)
    plan = inspecting.plan(version, scope, seed="x", size=2, region=None, team=None, actor=inspector, at=NOW)
    marks = {one: 0 if one.fatal else 2 for one in version.criteria.all()}
    inspecting.submit(plan.inspections.first(), marks, "", actor=inspector, at=NOW)
    program = caller("board", "quality:read")
    cards = [one["code"] for one in program.get("/api/v1/quality/scorecards/").json()]
    assert cards == ["departments", "handlers", "teams"]
    told = program.get("/api/v1/quality/scorecards/handlers/").json()
    assert told["version"] == 1
    [hana] = [one for one in told["scores"] if one["key"] == "hana"]
    assert hana["total"] is None, "three cases are too few"
    [result] = program.get("/api/v1/quality/inspections/").json()
    assert (result["score"], result["form"], result["upheld"]) == (100.0, "handled-ticket", None)
    assert program.get("/api/v1/quality/scorecards/none/").status_code == 404
