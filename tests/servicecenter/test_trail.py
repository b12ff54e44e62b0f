"""The trail: facts written once, with words that can be erased and proved, in the transaction of what happened."""

import json

import pytest
from django.db import transaction

from complaints.stages import review
from servicecenter import trail
from servicecenter.actors import SYSTEM
from servicecenter.models import Event, EventText, Outbox
from tests.making import NOW, acting, make_ticket

pytestmark = pytest.mark.django_db


def note(**changes) -> Event:
    told = {"payload": {"files": 0}, "text": {"words": "Mei Chen called. 水是黄的。"}, **changes}
    kind = told.pop("kind", "note.added")
    return trail.record(kind, subject=("ticket", 1), at=NOW, actor=SYSTEM, source="desk", **told)


@pytest.mark.parametrize(
    "undeclared",
    [
        {"kind": "note.invented"},
        {"payload": {"customer": "Mei Chen"}},
        {"payload": {"digest": "forged"}},
        {"text": {"phone": "13800138000"}},
        {"text": {"phone": ""}},
    ],
)
def test_what_was_never_declared_is_refused(undeclared):
    with pytest.raises(trail.UndeclaredEvent):
        note(**undeclared)
    assert not Event.objects.exists()


def test_a_kind_is_declared_once():
    with pytest.raises(trail.UndeclaredEvent):
        trail.declare("note.added")


def test_words_stand_beside_the_event_and_not_in_it():
    event = Event.objects.get(pk=note().pk)

    assert event.words.text == {"words": "Mei Chen called. 水是黄的。"}
    assert "Mei" not in json.dumps(Event.objects.filter(pk=event.pk).values()[0], default=str)
    assert trail.is_intact(event)


def test_the_digest_tells_changed_words_and_is_salted():
    first, second = note(), note()
    assert first.payload["digest"] != second.payload["digest"], "the same words twice say nothing about each other"

    salt = EventText.objects.get(event=first).salt
    EventText.objects.filter(event=first).delete()
    EventText.objects.create(event=first, salt=salt, text={"words": "Nobody called."})
    assert not trail.is_intact(first)
    assert trail.is_intact(second)


def test_erasing_the_words_leaves_the_event_and_its_digest():
    event = note()
    EventText.objects.filter(event=event).delete()

    kept = Event.objects.get(pk=event.pk)
    assert kept.payload == event.payload
    assert trail.is_intact(kept)


def test_words_added_to_an_event_that_had_none_are_noticed():
    event = note(text={})
    EventText.objects.create(event=event, salt="", text={"words": "I said so."})
    assert not trail.is_intact(event)


def test_a_move_undone_leaves_no_event_no_words_and_owes_nobody_anything(reviewer):
    ticket = make_ticket()
    before = (Event.objects.count(), EventText.objects.count(), Outbox.objects.count())

    def half_done():
        with transaction.atomic():
            review.start_review(ticket, actor=acting(reviewer), at=NOW, source="desk")
            note()
            raise ConnectionError

    with pytest.raises(ConnectionError):
        half_done()
    assert (Event.objects.count(), EventText.objects.count(), Outbox.objects.count()) == before


def test_an_event_knows_when_it_happened_and_when_it_was_written_down():
    event = Event.objects.get(pk=note().pk)
    assert event.at == NOW
    assert event.recorded_at.tzinfo is not None


def test_many_are_written_in_order_with_their_own_words():
    happenings = [
        trail.Happening(
            "note.added", ("ticket", 1), NOW, SYSTEM, "desk", {"files": n}, {"words": str(n)} if n % 2 else {}
        )
        for n in range(4)
    ]
    events = trail.record_many(happenings)
    assert [event.payload["files"] for event in Event.objects.order_by("pk")] == [0, 1, 2, 3]
    assert {words.event_id: words.text["words"] for words in EventText.objects.all()} == {
        events[1].pk: "1",
        events[3].pk: "3",
    }
