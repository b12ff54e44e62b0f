"""What an operator's monitor relies on: alive without a database, ready only when work is done on time."""

from datetime import timedelta
from unittest import mock

import pytest
from django.db import OperationalError

from servicecenter import guards, health, outbox, rounds
from servicecenter.models import Event, Outbox


@pytest.fixture
def unheard(db) -> Outbox:
    event = Event.objects.create(
        at=rounds.database_now(), kind="x", subject_type="x", subject_id=1, actor_role="", source="test"
    )
    return Outbox.objects.create(event=event, subscriber="nobody", next_attempt_at=event.at)


@pytest.mark.django_db
def test_ready_when_nothing_waits(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reasons"]) == (200, [])


def test_alive_without_a_database(client):
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_readiness_is_cheap(client, django_assert_max_num_queries):
    client.get("/readyz")
    with django_assert_max_num_queries(7):
        client.get("/readyz")


def test_not_ready_while_an_event_has_waited_longer_than_a_minute(unheard):
    assert health.measure(unheard.next_attempt_at + timedelta(seconds=59))["ready"]
    late = health.measure(unheard.next_attempt_at + timedelta(seconds=61))
    assert (late["ready"], late["reasons"], late["oldest_unheard_event"]) == (False, ["oldest_unheard_event"], 61.0)


def test_a_poisoned_row_is_counted_and_does_not_make_unready(unheard):
    Outbox.objects.update(poisoned_at=unheard.next_attempt_at)
    later = health.measure(unheard.next_attempt_at + timedelta(days=1))
    assert (later["ready"], later["poisoned"], outbox.poisoned().count()) == (True, 1, 1)


@pytest.mark.django_db
def test_not_ready_before_the_migrations_or_without_the_guards(client, monkeypatch):
    monkeypatch.setattr(health, "_wanted_migrations", lambda: {("complaints", "9999_from_the_future")})
    guards.remove()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["migrations", "guards"])


@pytest.mark.django_db
def test_not_ready_without_a_database(client):
    with mock.patch.object(rounds, "database_now", side_effect=OperationalError):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["database"])
