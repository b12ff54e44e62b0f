"""Inspections: drawn by lot, judged blind, never one's own, appealed in time, answered by somebody else."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from complaints.models import Ticket
from complaints.refusals import Missing, NotNow, NotYours
from quality import calling_again, inspecting
from quality.figures import Scope
from quality.models import Criterion, Inspection, InspectionFormVersion
from servicecenter.models import Event
from servicecenter.seeds.quality import seed_quality
from tests import making
from tests.making import NOW, acting, make_ticket
from tests.quality.histories import answered, hear_all

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BASE = "/desk/quality/inspections/"


@pytest.fixture
def inspector(north):
    return making.make_staff("inspector", name="paul", region=north)


@pytest.fixture
def form(db) -> InspectionFormVersion:
    list(seed_quality())
    return InspectionFormVersion.objects.get()


@pytest.fixture
def handled(handler, network):
    """Six rounds Hana answered, each with the customer's secret verdict."""
    for number in range(6):
        ticket = make_ticket("investigating", at=NOW - 2 * DAY, team=network, handler=handler, name=f"C{number}")
        making.advance(ticket, "replied", at=NOW - DAY, by=acting(handler))
        answered(ticket, NOW - HOUR, solved=False, result=1, service=1)
    hear_all()


def scope() -> Scope:
    return Scope(Ticket.objects.all(), NOW - 9 * DAY, NOW, NOW)


def drawn(form, inspector, seed: str = "week 11", size: int = 3):
    return inspecting.plan(
        form, scope(), seed=seed, size=size, region=None, team=None, actor=acting(inspector), at=NOW
    )  # fmt: skip


def marked(form, value: int | None = 2, fatal: int = 0) -> dict[Criterion, int | None]:
    return {one: fatal if one.fatal else value for one in form.criteria.all()}


@pytest.fixture
def judged(form, inspector, handled) -> Inspection:
    drawn(form, inspector)
    return inspecting.submit(
        Inspection.objects.first(), marked(form, 1), "Half of it.", actor=acting(inspector), at=NOW
    )  # fmt: skip


def test_the_same_word_draws_the_same_sample(form, inspector, handled):
    first, again, *others = (drawn(form, inspector, f"week {number}") for number in (11, 11, *range(12, 20)))
    rounds = [set(one.inspections.values_list("handling", flat=True)) for one in (first, again, *others)]
    assert rounds[0] == rounds[1]
    # Three of six: one time in twenty another word draws the same, eight words never.
    assert any(one != rounds[0] for one in rounds[2:])
    assert (first.among, len(rounds[0])) == (6, 3)
    nothing = Scope(Ticket.objects.none(), NOW - DAY, NOW, NOW)
    with pytest.raises(Missing):
        inspecting.plan(form, nothing, seed="x", size=1, region=None, team=None, actor=acting(inspector), at=NOW)


def test_points_by_weight_half_for_part_nothing_for_what_does_not_apply_and_zero_for_what_is_fatal(form):
    one, *others = [each for each in form.criteria.all() if not each.fatal]
    only = dict.fromkeys(others)
    assert inspecting.score_of(marked(form, 2)) == Decimal("100.0")
    assert inspecting.score_of(marked(form, 1)) == Decimal("50.0")
    assert inspecting.score_of({one: 1, **only}) == Decimal("50.0")
    assert inspecting.score_of(marked(form, 2, fatal=1)) == Decimal("0.0")
    with pytest.raises(Missing):
        inspecting.score_of(dict.fromkeys([one, *others]))


def test_the_inspector_sees_the_work_and_neither_the_colleague_nor_the_verdict(form, inspector, handled):
    drawn(form, inspector)
    one = Inspection.objects.first()
    told = inspecting.story(one, inspector, NOW)
    assert {entry.kind for entry in told} >= {"ticket.received", "ticket.replied"}
    assert not {entry.kind for entry in told} & inspecting.BLIND
    assert "Hana" not in " ".join(entry.who for entry in told)
    desk = Client()
    desk.force_login(inspector)
    page = desk.get(f"{BASE}{one.pk}/").content.decode()
    assert "Hana" not in page
    assert "We flushed the pipe" in page


def test_nobody_inspects_their_own_work_nor_without_the_role(form, handled, handler, supervisor, inspector, north):
    making.RoleHeld.objects.create(user=handler, role="inspector", region=north, since=making.LONG_AGO)
    drawn(form, inspector)
    one = Inspection.objects.first()
    assert not inspecting.for_inspector(handler, NOW).exists()
    for who in (handler, supervisor):
        with pytest.raises(NotYours):
            inspecting.submit(one, marked(form), "", actor=acting(who), at=NOW)


def test_a_result_is_given_once(judged, form, inspector):
    assert (judged.score, judged.inspector) == (Decimal("50.0"), inspector)
    with pytest.raises(NotNow):
        inspecting.submit(judged, marked(form), "", actor=acting(inspector), at=NOW)
    event = Event.objects.get(kind="inspection.submitted")
    assert (event.payload["score"], event.words.text) == ("50.0", {"words": "Half of it."})


