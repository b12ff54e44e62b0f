"""The relay: every subscriber hears every event at least once, and one that fails holds up nobody else."""

from datetime import timedelta

import pytest
from django.db import connection

from servicecenter import outbox, trail
from servicecenter.actors import SYSTEM
from servicecenter.models import Event, Outbox
from tests.making import NOW, make_ticket

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


class Listener:
    """A subscriber that remembers what it heard and fails when told to."""

    def __init__(self):
        self.heard: list[int] = []
        self.deaf_to: set[int] = set()

    def hear(self, event: Event) -> None:
        if event.pk in self.deaf_to:
            raise ConnectionError("nobody answers")
        self.heard.append(event.pk)


@pytest.fixture
def listener(monkeypatch):
    """The only subscriber: of notes, inside the house."""
    monkeypatch.setattr(trail, "_subscribers", {})
    listener = Listener()
    trail.subscribe("listener", listener.hear, ["note.added"], leaves_house=False)
    return listener


def note(source: str = "desk") -> Event:
    return trail.record("note.added", subject=("ticket", 1), at=NOW, actor=SYSTEM, source=source, payload={"files": 0})


def test_every_event_is_heard_once_and_the_debt_is_gone(listener):
    events = [note().pk for _ in range(3)]

    assert outbox.relay(NOW)
    assert listener.heard == events
    assert not Outbox.objects.exists()
    assert not outbox.relay(NOW), "run twice it changes nothing"
    assert listener.heard == events


def test_kinds_nobody_asked_for_are_owed_to_nobody(listener):
    make_ticket()
    assert not Outbox.objects.exists()


def test_whoever_dies_while_hearing_hears_it_again(listener):
    """At least once: the debt is paid in the transaction of what the subscriber did."""
    event = note()

    def heard_and_died(told):
        listener.heard.append(told.pk)
        raise SystemExit

    trail.subscribe("listener", heard_and_died, ["note.added"], leaves_house=False)
    with pytest.raises(SystemExit):
        outbox.relay(NOW)
    trail.subscribe("listener", listener.hear, ["note.added"], leaves_house=False)
    outbox.relay(NOW)
    assert listener.heard == [event.pk, event.pk]


def test_what_a_failing_subscriber_wrote_is_undone(listener):
    note()

    def writes_and_fails(event):
        make_ticket()
        raise ConnectionError

    trail.subscribe("listener", writes_and_fails, ["note.added"], leaves_house=False)
    outbox.relay(NOW)
    assert Event.objects.count() == 1
    assert Outbox.objects.get().attempts == 1


def test_a_failing_one_is_asked_again_after_2_4_8_seconds_and_never_later_than_an_hour(listener):
    listener.deaf_to = {note().pk}
    now, waits = NOW, []
    for _ in range(outbox.TRIES):
        assert outbox.relay(now)
        row = Outbox.objects.get()
        assert not outbox.relay(row.next_attempt_at - SECOND), "not before its time"
        waits.append((row.next_attempt_at - now).total_seconds())
        now = row.next_attempt_at

    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600]


def test_after_twelve_tries_it_waits_for_a_person_who_can_see_and_retry_it(listener):
    event = note()
    listener.deaf_to = {event.pk}
    now = NOW
    for _ in range(12):
        outbox.relay(now)
        now += timedelta(hours=2)

    row = outbox.poisoned().get()
    assert (row.attempts, row.event_id) == (12, event.pk)
    assert row.last_error == "ConnectionError: nobody answers"
    assert not outbox.relay(now), "by itself it is not tried again"

    listener.deaf_to = set()
    outbox.retry(row, now)
    outbox.relay(now)
    assert listener.heard == [event.pk]
    assert not Outbox.objects.exists()


def test_a_bad_one_at_the_head_holds_up_nobody_behind_it(listener):
    bad, *good = [note().pk for _ in range(3)]
    listener.deaf_to = {bad}

    outbox.relay(NOW)
    assert listener.heard == good
    assert list(Outbox.objects.values_list("event_id", flat=True)) == [bad]


def test_a_subscriber_that_is_no_more_leaves_its_debt_in_sight(listener):
    note()
    trail._subscribers.clear()
    outbox.relay(NOW)
    assert Outbox.objects.get().last_error == "KeyError: 'listener'"


def test_an_error_of_the_database_is_kept_without_the_row_it_quotes(listener):
    note()

    def collide(event):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO servicecenter_outbox SELECT * FROM servicecenter_outbox")

    trail.subscribe("listener", collide, ["note.added"], leaves_house=False)
    outbox.relay(NOW)
    assert Outbox.objects.get().last_error == "IntegrityError"


def test_what_is_replayed_is_heard_inside_and_never_leaves_the_house(listener):
    trail.subscribe("post", listener.hear, ["note.added"], leaves_house=True)
    note(source=trail.REPLAY)
    assert list(Outbox.objects.values_list("subscriber", flat=True)) == ["listener"]
    note()
    assert Outbox.objects.count() == 3


def test_nothing_that_leaves_the_house_is_owed_for_a_replayed_ticket():
    ticket = make_ticket("archived", source=trail.REPLAY)
    live = make_ticket(source="web")
    leaving = [one.name for one in trail._subscribers.values() if one.leaves_house]

    assert "notices" in leaving
    owed = Outbox.objects.filter(subscriber__in=leaving)
    assert not owed.filter(event__subject_id=ticket.pk).exists()
    assert owed.filter(event__subject_id=live.pk).exists()
