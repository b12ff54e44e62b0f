"""The cast stands: a ticket can be brought to every stage by the real actions."""

import pytest

from complaints.choices import Stage
from complaints.models import Ticket
from servicecenter.models import Event
from tests import making

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stage", Stage)
def test_a_ticket_is_brought_to_any_stage_and_each_step_is_on_the_trail(stage):
    ticket = making.make_ticket(stage)

    assert Ticket.objects.get().stage == stage
    assert Event.objects.filter(subject_id=ticket.pk).count() == list(Stage).index(stage) + 1


@pytest.mark.django_db(transaction=True)
def test_the_flush_after_a_test_of_transactions_gets_past_the_guards():
    assert making.make_ticket(Stage.ARCHIVED).version == 6
