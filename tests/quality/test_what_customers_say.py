"""What customers say by the link in our message and on the callback reaches the figures, by the real actions."""

from datetime import timedelta

import pytest

from complaints import actions
from complaints.models import Ticket
from complaints.stages import rating
from quality.figures import Scope, measure
from quality.indicators import BY_CODE
from quality.models import Handling
from servicecenter import actors
from tests import making
from tests.making import NOW, acting, make_ticket
from tests.quality.histories import hear_all

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def replied(handler, network) -> Ticket:
    making.make_callback_rule()
    ticket = make_ticket("investigating", team=network, handler=handler, contact="+86 138 0013 8000")
    making.advance(ticket, "replied", by=acting(handler))
    return ticket


def figures(*codes: str) -> list[tuple[int, int]]:
    scope = Scope(Ticket.objects.all(), NOW - HOUR, NOW + 9 * HOUR, NOW + 9 * HOUR)
    return [(one.hits, one.cases) for one in (measure(BY_CODE[code], scope) for code in codes)]


ALL_THREE = ("satisfied-result", "satisfied-service", "verified-solved")


def rated(ticket: Ticket, at, **said) -> None:
    rating.rate(ticket, **said, actor=actors.customer(), at=at, source="web")


def test_a_customer_rates_and_changes_it_within_the_day(replied):
    rated(replied, NOW + HOUR, solved=True, result="very_satisfied", service="unsatisfied")
    hear_all()
    assert figures(*ALL_THREE) == [(1, 1), (0, 1), (1, 1)]
    rated(replied, NOW + 2 * HOUR, solved=True, result="fairly", service="satisfied")
    hear_all()
    assert figures(*ALL_THREE) == [(1, 1), (1, 1), (1, 1)], "one answer a round: the last word"
    assert Handling.objects.get().said_at == NOW + 2 * HOUR


def test_a_colleague_calls_back(replied, agent):
    replied.refresh_from_db()
    said = {"outcome": "reached", "result": "satisfied", "service": "very_unsatisfied"}
    actions.perform(
        replied, "record_callback", said, actor=acting(agent), at=NOW + HOUR, source="desk", version=replied.version
    )  # fmt: skip
    hear_all()
    told = Handling.objects.get()
    assert (told.callback, told.said_by, told.result, told.service) == ("reached", "callback", 4, 1)
