"""Scorecards and inspection forms set over REST: weights add up, what runs or was used stays, another follows it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from quality.models import InspectionForm, SamplePlan, Scorecard, ScorecardVersion
from servicecenter.models import Event
from tests import making
from tests.api.conftest import session
from tests.api.test_rules import BOTH, administrator, ask  # noqa: F401 - a fixture among them
from tests.making import NOW

pytestmark = pytest.mark.django_db
SET, DAY = "/api/v1/quality/settings/", timedelta(days=1)
LINE = {"dimension": "speed", "direction": "up", "target": "90.00"}
LINES = [{**LINE, "indicator": "on-time", "weight": 60}, {**LINE, "indicator": "first-response", "weight": 40}]
TO_COME = (NOW + DAY).isoformat()


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def running(administrator) -> dict[str, Any]:  # noqa: F811
    assert ask(administrator, "POST", f"{SET}scorecards/", code="agents", labels=BOTH, of="person").status_code == 201
    made = ask(
        administrator, "POST", f"{SET}scorecard-versions/", card="agents", valid_from=(NOW - DAY).isoformat(),
        lines=LINES,
    )  # fmt: skip
    assert made.status_code == 201, made.content
    return made.json()


def weights(pk: int) -> dict[str, int]:
    return {one.indicator: one.weight for one in ScorecardVersion.objects.get(pk=pk).lines.all()}


def test_a_version_follows_with_other_weights_from_a_day_to_come(administrator, running):  # noqa: F811
    lines = [{"indicator": "on-time", "weight": 70}, {"indicator": "first-response", "weight": 30}]
    made = ask(
        administrator, "POST", f"{SET}scorecard-versions/", follows=running["id"], valid_from=TO_COME, lines=lines
    )
    assert (made.status_code, made.json()["number"]) == (201, 2), made.content
    assert weights(made.json()["id"]) == {"on-time": 70, "first-response": 30}
    assert made.json()["lines"][0]["target"] == "90.00", "what is not said is as it was"
    one = f"{SET}scorecard-versions/{made.json()['id']}/"
    assert ask(administrator, "PATCH", one, lines=LINES).status_code == 200
    assert ask(administrator, "DELETE", one).status_code == 204
    kept = [event.payload["change"] for event in Event.objects.filter(kind="configuration.changed").order_by("pk")]
    assert kept == ["added", "added", "added", "changed", "changed", "deleted"]


@pytest.mark.parametrize("days", [3, 60], ids=["sooner", "later"])
def test_one_to_come_is_moved_and_the_one_before_counts_until_then(administrator, running, days):  # noqa: F811
    """A card's version holds until the next begins: nothing else has to be moved with it."""
    made = ask(administrator, "POST", f"{SET}scorecard-versions/", follows=running["id"], valid_from=TO_COME).json()
    one, moment = f"{SET}scorecard-versions/{made['id']}/", NOW + days * DAY
    moved = ask(administrator, "PATCH", one, valid_from=moment.isoformat())
    assert (moved.status_code, datetime.fromisoformat(moved.json()["valid_from"])) == (200, moment), moved.content
    told = Event.objects.filter(kind="configuration.changed").latest("pk").payload
    assert (told["pk"], told["fields"]) == (made["id"], ["valid_from"])
    past = ask(administrator, "PATCH", one, valid_from=(NOW - DAY).isoformat())
    assert "scores already told stay" in str(past.json()["errors"]["valid_from"])


def test_one_that_runs_stays(administrator, running):  # noqa: F811
    one = f"{SET}scorecard-versions/{running['id']}/"
    refused = ask(administrator, "PATCH", one, valid_from=TO_COME)
    assert (refused.status_code, refused.json()["code"]) == (409, "in_force")
    assert ask(administrator, "DELETE", one).status_code == 409
    assert weights(running["id"]) == {"on-time": 60, "first-response": 40}


