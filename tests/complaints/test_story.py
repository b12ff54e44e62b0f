"""What hangs under a ticket is read when its story says that there is some, and then all of it."""

import pytest

from complaints import messages
from complaints.models import Attachment, FollowUp, Ticket
from complaints.story import UNDER_A_TICKET, Story
from tests import making
from tests.making import NOW
from tests.stories import untold

pytestmark = pytest.mark.django_db


def test_of_what_never_was_nothing_is_asked(django_assert_num_queries):
    ticket = making.make_ticket(anonymous=True)
    with django_assert_num_queries(1):
        story = Story(ticket)
        story.fetch(*UNDER_A_TICKET)
        assert not any(list(getattr(ticket, name).all()) for name in UNDER_A_TICKET)


def test_a_row_no_event_speaks_of_would_be_noticed(ticket):
    FollowUp.objects.create(ticket=ticket, round=1, kind="visit", what="Come again", due_at=NOW, promised_at=NOW)
    assert untold() == {(ticket.number, "follow_ups")}


def test_a_file_that_came_with_words_is_read_with_them(ticket, agent):
    from_desk = Attachment(name="a.png", stored="evidence/aa/a", content_type="image/png", size=1, added_at=NOW)
    messages.add_note(
        ticket, words="Their photo.", files=[from_desk], actor=making.acting(agent), at=NOW, source="desk"
    )
    story = Story(Ticket.objects.get(pk=ticket.pk))
    assert list(story.attachments()) == [from_desk]
