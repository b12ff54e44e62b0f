"""Sent twice, done once: the same answer byte for byte, however many send it at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from complaints.models import Ticket
from customers.models import Customer
from servicecenter import rounds
from servicecenter.models import Event, Idempotency
from tests import making
from tests.api.conftest import COMPLAINT, TICKETS, Caller, caller

pytestmark = pytest.mark.django_db


def test_a_repeated_create_is_answered_from_the_first(hotline):
    first = hotline.post(TICKETS, COMPLAINT, Idempotency_Key="a-1")
    again = hotline.post(TICKETS, COMPLAINT, Idempotency_Key="a-1")
    assert (again.status_code, again.content) == (first.status_code, first.content) == (201, first.content)
    assert again["Content-Type"] == first["Content-Type"]
    assert (Ticket.objects.count(), Customer.objects.count(), Event.objects.count()) == (1, 1, 1)


def test_a_repeated_move_is_answered_from_the_first_though_the_version_is_old_by_now(hotline):
    number = hotline.create().json()["number"]
    body = {"move": "start_review", "version": 1}
    first, again = (hotline.post(f"{TICKETS}{number}/moves/", body, Idempotency_Key="m") for _ in range(2))
    assert first.status_code == 200
    assert again.content == first.content


def test_the_same_key_for_something_else_is_refused(hotline):
    number = hotline.post(TICKETS, COMPLAINT, Idempotency_Key="a").json()["number"]
    for path, body in (
        (TICKETS, COMPLAINT | {"place": "5 Canal Street"}),
        (TICKETS, {"nature": "no such thing"}),
        (f"{TICKETS}{number}/moves/", {"move": "start_review", "version": 1}),
        (f"{TICKETS}?again=1", COMPLAINT),
    ):
        answer = hotline.post(path, body, Idempotency_Key="a")
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused"), path
    assert Ticket.objects.get().version == 1


def test_two_programs_may_choose_the_same_key(hotline):
    other = caller("other")
    assert hotline.post(TICKETS, COMPLAINT, Idempotency_Key="1").status_code == 201
    assert other.post(TICKETS, COMPLAINT, Idempotency_Key="1").status_code == 201
    assert Ticket.objects.count() == 2


def test_a_refused_request_may_be_put_right_under_its_key(hotline):
    assert hotline.post(TICKETS, COMPLAINT | {"contact": "?"}, Idempotency_Key="k").status_code == 400
    assert not Idempotency.objects.exists()
    assert hotline.post(TICKETS, COMPLAINT, Idempotency_Key="k").status_code == 201


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "a b", "键", "a\x00"])
def test_a_key_that_is_none_is_refused(hotline, key):
    answer = hotline.post(TICKETS, COMPLAINT, Idempotency_Key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key")
    assert not Ticket.objects.exists()


def test_answers_are_forgotten_after_seven_days(hotline):
    hotline.post(TICKETS, COMPLAINT, Idempotency_Key="a")
    now = timezone.now()
    rounds.tidy(now + timedelta(days=6, hours=23))
    assert Idempotency.objects.count() == 1
    rounds.tidy(now + timedelta(days=7, minutes=1))
    assert not Idempotency.objects.exists()


def all_at_once(count: int, send, threads: int = 30) -> list:
    """So many calls by so many threads (a server has as many connections), none before all threads are ready."""
    ready = Barrier(threads)

    def some(first: int) -> list:
        try:
            ready.wait(30)
            return [send(index) for index in range(first, count, threads)]
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return [one for answers in pool.map(some, range(threads)) for one in answers]


@pytest.fixture
def key(transactional_db) -> str:
    making.make_policy(reply=(5, "working_days"))
    making.make_region("north")
    return making.make_client("hotline")[1]


@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_with_one_key_make_one_ticket_and_hear_one_answer(key):
    answers = all_at_once(100, lambda _: Caller(key).post(TICKETS, COMPLAINT, Idempotency_Key="one"))
    assert {one.status_code for one in answers} == {201}
    assert len({one.content for one in answers}) == 1
    assert (Ticket.objects.count(), Customer.objects.count(), Event.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_with_one_key_and_two_bodies_make_one_ticket(key):
    bodies = [COMPLAINT, COMPLAINT | {"place": "5 Canal Street"}]
    answers = all_at_once(20, lambda index: Caller(key).post(TICKETS, bodies[index % 2], Idempotency_Key="one"), 20)
    assert sorted(one.status_code for one in answers) == [201] * 10 + [422] * 10
    assert Ticket.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_moves_at_once_one_wins_and_the_others_hear_who(key):
    number = Caller(key).create().json()["number"]
    answers = all_at_once(20, lambda _: Caller(key).move(number, "start_review", 1), threads=20)
    assert sorted(one.status_code for one in answers) == [200] + [409] * 19
    losers = [one.json() for one in answers if one.status_code == 409]
    assert {one["last_move"]["by"] for one in losers} == {"hotline"}
    assert {one["ticket"]["version"] for one in losers} == {2}
