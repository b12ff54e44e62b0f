"""Scorecards: what a line earns, weights that must add up, versions that are not edited, and too few to judge."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from complaints.models import Ticket
from quality import scoring
from quality.figures import Scope
from quality.models import Scorecard, ScorecardLine, ScorecardVersion
from quality.models.scorecards import check_weights
from servicecenter.seeds.quality import seed_quality
from tests import making
from tests.making import LONG_AGO, NOW, acting, make_ticket
from tests.quality.histories import answered, hear_all
from tests.reading import whole_days

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def make_card(*lines: dict, of: str = "person", since=LONG_AGO) -> ScorecardVersion:
    card = Scorecard.objects.get_or_create(code="card", defaults={"labels": making.named("card"), "of": of})[0]
    version = ScorecardVersion.objects.create(card=card, number=card.versions.count() + 1, valid_from=since)
    for line in lines:
        ScorecardLine.objects.create(version=version, dimension="speed", **line)
    return version


def handled(count: int, handler, team, *, at=NOW, solved: int = 0) -> None:
    """So many answered the day before `at`, of which so many customers said they were solved."""
    for number in range(count):
        ticket = make_ticket("investigating", at=at - 2 * DAY, team=team, handler=handler, requests=())
        making.advance(ticket, "replied", at=at - DAY, by=acting(handler))
        if number < solved:
            answered(ticket, at - timedelta(hours=1), solved=True)
    hear_all()


def scope(**narrower) -> Scope:
    return Scope(Ticket.objects.all(), NOW - 9 * DAY, NOW + DAY, NOW, **narrower)


SOLVED = {"indicator": "verified-solved", "direction": "up", "target": 80, "weight": 75}
REOPENED = {"indicator": "reopened", "direction": "down", "target": 5, "weight": 25}


@pytest.mark.parametrize(
    ("share", "target", "direction", "earned"),
    [(0.4, 0.8, "up", 0.5), (0.9, 0.8, "up", 1.0), (0.0, 0.0, "up", 1.0), (0.1, 0.05, "down", 0.5),
     (0.05, 0.05, "down", 1.0), (0.0, 0.0, "down", 1.0), (0.1, 0.0, "down", 0.0)],
)  # fmt: skip
def test_a_line_earns_as_much_of_its_weight_as_was_reached(share, target, direction, earned):
    assert scoring.reached(share, target, direction) == pytest.approx(earned)


def test_a_person_s_score_is_the_sum_of_what_was_earned(handler, network):
    version = make_card(SOLVED, REOPENED)
    handled(30, handler, network, solved=12)
    [score] = scoring.scores(version, scope())
    # 12 of 30 = 40 %, half of the target of 80 %: 37.5 of 75; nothing reopened: 25 of 25.
    assert (score.key, [one.points for one in score.earned], score.total) == ("hana", [37.5, 25.0], 62.5)


def test_with_fewer_than_thirty_cases_there_is_no_score(handler, network):
    version = make_card(SOLVED, REOPENED)
    handled(29, handler, network, solved=29)
    [score] = scoring.scores(version, scope())
    assert score.too_few
    assert score.total is None


def test_a_relative_target_is_so_much_better_than_in_the_base_period(handler, network):
    line = SOLVED | {"target": 10, "weight": 100, "target_is": "relative"}
    base = (NOW - 60 * DAY).date()
    version = make_card(line | {"base_since": base - 9 * DAY, "base_until": base})
    handled(10, handler, network, at=NOW - 60 * DAY, solved=4)
    handled(30, handler, network, solved=15)
    [score] = scoring.scores(version, scope())
    assert score.earned[0].target == pytest.approx(0.5), "40 % then, ten points better"
    assert score.total == 100.0
    assert scoring.scores(make_card(line), scope())[0].too_few, "without a base there is nothing to be better than"


def test_a_department_is_the_sum_of_its_teams(handler, network, north):
    pipes = making.make_team("pipes", department=network)
    version = make_card(SOLVED, REOPENED, of="department")
    handled(15, handler, network, solved=15)
    handled(15, handler, pipes, solved=0)
    [score] = scoring.scores(version, scope())
    assert (score.key, score.earned[0].figure.hits, score.earned[0].figure.cases) == ("network", 15, 30)


def test_weights_must_add_up_to_a_hundred():
    check_weights([60, 40])
    for wrong in ([60, 30], [100, 1], []):
        with pytest.raises(ValidationError, match="not to 100"):
            check_weights(wrong)


def test_a_relative_target_needs_its_base_period():
    with pytest.raises(ValidationError, match="base period"):
        ScorecardLine(**SOLVED, target_is="relative").clean()


def test_what_is_shipped_adds_up_and_is_shipped_once(db):
    assert len(list(seed_quality())) == 4
    assert list(seed_quality()) == []
    assert set(Scorecard.objects.values_list("of", flat=True)) == set(Scorecard.Of.values), "one of each sort is seen"
    for card in Scorecard.objects.all():
        [version] = card.versions.all()
        check_weights([line.weight for line in version.lines.all()])


def test_the_page_names_the_version_and_leads_to_the_cases(supervisor, handler, network):
    make_card(SOLVED, REOPENED)
    handled(30, handler, network, solved=12)
    desk = Client()
    desk.force_login(supervisor)
    with time_machine.travel(NOW, tick=False):
        assert "/desk/quality/scorecards/card/" in desk.get("/desk/quality/scorecards/").content.decode()
        page = whole_days(desk.get("/desk/quality/scorecards/card/").content.decode())
    assert "version 1 since 1 Jan 2020" in page
    assert "<b>62.5</b>" in page
    assert "person=hana" in page


def test_a_period_is_scored_by_the_version_in_force_at_its_end(supervisor, handler, network):
    make_card(SOLVED | {"weight": 100})
    make_card(REOPENED | {"weight": 100}, since=NOW - 3 * DAY)
    card = Scorecard.objects.get()
    assert scoring.version_at(card, NOW - 5 * DAY).number == 1
    assert scoring.version_at(card, NOW).number == 2
    assert scoring.version_at(card, LONG_AGO - DAY) is None


@pytest.fixture
def office(administrator):
    client = Client()
    client.force_login(administrator)
    with time_machine.travel(NOW, tick=False):
        yield client


def posted(weights: list[int], card: Scorecard) -> dict:
    form = {
        "card": card.pk, "number": 9, "valid_from_0": "2026-04-01", "valid_from_1": "00:00",
        "lines-TOTAL_FORMS": len(weights), "lines-INITIAL_FORMS": 0,
    }  # fmt: skip
    for place, (weight, indicator) in enumerate(zip(weights, ("on-time", "reopened"), strict=False)):
        line = {"indicator": indicator, "dimension": "speed", "direction": "up", "target_is": "absolute", "target": 90,
                "weight": weight}  # fmt: skip
        form |= {f"lines-{place}-{name}": value for name, value in line.items()}
    return form


def test_the_administration_refuses_weights_that_do_not_add_up(office):
    card = make_card(SOLVED).card
    page = office.post("/admin/quality/scorecardversion/add/", posted([60, 30], card))
    assert "not to 100" in page.content.decode()
    assert office.post("/admin/quality/scorecardversion/add/", posted([60, 40], card)).status_code == 302
    assert card.versions.count() == 2


def test_a_version_in_force_is_copied_not_edited(office):
    version = make_card(SOLVED | {"weight": 100})
    edit = f"/admin/quality/scorecardversion/{version.pk}/change/"
    assert 'name="lines-0-weight"' not in office.get(edit).content.decode()
    office.post(edit, posted([60, 40], version.card))
    assert [line.weight for line in version.lines.all()] == [100]
    copying = {"action": "copy_as_new_version", "_selected_action": version.pk}
    page = office.post("/admin/quality/scorecardversion/", copying, follow=True)
    copied = version.card.versions.get(number=2)
    assert copied.valid_from > NOW
    assert [line.weight for line in copied.lines.all()] == [100]
    assert 'name="lines-0-weight"' in page.content.decode()
