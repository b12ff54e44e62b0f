"""A note left for colleagues never reaches the follow page."""

import pytest

from complaints import timeline
from complaints.stages import archive
from servicecenter.actors import SYSTEM
from tests import making

pytestmark = pytest.mark.django_db


def test_the_note_of_the_archive_is_not_read_by_the_customer(now):
    ticket = making.make_ticket("replied")
    closing = making.make_reason("closing")
    archive.archive(
        ticket, actor=SYSTEM, at=now, source="desk", category=making.make_category(), closing_code=closing,
        note="Wants money every spring.",
    )  # fmt: skip
    assert "Wants money" not in str(timeline.for_customer(ticket))
