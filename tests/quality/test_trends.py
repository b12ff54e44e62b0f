"""Figures over time, and on time for every milestone: each number a way to exactly its cases."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from complaints.models import Clock, Ticket
from complaints.promises.milestones import Milestone
from quality import asking, trends
from quality.figures import Scope, cases, measure
from quality.indicators import ALL, BY_CODE, milestones, named
from tests import making
from tests.making import NOW, acting, make_ticket
from tests.quality.histories import hear_all

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BASE = "/desk/quality/"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def answered_in_january_and_march(handler, network):
    making.make_policy(reply=(5, "working_days"), first_response=(1, "working_days"), accept=(60, "minutes"))
    for days in (50, 49, 3):
        ticket = make_ticket("investigating", at=NOW - days * DAY, team=network, handler=handler)
        making.advance(ticket, "replied", at=NOW - (days - 1) * DAY, by=acting(handler))
    hear_all()


@pytest.fixture
def desk(supervisor) -> Client:
    client = Client()
    client.force_login(supervisor)
    return client


def question(**changes) -> asking.Question:
    return asking.Question(**{"first": date(2026, 3, 1), "last": date(2026, 3, 11), **changes})


def test_weeks_begin_on_monday_and_months_on_their_first_and_none_is_lost_between(answered_in_january_and_march):
    asked = question()
    for step, first in (("week", date(2025, 12, 15)), ("month", date(2025, 4, 1))):
        points = trends.tell(BY_CODE["verified-solved"], asked, step, asked.scope(Ticket.objects.all(), NOW))
        assert points[0].first == first
        assert [one.last + DAY for one in points[:-1]] == [one.first for one in points[1:]]
        assert points[-1].first <= date(2026, 3, 11) <= points[-1].last
        assert sum(one.figure.cases for one in points) == 3


@pytest.mark.parametrize("code", [*BY_CODE, *(one.code for one in milestones.BY_MILESTONE.values())])
def test_each_point_is_the_figure_of_its_own_period(answered_in_january_and_march, code):
    one, asked = named(code), question()
    scope = asked.scope(Ticket.objects.all(), NOW)
    for step in trends.STEPS:
        for point in trends.tell(one, asked, step, scope):
            since, until = question(first=point.first, last=point.last).moments
            assert point.figure == measure(one, scope.only(since=since, until=until))


def test_a_month_without_a_case_is_a_gap_and_not_a_nought(answered_in_january_and_march, desk):
    page = desk.get(f"{BASE}figures/verified-solved/trend/?by=month&until=2026-03-11").content.decode()
    assert page.count('class="dot"') == 2
    assert "style=" not in page.partition("<svg viewBox")[2].partition("</svg>")[0]


def test_every_point_and_every_number_opens_exactly_its_cases(answered_in_january_and_march, desk):
    for code in ("verified-solved", "on-time", "on-time-accept"):
        page = desk.get(f"{BASE}figures/{code}/trend/?by=week&until=2026-03-11").content.decode()
        links = re.findall(r'href="(/desk/quality/figures/[\w-]+/cases/[^"]*)">(\d+)<', page)
        assert len(links) >= 26
        for address, number in links:
            listed = desk.get(address.replace("&amp;", "&")).content.decode()
            assert len(re.findall(r'<th scope="row" class="num"><a href="/desk/tickets/', listed)) == int(number)
        assert re.search(r'<a href="/desk/quality/figures/[\w-]+/cases/[^"]*" aria-label="[^"]+%"><circle', page)


def test_a_trend_is_counted_in_one_statement_whatever_its_weeks(
    answered_in_january_and_march, desk, django_assert_max_num_queries
):
    with django_assert_max_num_queries(13):
        assert desk.get(f"{BASE}figures/on-time/trend/").status_code == 200


def test_what_cannot_be_asked_is_not_there(desk):
    assert desk.get(f"{BASE}figures/on-time/trend/?by=century").status_code == 404
    assert desk.get(f"{BASE}figures/no-such/trend/").status_code == 404
    refused = desk.get("/api/v1/quality/figures/on-time/trend/?by=century")
    assert refused.status_code == 400
    assert "week, month" in str(refused.json())


def test_a_program_reads_the_same_points(answered_in_january_and_march, desk):
    told = desk.get("/api/v1/quality/figures/on-time/trend/?by=month&until=2026-03-11").json()
    assert len(told["points"]) == 12
    assert sum(one["cases"] for one in told["points"]) == 2, "the newest is not due yet"
    assert told["points"][-1]["since"] == "2026-03-01"


def test_every_milestone_with_a_clock_due_has_its_on_time_rate(answered_in_january_and_march, desk):
    scope = Scope(Ticket.objects.all(), NOW - 100 * DAY, NOW, NOW)
    told = {one.indicator.code: (one.hits, one.cases) for one in milestones.measure_all(scope)}
    expected = {}
    for clock in Clock.objects.exclude(state="cancelled").filter(original_due_at__lt=NOW):
        hits, count = expected.get(clock.milestone, (0, 0))
        kept = clock.ended_at is not None and clock.ended_at <= clock.original_due_at
        expected[clock.milestone] = (hits + kept, count + 1)
    assert told == {f"on-time-{one.replace('_', '-')}": pair for one, pair in expected.items()}
    assert {"on-time-reply", "on-time-accept", "on-time-first-response"} <= set(told)
    page = desk.get(f"{BASE}?since=2026-01-01&until=2026-03-11").content.decode()
    assert "On time: Accept" in page
    api = desk.get("/api/v1/quality/figures/?since=2026-01-01&until=2026-03-11").json()
    assert {one["code"] for one in api["milestones"]} == set(told)


def test_each_milestone_counts_alone_what_the_list_counts_together(answered_in_january_and_march):
    scope = Scope(Ticket.objects.all(), NOW - 100 * DAY, NOW, NOW)
    for figure in milestones.measure_all(scope):
        alone = measure(figure.indicator, scope)
        assert (alone.hits, alone.cases, alone.beside) == (figure.hits, figure.cases, figure.beside)
        assert cases(figure.indicator, scope).count() == figure.cases


def test_what_a_supervisor_decides_late_is_not_the_handlers_doing(handler):
    ticket = make_ticket("investigating", handler=handler)
    Clock.objects.create(
        ticket=ticket, milestone="decide", started_at=NOW - DAY, original_due_at=NOW - DAY / 2, due_at=NOW - DAY / 2,
        amount=60, unit="minutes", calendar=ticket.region.calendar,
    )  # fmt: skip
    indicator = named("on-time-decide")
    scope = Scope(Ticket.objects.all(), NOW - 2 * DAY, NOW, NOW)
    assert measure(indicator, scope).cases == 1
    assert measure(indicator, scope.only(person=handler.pk)).cases == 0


def test_every_milestone_has_a_figure_and_no_code_means_two():
    codes = [one.code for one in (*ALL, *milestones.BY_MILESTONE.values())]
    assert len(codes) == len(set(codes)) == len(ALL) + len(Milestone)
    assert all(named(code).code == code for code in codes)
    assert named("on-time-nonsense") is None
