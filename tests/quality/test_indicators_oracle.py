"""Each indicator against an oracle that knows nothing of it: plain loops over the events of random histories."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

import pytest
from django.db import transaction

from complaints.models import Clock, ClockPause, Contact, Extension, Ticket
from quality import indicators
from quality.figures import Scope, cases, measure, measure_by
from quality.levels import LEVELS
from servicecenter.models import Event
from tests import making
from tests.making import NOW
from tests.quality.histories import BEGINNING, DAY, employ, live

ANSWERS = {"ticket.answered", "ticket.replied"}
ENDS = ANSWERS | {"ticket.withdrawn"}
GIVEN = {"ticket.dispatched", "ticket.ruled"}
Period = tuple[datetime, datetime]


def stories() -> Iterator[tuple[Ticket, list[Event]]]:
    for ticket in Ticket.objects.order_by("pk"):
        yield ticket, list(Event.objects.filter(subject_type="ticket", subject_id=ticket.pk).order_by("id"))


def rounds(events: list[Event]) -> list[list[Event]]:
    """The events of each round."""
    parts: list[list[Event]] = [[]]
    for event in events:
        if event.kind == "ticket.reopened":
            parts.append([])
        parts[-1].append(event)
    return parts


def within(at: datetime, period: Period) -> bool:
    return period[0] <= at < min(period[1], NOW)


def reopened(period: Period) -> tuple[int, int]:
    hits = total = 0
    for _ticket, events in stories():
        parts = rounds(events)
        for number, part in enumerate(parts):
            for event in part:
                if event.kind in ANSWERS and within(event.at, period):
                    total += 1
                    hits += number + 1 < len(parts)
    return hits, total


def gone_back(period: Period) -> tuple[int, int]:
    hits = total = 0
    for _ticket, events in stories():
        for part in rounds(events):
            steps = [one for one in part if one.kind in GIVEN | {"ticket.returned"}]
            for step, after in zip_longest(steps, steps[1:]):
                if step.kind in GIVEN and within(step.at, period):
                    total += 1
                    hits += after is not None and after.kind == "ticket.returned"
    return hits, total


def misrouted(period: Period) -> tuple[int, int]:
    hits = total = 0
    for _ticket, events in stories():
        for part in rounds(events):
            steps = [one for one in part if one.kind in GIVEN | {"ticket.returned"}]
            for place, step in enumerate(steps):
                if step.kind not in GIVEN or not within(step.at, period):
                    continue
                total += 1
                came_back = place + 1 < len(steps) and steps[place + 1].kind == "ticket.returned"
                others = [one for one in steps[place + 2 :] if one.kind == "ticket.ruled"]
                hits += came_back and any(one.payload["team"] != step.payload["team"] for one in others)
    return hits, total


def chased(period: Period) -> tuple[int, int]:
    hits = total = 0
    for _ticket, events in stories():
        was_open = False
        for part in rounds(events):
            end = next((one.at for one in part if one.kind in ENDS), None)
            was_open |= part[0].at < min(period[1], NOW) and (end is None or end >= period[0])
        total += was_open
        hits += was_open and any(one.kind == "ticket.chased" and within(one.at, period) for one in events)
    return hits, total


def same(one: Ticket, other: Ticket) -> bool:
    if one.pk == other.pk or one.category_id is None or one.category_id != other.category_id:
        return False
    return one.customer_id is not None and one.customer_id == other.customer_id


def repeated(period: Period) -> tuple[int, int]:
    hits = total = 0
    everyone = list(Ticket.objects.all())
    for ticket, events in stories():
        for event in events:
            if event.kind in ANSWERS and within(event.at, period) and ticket.customer_id:
                if event.at > NOW - 30 * DAY:
                    continue
                total += 1
                hits += any(
                    same(ticket, one) and event.at < one.received_at <= event.at + 30 * DAY for one in everyone
                )  # fmt: skip
    return hits, total


def first_contact(period: Period) -> tuple[int, int]:
    hits = total = 0
    on_the_spot = {
        ticket.pk for ticket, events in stories() if any(one.kind == "ticket.answered" for one in rounds(events)[0])
    }
    tickets, everybody = list(Ticket.objects.all()), list(Contact.objects.exclude(ended_at=None).filter(direction="in"))
    for contact in everybody:
        came = contact.started_at
        asked_something = contact.outcome is not None and contact.outcome.code not in {"silent", "transferred"}
        if not within(came, period) or came > NOW - 7 * DAY or not contact.customer_id or not asked_something:
            continue
        total += 1
        about = set(contact.tickets.values_list("category", flat=True))
        week = [one for one in everybody if one.customer_id == contact.customer_id]
        later = [one for one in week if came < one.started_at <= came + 7 * DAY]
        others = [set(one.tickets.values_list("category", flat=True)) for one in later]
        again = any(not about or not other or about & other for other in others)
        wrote = any(
            one.customer_id == contact.customer_id and one.category_id in about and one not in contact.tickets.all()
            and came < one.received_at <= came + 7 * DAY
            for one in tickets
        )  # fmt: skip
        mine = {one.pk for one in contact.tickets.all()}
        brought = contact.outcome.code == "registered" and mine and mine <= on_the_spot
        hits += bool((contact.outcome.code == "answered" or brought) and not again and not wrote)
    return hits, total


def last_words() -> Iterator[tuple[list[Event], Event | None]]:
    """Each round that was answered, with the customer's last word on it."""
    for _ticket, events in stories():
        for part in rounds(events):
            yield part, next((one for one in reversed(part) if one.kind == "ticket.rated"), None)


