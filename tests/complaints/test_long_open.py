"""Eight weeks without a settlement: the letter is ready on day 42 and sent by day 56, whatever happened in between."""

from datetime import timedelta

import pytest

from channels_hub import letters
from channels_hub.models import Outbound
from complaints.aftercare import long_open
from complaints.models import Named, Recourse, Ticket
from complaints.stages import archive
from servicecenter import outbox
from servicecenter.actors import customer
from servicecenter.models import Event
from tests import making
from tests.making import NOW, make_ticket

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def eight_weeks(db):
    Recourse.objects.create(
        code="ombudsman", kind="outside", labels=making.named("Energy Ombudsman"), how=making.named("Write to them.")
    )
    return making.make_policy(
        reply=(56, "calendar_days"), external=(56, "calendar_days"), statutory=["external"],
        calendar=making.make_calendar(),
    )  # fmt: skip


def kinds(ticket) -> list[str]:
    events = Event.objects.filter(subject_id=ticket.pk, kind__startswith="ticket.letter").order_by("pk")
    return list(events.values_list("kind", flat=True))


def test_ready_on_day_42_sent_on_day_55_each_once(eight_weeks, complaint_manager):
    ticket = make_ticket()
    assert not long_open.write_letters(NOW + 41 * DAY)
    assert long_open.write_letters(NOW + 43 * DAY)
    assert not long_open.write_letters(NOW + 44 * DAY)
    told = Event.objects.get(kind=long_open.PREPARED)
    assert told.payload["people"] == [complaint_manager.pk]

    clock = making.clock_of(ticket, "external")
    assert long_open.write_letters(clock.due_at - DAY)
    assert not long_open.write_letters(clock.due_at)
    assert kinds(ticket) == [long_open.PREPARED, long_open.SENT]
    assert making.clock_of(ticket, "external").state == "met"
    while outbox.relay(NOW + 60 * DAY):
        pass
    letter = letters.write(Outbound.objects.get(ticket=ticket, template="long_open"))
    assert "Energy Ombudsman: Write to them." in letter.body


def test_whom_it_is_about_does_not_hear_of_the_letter(eight_weeks, complaint_manager):
    ticket = make_ticket()
    Named.objects.create(ticket=ticket, user=complaint_manager, at=NOW)
    Ticket.objects.filter(pk=ticket.pk).update(names_staff=True)
    long_open.write_letters(NOW + 43 * DAY)
    assert complaint_manager.pk not in Event.objects.get(kind=long_open.PREPARED).payload["people"]


def test_a_further_round_does_not_reset_it(eight_weeks):
    ticket = make_ticket("replied", at=NOW)
    due = making.clock_of(ticket, "external").due_at
    archive.reopen(ticket, actor=customer(), at=NOW + 20 * DAY, source="web", words="Still brown.")
    clock = making.clock_of(ticket, "external")
    assert (clock.state, clock.due_at, ticket.round) == ("running", due, 2)


def test_what_was_settled_and_archived_before_gets_none(eight_weeks):
    ticket = make_ticket("archived")
    assert not long_open.write_letters(NOW + 55 * DAY)
    assert kinds(ticket) == []
