"""The figures of one small month, worked by hand: what stands in the comments was counted on paper."""

from datetime import timedelta

import pytest

from complaints.models import Ticket
from complaints.queries import visible_to
from complaints.stages import archive, pressing, reply
from quality.figures import Scope, measure, measure_by
from quality.indicators import ALL, BY_CODE
from servicecenter import actors
from tests import making
from tests.making import NOW, acting, make_ticket
from tests.quality.histories import answered, hear_all

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MONTH = NOW - 100 * DAY, NOW - 40 * DAY
START = NOW - 60 * DAY


def answer(ticket: Ticket, by, at) -> None:
    reply.answer(ticket, actor=acting(by), at=at, source="desk", words="Yes.", outcome="resolved", results={})


@pytest.fixture
def small_month(agent, handler, network):
    """Four people come with brown water.

    Ada answers Anna on the spot, and Anna comes again six days later, which Hana answers in nine days.
    Ada answers Ben on the spot; nine days later Ben says it is solved, satisfied with all.
    Hana answers Cleo after two days; Cleo is dissatisfied, it is not solved, and she reopens it after 20 days.
    Somebody anonymous chases, and withdraws.
    """
    category = making.make_category()
    making.make_policy(reply=(7, "calendar_days"))
    for outcome in ("registered", "chase", "added"):
        making.make_reason("contact_outcome", outcome)

    def came(name: str, at, **more) -> Ticket:
        return make_ticket(
            at=at, by=acting(agent), name=name, contact=f"{name}@customer.invalid", category=category, requests=(),
            **more,
        )  # fmt: skip

    def handled(ticket: Ticket, days: int) -> None:
        begun = ticket.received_at
        for stage in ("reviewing", "dispatched", "investigating"):
            making.advance(ticket, stage, at=begun, team=network, handler=handler)
        making.advance(ticket, "replied", at=begun + days * DAY, by=acting(handler))

    anna, ben = came("anna", START), came("ben", START)
    answer(anna, agent, START)
    answer(ben, agent, START)
    again, cleo = came("anna", START + 6 * DAY), came("cleo", START)
    handled(again, 9)
    handled(cleo, 2)
    answered(ben, START + 9 * DAY, solved=True, result=5, service=3)
    answered(cleo, START + 3 * DAY, solved=False, result=2, service=4)
    archive.reopen(cleo, actor=actors.customer(), at=START + 22 * DAY, source="web", words="It is back.")
    nobody = came("", START, anonymous=True)
    pressing.chase(nobody, actor=acting(agent), at=START + DAY, source="desk", words="Well?")
    pressing.withdraw(nobody, actor=acting(agent), at=START + 2 * DAY, source="desk", words="Never mind.")
    hear_all()


def figure(code: str, since=MONTH[0], until=MONTH[1], now=NOW, **more):
    found = measure(BY_CODE[code], Scope(Ticket.objects.all(), since, until, now, **more))
    return found.hits, found.cases


@pytest.mark.parametrize(
    ("code", "counted"),
    [
        # Reply clocks of 7 days: Anna and Ben at once, Cleo in two; Anna's second in nine. The reopened round's is
        # due later, the withdrawn one's is cancelled.
        ("on-time", (3, 4)),
        # Ben's. Anna came again within the week, the others were dispatched; the anonymous one is left out.
        ("first-contact", (1, 4)),
        # Cleo's, of four answered rounds; the withdrawn one is left out.
        ("reopened", (1, 4)),
        # Anna's first answer was followed by her second ticket.
        ("repeated", (1, 4)),
        # Of five tickets the anonymous one.
        ("chased", (1, 5)),
        # Three hand-overs, none came back: Anna's second, Cleo's; the reopened round has none yet.
        ("returned", (0, 2)),
        ("misrouted", (0, 2)),
        # Ben 5 and Cleo 2; service 3 and 4.
        ("satisfied-result", (1, 2)),
        ("satisfied-service", (2, 2)),
        # Ben, of four answered.
        ("verified-solved", (1, 4)),
    ],
)
def test_the_figures_of_the_small_month(small_month, code, counted):
    assert figure(code) == counted


def test_top_two_and_left_out_stand_beside_the_figure(small_month):
    scope = Scope(Ticket.objects.all(), *MONTH, NOW)
    assert measure(BY_CODE["satisfied-service"], scope).beside == {"top_two": 1}
    assert measure(BY_CODE["reopened"], scope).left_out == {"withdrawn": 1}
    assert measure(BY_CODE["first-contact"], scope).left_out == {"nothing": 0, "nobody": 3}, "came, chased, withdrew"
    assert measure(BY_CODE["verified-solved"], scope).beside == {"unsolved": 1, "silent": 2}


def test_what_is_too_young_is_grey(small_month):
    week_later = START + 7 * DAY - timedelta(hours=1)
    scope = Scope(Ticket.objects.all(), START - DAY, START + 30 * DAY, week_later)
    found = measure(BY_CODE["first-contact"], scope)
    assert (found.cases, found.young, found.left_out) == (0, 4, {"nothing": 0, "nobody": 3})
    assert found.share is None


def test_each_person_is_measured_by_their_own_cases_and_says_when_they_are_too_few(small_month, agent, handler):
    scope = Scope(Ticket.objects.all(), *MONTH, NOW)
    told = dict(measure_by(BY_CODE["reopened"], scope, "by_person"))
    assert {person: (one.hits, one.cases) for person, one in told.items()} == {agent.pk: (0, 2), handler.pk: (1, 2)}
    assert all(one.too_few for one in told.values())


def test_whose_tickets_the_reader_may_not_see_are_not_counted(small_month, agent_south, supervisor):
    for indicator in ALL:
        assert measure(indicator, Scope(visible_to(agent_south, NOW), *MONTH, NOW)).cases == 0
    assert measure(BY_CODE["reopened"], Scope(visible_to(supervisor, NOW), *MONTH, NOW)).cases == 4