@pytest.mark.parametrize(
    ("said", "field", "told"),
    [
        ({"lines": LINES[:1]}, "lines", "The weights add up to 60 %, not to 100 %."),
        ({"lines": [LINES[0], LINES[0]]}, "lines", "The same row is given twice."),
        ({"lines": [{**LINES[0], "weight": 100, "indicator": "smiles"}]}, "lines", "1. indicator: Select a valid"),
        ({"lines": [{**LINES[0], "weight": 100, "target_is": "relative"}]}, "lines", "needs a base period"),
        ({"lines": [{**LINES[0], "weight": 100, "target": "101"}]}, "lines", "1. target: Ensure this value"),
        ({"lines": LINES, "valid_from": NOW.isoformat()}, "valid_from", "scores already told stay"),
        ({"lines": LINES, "card": "none"}, "card", "Select a valid choice"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_field(administrator, running, said, field, told):  # noqa: F811
    body = {"card": "agents", "valid_from": TO_COME, **said}
    refused = ask(administrator, "POST", f"{SET}scorecard-versions/", **body)
    assert (refused.status_code, list(refused.json()["errors"])) == (400, [field]), refused.content
    assert told in refused.json()["errors"][field][0]
    assert ScorecardVersion.objects.count() == 1


def test_a_version_cannot_follow_into_what_is_over(administrator, running):  # noqa: F811
    body = {"follows": running["id"], "valid_from": NOW.isoformat()}
    assert list(ask(administrator, "POST", f"{SET}scorecard-versions/", **body).json()["errors"]) == ["valid_from"]


def test_a_form_may_be_changed_until_a_sample_was_drawn_with_it(administrator):  # noqa: F811
    assert ask(administrator, "POST", f"{SET}forms/", code="talk", labels=BOTH).status_code == 201
    rows = [
        {"labels": BOTH, "dimension": "attitude", "weight": 100},
        {"labels": BOTH, "dimension": "process", "fatal": True},
    ]
    made = ask(administrator, "POST", f"{SET}form-versions/", form="talk", valid_from=NOW.isoformat(), criteria=rows)
    assert made.status_code == 201, made.content
    one = f"{SET}form-versions/{made.json()['id']}/"
    assert len(ask(administrator, "PATCH", one, criteria=rows[:1]).json()["criteria"]) == 1
    unweighed = ask(administrator, "PATCH", one, criteria=rows[1:])
    assert "add up to 0 %" in unweighed.json()["errors"]["criteria"][0]
    version = InspectionForm.objects.get().versions.get()
    SamplePlan.objects.create(
        version=version, seed="x", size=1, since=NOW, until=NOW, among=1, drawn_at=NOW,
        drawn_by=making.make_staff("inspector"),
    )  # fmt: skip
    assert ask(administrator, "PATCH", one, criteria=rows).status_code == 409
    follows = ask(administrator, "POST", f"{SET}form-versions/", follows=version.pk, valid_from=TO_COME)
    assert [row["weight"] for row in follows.json()["criteria"]] == [100]


def test_the_page_lets_nobody_begin_a_version_in_the_past_either(administrator, running):  # noqa: F811
    card = Scorecard.objects.get()
    day, time = f"{NOW - DAY:%Y-%m-%d}", "00:00:00"
    empty = {"lines-TOTAL_FORMS": 0, "lines-INITIAL_FORMS": 0}
    page = administrator.http.post(
        "/admin/quality/scorecardversion/add/",
        {"card": card.pk, "number": 2, "valid_from_0": day, "valid_from_1": time, **empty},
    )
    assert "scores already told stay as they are" in page.content.decode()
    assert card.versions.count() == 1


def test_nobody_else_reads_or_sets_them(running):
    other = session(making.make_staff("inspector"))
    for path in ("scorecards/", "scorecard-versions/", "forms/", "form-versions/"):
        assert other.http.get(SET + path).status_code == ask(other, "POST", SET + path).status_code == 403
    assert datetime.fromisoformat(running["valid_from"]) == NOW - DAY