def test_the_inspected_appeals_within_five_working_days(judged, handler, other_handler):
    with pytest.raises(NotYours):
        inspecting.appeal(judged, "No.", actor=acting(other_handler), at=NOW)
    with pytest.raises(Missing):
        inspecting.appeal(judged, " ", actor=acting(handler), at=NOW)
    with pytest.raises(NotNow, match="over"):
        inspecting.appeal(judged, "No.", actor=acting(handler), at=NOW + 7 * DAY + 9 * HOUR)
    assert inspecting.appeal(judged, "No.", actor=acting(handler), at=NOW + 6 * DAY).appealed_at
    with pytest.raises(NotNow):
        inspecting.appeal(judged, "No.", actor=acting(handler), at=NOW + 6 * DAY)


def test_somebody_else_answers_the_appeal(judged, handler, inspector, supervisor):
    inspecting.appeal(judged, "I did find the cause.", actor=acting(handler), at=NOW)
    answer = {"upheld": True, "score": Decimal("80.0"), "words": "It is on file.", "at": NOW}
    for taking_part in (handler, inspector):
        with pytest.raises(NotYours):
            inspecting.settle(judged, **answer, actor=acting(taking_part))
    with pytest.raises(Missing):
        inspecting.settle(judged, **answer | {"score": None}, actor=acting(supervisor))
    settled = inspecting.settle(judged, **answer, actor=acting(supervisor))
    assert (settled.score, settled.score_before, settled.upheld) == (Decimal("80.0"), Decimal("50.0"), True)
    with pytest.raises(NotNow):
        inspecting.settle(judged, **answer, actor=acting(supervisor))


def test_from_the_draw_to_the_answered_appeal_on_the_pages(form, inspector, handled, handler, supervisor):
    desks = {who: Client() for who in (inspector, handler, supervisor)}
    for who, desk in desks.items():
        desk.force_login(who)
    with time_machine.travel(NOW, tick=False):
        plan = {"form": "handled-ticket", "since": "2026-03-01", "until": "2026-03-11", "size": 2, "seed": "March"}
        assert desks[inspector].post(BASE, plan).status_code == 302
        one = Inspection.objects.first()
        assert f"{BASE}{one.pk}/" in desks[inspector].get(BASE).content.decode()
        assert desks[handler].get(f"{BASE}{one.pk}/").status_code == 404, "nothing to read before there is a result"
        marks = {f"criterion_{each.pk}": "2" for each in form.criteria.all() if not each.fatal}
        unmarked = desks[inspector].post(f"{BASE}{one.pk}/", {"words": "Kept words."})
        assert unmarked.status_code == 422
        assert unmarked.content.decode().count("Mark it, or choose n/a.") == len(marks)
        assert "Kept words." in unmarked.content.decode()
        nothing = dict.fromkeys(marks, "na")
        assert "mark at least one question" in desks[inspector].post(f"{BASE}{one.pk}/", nothing).content.decode()
        assert desks[inspector].post(f"{BASE}{one.pk}/", marks | {"words": "Well done."}).status_code == 302
        assert "100.0" in desks[handler].get(f"{BASE}mine/").content.decode()
        assert desks[handler].post(f"{BASE}{one.pk}/", {"words": "Too good."}).status_code == 302
        assert f"{BASE}{one.pk}/" in desks[supervisor].get(BASE).content.decode()
        for who, where in ((inspector, BASE), (handler, f"{BASE}mine/")):
            assert "Not answered yet" in desks[who].get(where).content.decode(), "how the appeal stands is on the list"
        answer = {"upheld": "no", "words": "It was good."}
        assert desks[supervisor].post(f"{BASE}{one.pk}/", answer).status_code == 302
        for who, where in ((inspector, BASE), (handler, f"{BASE}mine/")):
            assert "Not upheld" in desks[who].get(where).content.decode()
        page = desks[handler].get(f"{BASE}{one.pk}/").content.decode()
    assert "Not upheld: the result stands" in page
    assert "It was good." in page


def test_pages_of_inspections_are_for_those_they_concern(judged, agent, agent_south, auditor, inspector):
    south = making.make_staff("inspector", name="pia", region=agent_south.roles_held.get().region)
    for who, status in ((agent, 404), (south, 404), (auditor, 200), (inspector, 200)):
        desk = Client()
        desk.force_login(who)
        assert desk.get(f"{BASE}{judged.pk}/").status_code == status
    desk = Client()
    desk.force_login(agent)
    assert desk.get(BASE).status_code == 403
    assert desk.get(f"{BASE}mine/").status_code == 200


def test_one_in_twenty_of_the_satisfied_is_called_again_always_the_same(handler, network, supervisor):
    for _ in range(60):
        ticket = make_ticket("investigating", at=NOW - 2 * DAY, team=network, handler=handler, requests=())
        making.advance(ticket, "replied", at=NOW - DAY, by=acting(handler))
        answered(ticket, NOW - HOUR, result=3)
    hear_all()
    found = set(calling_again.drawn(scope()).values_list("pk", flat=True))
    assert found == set(calling_again.drawn(scope()).values_list("pk", flat=True))
    assert 0 <= len(found) <= 12, "three of sixty on average"
    with time_machine.travel(NOW, tick=False):
        desk = Client()
        desk.force_login(supervisor)
        page = desk.get("/desk/quality/again/").content.decode()
    assert page.count('<th scope="row" class="num">') == len(found)
