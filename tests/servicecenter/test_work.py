"""The loop without Celery: does what is due, waits for a database that is away, ends when told."""

import logging
import threading
import time
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import OperationalError

from servicecenter import outbox, rounds
from servicecenter.management.commands import work
from servicecenter.models import Event, Outbox
from tests import making


@pytest.fixture
def one_look(monkeypatch):
    """The loop ends at its first pause that is not a wait for the database."""
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) > 5:
            rounds.wind_down()

    monkeypatch.setattr(rounds, "wait", pause)
    yield pauses
    rounds._ending.clear()


def owe_something(subscriber: str = "notices") -> Outbox:
    now = rounds.database_now()
    event = Event.objects.create(
        at=now, kind="ticket.received", subject_type="ticket", subject_id=0, actor_role="", source="test"
    )
    return Outbox.objects.create(event=event, subscriber=subscriber, next_attempt_at=now)


@pytest.mark.django_db
def test_once_does_every_round_once():
    owe_something()
    call_command("work", "--once")
    assert not Outbox.objects.exists()


@pytest.mark.django_db
def test_a_round_that_fails_stops_no_other_and_the_log_holds_no_row(monkeypatch, caplog):
    def fails(now):
        raise OperationalError(f"Failing row contains (1, {' '.join(['Zhang', 'San'])}, 13900001111)")

    owe_something()
    monkeypatch.setattr("complaints.rounds.sweep_clocks", fails)
    monkeypatch.setattr("complaints.rounds.resume_held", fails)
    call_command("work", "--once")
    assert not Outbox.objects.exists()
    assert "complaints.rounds.sweep_clocks failed: OperationalError" in caplog.text
    assert "Zhang San" not in caplog.text


@pytest.mark.django_db
def test_it_waits_for_a_database_that_is_away_and_goes_on(monkeypatch, caplog, one_look):
    caplog.set_level(logging.WARNING)
    owe_something()
    now, tries = rounds.database_now, []

    def away_at_first():
        tries.append(1)
        if len(tries) <= 3:
            raise OperationalError("no database")
        return now()

    monkeypatch.setattr(rounds, "database_now", away_at_first)
    monkeypatch.setattr(work, "close_old_connections", lambda: None)  # the test's own transaction stays open
    work.loop()
    assert one_look[:3] == [0.5, 1.0, 2.0]
    assert not Outbox.objects.exists()
    assert caplog.text.count("is away") == caplog.text.count("is back") == 1


@pytest.mark.django_db
def test_told_to_end_it_finishes_its_row_and_begins_no_other(monkeypatch):
    for _ in range(3):
        owe_something()
    deliver = outbox._deliver

    def told_meanwhile(pk, now):
        rounds.wind_down()
        return deliver(pk, now)

    monkeypatch.setattr(outbox, "_deliver", told_meanwhile)
    try:
        work.look(["servicecenter.outbox.relay", "servicecenter.rounds.tidy"])
    finally:
        rounds._ending.clear()
    assert Outbox.objects.count() == 2


def test_a_mail_server_that_hangs_keeps_no_alarm_waiting(monkeypatch, settings):
    """The round of the mails stands still; that of the clocks is never more than a moment late."""
    hanging, looks = threading.Event(), []

    def sweep(now) -> bool:
        looks.append(time.monotonic())
        if len(looks) == 30:
            rounds.wind_down()
            hanging.set()
        return False

    settings.ROUNDS = {"channels_hub.delivery.deliver": 0.02, "complaints.rounds.sweep_clocks": 0.02}
    monkeypatch.setattr("channels_hub.delivery.deliver", lambda now: not hanging.wait(20))
    monkeypatch.setattr("complaints.rounds.sweep_clocks", sweep)
    monkeypatch.setattr(rounds, "database_now", lambda: making.NOW)
    monkeypatch.setattr(work, "close_old_connections", lambda: None)  # there is no database here
    try:
        work.work_on()
    finally:
        rounds._ending.clear()
    assert len(looks) == 30
    assert max(later - earlier for earlier, later in pairwise(looks)) < 5