def satisfied(level: str) -> Callable[[Period], tuple[int, int]]:
    """By the link or by the survey: the day of the last word of either, and the last that spoke of this level."""

    def oracle(period: Period) -> tuple[int, int]:
        valid = []
        for part, _word in last_words():
            ended = next((place for place, one in enumerate(part) if one.kind in ENDS), len(part))
            said = [one for one in part[ended:] if one.kind in {"ticket.rated", "ticket.survey_answered"}]
            spoken = [one for one in said if one.payload.get(level)]
            if spoken and within(said[-1].at, period):
                valid.append(LEVELS[spoken[-1].payload[level]])
        return sum(one >= 3 for one in valid), len(valid)

    return oracle


def surveys_answered(period: Period) -> tuple[int, int]:
    hits = total = 0
    for _ticket, events in stories():
        for part in rounds(events):
            if any(one.kind == "ticket.survey_asked" and within(one.at, period) for one in part):
                total += 1
                hits += any(one.kind == "ticket.survey_answered" for one in part)
    return hits, total


def verified(period: Period) -> tuple[int, int]:
    hits = total = 0
    for part, word in last_words():
        if any(one.kind in ANSWERS and within(one.at, period) for one in part):
            total += 1
            hits += word is not None and word.payload["solved"] is True
    return hits, total


def in_time(milestone: str) -> Callable[[Period], tuple[int, int]]:
    def oracle(period: Period) -> tuple[int, int]:
        judged = [
            one for one in Clock.objects.filter(milestone=milestone)
            if within(one.original_due_at, period) and one.state != "cancelled"
        ]  # fmt: skip
        return sum(bool(one.ended_at and one.ended_at <= one.original_due_at) for one in judged), len(judged)

    return oracle


ORACLES: dict[str, Callable[[Period], tuple[int, int]]] = {
    "verified-solved": verified,
    "on-time": in_time("reply"),
    "first-response": in_time("first_response"),
    "acknowledged": in_time("acknowledge"),
    "first-contact": first_contact,
    "satisfied-result": satisfied("result"),
    "satisfied-service": satisfied("service"),
    "survey-response": surveys_answered,
    "reopened": reopened,
    "repeated": repeated,
    "chased": chased,
    "returned": gone_back,
    "misrouted": misrouted,
}


@pytest.fixture(scope="module", params=[1, pytest.param(2, marks=pytest.mark.once)])
def built(request, django_db_setup, django_db_blocker) -> Iterator[random.Random]:
    """Lives by this seed, lived once for all tests here and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        making.make_policy(reply=(5, "working_days"), first_response=(1, "working_days"), acknowledge=(5, "minutes"))
        chance = random.Random(request.param)
        live(chance, employ())
        making.count_rows()
        yield chance
        transaction.set_rollback(True)


@pytest.fixture
def lives(built, db) -> random.Random:
    return built


def periods(chance: random.Random) -> Iterator[Period]:
    yield BEGINNING - DAY, NOW
    for _ in range(4):
        since = BEGINNING + timedelta(days=chance.randint(0, 80))
        yield since, since + timedelta(days=chance.randint(1, 60))


def scope(period: Period, **more: Any) -> Scope:
    return Scope(Ticket.objects.all(), *period, NOW, **more)


def test_every_indicator_counts_what_plain_loops_count(lives):
    assert set(ORACLES) == set(indicators.BY_CODE)
    seen: dict[str, int] = dict.fromkeys(ORACLES, 0)
    for period in periods(lives):
        for code, oracle in ORACLES.items():
            figure = measure(indicators.BY_CODE[code], scope(period))
            assert (figure.hits, figure.cases) == oracle(period), f"{code} from {period[0]:%F} to {period[1]:%F}"
            seen[code] += figure.cases
    assert all(seen.values()), seen


def test_the_listed_cases_are_exactly_those_counted(lives):
    for period in periods(lives):
        for indicator in indicators.ALL:
            figure = measure(indicator, scope(period))
            for part, count in {
                "all": figure.cases, "hits": figure.hits, "misses": figure.misses, "young": figure.young,
                **figure.beside, **figure.left_out,
            }.items():  # fmt: skip
                listed = cases(indicator, scope(period), part)
                assert len(set(listed.values_list("pk", flat=True))) == listed.count() == count, (indicator.code, part)


def test_teams_and_people_add_up_to_the_whole(lives):
    whole = scope((BEGINNING, NOW))
    for indicator in indicators.ALL:
        figure = measure(indicator, whole)
        for key in ("by_team", "by_person"):
            groups = measure_by(indicator, whole, key)
            assert sum(one.cases for _key, one in groups) == figure.cases
            assert sum(one.hits for _key, one in groups) == figure.hits
            for value, one in groups:
                narrowed = {"teams": (value,)} if key == "by_team" else {"person": value}
                if value is not None:
                    again = measure(indicator, scope((BEGINNING, NOW), **narrowed))
                    assert (again.hits, again.cases) == (one.hits, one.cases)


def test_extensions_and_holds_stand_beside_the_on_time_rate(lives):
    figure = measure(indicators.BY_CODE["on-time"], scope((BEGINNING, NOW)))
    clocks = [one for one in Clock.objects.filter(milestone="reply") if within(one.original_due_at, (BEGINNING, NOW))]
    judged = [one for one in clocks if one.state != "cancelled"]
    granted = {one: list(Extension.objects.filter(clock=one, granted=True)) for one in judged}
    in_time = sum(
        bool(one.ended_at and one.ended_at <= max([one.original_due_at, *(more.due_at for more in granted[one])]))
        for one in judged
    )
    assert figure.beside == {
        "granted": in_time,
        "extended": sum(bool(more) for more in granted.values()),
        "held": sum(ClockPause.objects.filter(clock=one).exists() for one in judged),
    }
    assert figure.left_out["cancelled"] == len(clocks) - len(judged)
