"""Notes and messages: on the trail, in the right hands, without moving the ticket."""

from datetime import timedelta

import pytest

from complaints import messages
from complaints.models import Attachment, Clock
from servicecenter.actors import SYSTEM, customer
from servicecenter.models import Event
from tests import making

pytestmark = pytest.mark.django_db
SOON = making.NOW + timedelta(minutes=10)


def draft(name="tap.jpg"):
    return Attachment(
        name=name, stored=f"stored-{name}", content_type="image/jpeg", size=9, sha256="0" * 64,
        added_at=SOON, added_by="agent",
    )  # fmt: skip


def test_a_note_stays_among_colleagues_and_so_do_its_files(agent, ticket):
    before = (ticket.stage, ticket.version)

    event = messages.add_note(
        ticket, words="Valve half shut", files=[draft()], actor=making.acting(agent), at=SOON, source="desk"
    )

    ticket.refresh_from_db()
    file = Attachment.objects.get()
    assert (ticket.stage, ticket.version) == before
    assert ticket.touched_at == SOON
    assert event.kind == "note.added"
    assert event.words.text == {"words": "Valve half shut"}
    assert "Valve" not in str(event.payload)
    assert (file.internal, file.ticket, file.event_id) == (True, ticket, event.pk)


def test_a_message_to_the_customer_is_the_first_response_and_the_next_promise_comes_forward(north, agent):
    making.make_policy(first_response=(30, "minutes"), reply=(240, "minutes"))
    ticket = making.make_ticket(region=north)

    messages.send_message(
        ticket, words="We are on it", files=[draft()], actor=making.acting(agent), at=SOON, source="desk",
        channel="email",
    )  # fmt: skip

    ticket.refresh_from_db()
    first = making.clock_of(ticket, "first_response")
    assert (first.state, first.ended_at, first.next_alarm_at) == (Clock.State.MET, SOON, None)
    assert ticket.next_due_at == making.clock_of(ticket, "reply").due_at
    assert not Attachment.objects.get().internal


def test_a_message_after_the_time_is_a_late_first_response(north, agent):
    making.make_policy(first_response=(5, "minutes"))
    ticket = making.make_ticket(region=north)

    messages.send_message(
        ticket, words="Sorry", actor=making.acting(agent), at=SOON, source="desk", channel="email"
    )  # fmt: skip

    assert making.clock_of(ticket, "first_response").state == Clock.State.LATE


def test_what_the_customer_writes_answers_no_alarm(north):
    making.make_policy(first_response=(30, "minutes"))
    ticket = making.make_ticket(region=north)

    event = messages.receive_message(
        ticket, words="Any news?", actor=customer(), at=SOON, source="web", channel="web", name="Mei Chen"
    )

    ticket.refresh_from_db()
    assert event.words.text == {"words": "Any news?", "name": "Mei Chen"}
    assert ticket.touched_at is None
    assert making.clock_of(ticket, "first_response").state == Clock.State.RUNNING


def test_a_message_whose_file_cannot_be_kept_leaves_nothing(ticket):
    messages.add_note(ticket, words="One", files=[draft()], actor=SYSTEM, at=SOON, source="desk")
    said = Event.objects.count()

    with pytest.raises(Exception, match=r"(?i)unique"):
        messages.add_note(ticket, words="Two", files=[draft()], actor=SYSTEM, at=SOON, source="desk")

    assert Event.objects.count() == said
