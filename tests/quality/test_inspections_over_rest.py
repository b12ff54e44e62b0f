"""Inspections over REST: drawn, judged blind, appealed against and answered, each by whom the page would let."""

from datetime import timedelta

import pytest
import time_machine

from quality.models import InspectionFormVersion
from servicecenter.seeds.quality import seed_quality
from tests import making
from tests.api.conftest import Caller, caller, session
from tests.making import NOW, acting, make_ticket
from tests.quality.histories import answered, hear_all

pytestmark = pytest.mark.django_db
BASE = "/api/v1/quality/inspections/"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def inspector(north) -> Caller:
    return session(making.make_staff("inspector", name="paul", region=north))


@pytest.fixture
def drawn(inspector, handler, network) -> str:
    """The address of an inspection of one of three rounds Hana answered."""
    list(seed_quality())
    for number in range(3):
        ticket = make_ticket("investigating", at=NOW - 2 * DAY, team=network, handler=handler, name=f"C{number}")
        making.advance(ticket, "replied", at=NOW - DAY, by=acting(handler))
        answered(ticket, NOW - DAY / 2, solved=False, result=1, service=1)
    hear_all()
    form = InspectionFormVersion.objects.get().form.code
    plan = {"form": form, "since": "2026-03-01", "until": "2026-03-11", "size": 1, "seed": "week 11"}
    made = inspector.post(f"{BASE}plans/", plan)
    assert made.status_code == 201, made.content
    assert (made.json()["among"], len(made.json()["inspections"])) == (3, 1)
    return f"{BASE}{made.json()['inspections'][0]}/"


def marks_of(told: dict, value: int | None = 2) -> dict[str, int | bool | None]:
    return {str(one["id"]): False if one["fatal"] else value for one in told["criteria"]}


def test_what_a_sample_was_drawn_by_is_read_by_those_who_watch(inspector, handler, drawn):
    told = inspector.get(f"{BASE}plans/").json()
    assert [(one["seed"], one["size"], one["among"], one["drawn"], one["done"]) for one in told] == [
        ("week 11", 1, 3, 1, 0)
    ]  # fmt: skip
    assert (told[0]["region"], told[0]["drawn_by"]) == (None, "paul")
    assert session(handler).http.get(f"{BASE}plans/").status_code == 403


def test_the_whole_way_from_the_lot_to_the_answered_appeal(inspector, handler, complaint_manager, drawn):
    waiting = inspector.get(f"{BASE}mine/").json()
    assert f"{BASE}{waiting['to_judge'][0]}/" == drawn
    told = inspector.get(drawn).json()
    assert told["story"]
    assert "Hana" not in str(told["story"]), "blind"
    assert inspector.post(f"{drawn}result/", {"marks": {}}).status_code == 400
    assert inspector.post(f"{drawn}result/", {"marks": {"999999": 2}}).status_code == 400
    assert inspector.post(f"{drawn}result/", {"marks": "x"}).status_code == 400
    given = inspector.post(f"{drawn}result/", {"marks": marks_of(told, 1), "words": "Half of it."})
    assert given.status_code == 200, given.content
    assert given.json()["score"] == 50.0
    assert inspector.post(f"{drawn}result/", {"marks": marks_of(told)}).status_code == 409
    assert inspector.get(f"{BASE}mine/").json()["given"] == waiting["to_judge"], "found again by who gave it"
    hana = session(handler)
    mine = hana.get(f"{BASE}mine/").json()
    assert (mine["mine"], mine["given"]) == (waiting["to_judge"], [])
    assert hana.get(drawn).json()["marks"] == {key: int(mark or 0) for key, mark in marks_of(told, 1).items()}
    assert hana.post(f"{drawn}appeal/", {"words": ""}).json()["errors"].keys() == {"words"}
    assert hana.post(f"{drawn}appeal/", {"words": "The valve was shut."}).json()["appeal"] == "The valve was shut."
    assert hana.post(f"{drawn}appeal/", {"words": "Again."}).status_code == 409
    assert inspector.post(f"{drawn}settlement/", {"upheld": False, "words": "No."}).status_code == 403
    boss = session(complaint_manager)
    assert boss.get(f"{BASE}mine/").json()["to_settle"] == waiting["to_judge"]
    assert boss.post(f"{drawn}settlement/", {"upheld": True, "words": "So."}).json()["errors"].keys() == {"score"}
    settled = boss.post(f"{drawn}settlement/", {"upheld": True, "score": 80.5, "words": "So."}).json()
    assert (settled["score"], settled["upheld"]) == (80.5, True)


def test_whose_it_is_not_finds_nothing(inspector, handler, other_handler, agent, drawn):
    for stranger in (session(other_handler), session(agent)):
        assert stranger.get(drawn).status_code == 404
        assert stranger.post(f"{drawn}appeal/", {"words": "x"}).status_code == 404
        assert stranger.post(f"{BASE}plans/", {}).status_code in {400, 403}
    assert session(handler).get(drawn).status_code == 404, "not given yet"
    program = caller("wall", "quality:read")
    assert program.get(drawn).status_code == program.post(f"{drawn}result/", {}).status_code == 403
    assert program.get(f"{BASE}mine/").status_code == 403


def test_whom_quality_calls_again_is_listed(supervisor, agent):
    assert session(supervisor).get("/api/v1/quality/call-again/").json() == {"cases": [], "next": None}
    assert session(agent).get("/api/v1/quality/call-again/").status_code == 403
    assert caller("web", "tickets:read").get("/api/v1/quality/call-again/").status_code == 403
