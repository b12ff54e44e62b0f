"""What quality counts from is told from the trail: once, twice or in any order, the rows are the same."""

from datetime import timedelta

import pytest

from complaints.models import Ticket
from complaints.stages import archive, returns
from quality.history import Round, tell
from quality.models import Assignment, Handling
from quality.retelling import hear, retell
from servicecenter import actors
from servicecenter.models import Event
from tests import making
from tests.making import NOW, acting, make_ticket
from tests.quality.histories import answered, hear_all

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def second_round(handler, network, agent):
    """Answered by Hana an hour after now, reopened by the customer two hours after, answered again by Ada."""
    ticket = make_ticket("investigating", team=network, handler=handler)
    making.advance(ticket, "replied", at=NOW + HOUR, by=acting(handler))
    answered(ticket, NOW + 2 * HOUR, solved=False, result=2, service=4)
    archive.reopen(ticket, actor=actors.customer(), at=NOW + 3 * HOUR, source="web", words="It is back.")
    ticket.requests.all().delete()
    Ticket.objects.filter(pk=ticket.pk).update(approved_round=2)  # as a further round needs
    from_the_desk = {"actor": acting(agent), "at": NOW + 4 * HOUR, "source": "desk"}
    making.reply.answer(ticket, **from_the_desk, words="Yes.", outcome="resolved", results={})
    return ticket


def rows() -> tuple[list, list]:
    return list(Handling.objects.values_list()), list(Assignment.objects.order_by("event").values_list())


def test_each_round_is_told_with_whose_work_it_was_and_what_the_customer_said(second_round, handler, network, agent):
    hear_all()
    first, second = Handling.objects.order_by("round")
    assert (first.how, first.begun_at, first.ended_at) == ("reply", NOW, NOW + HOUR)
    assert (first.reopened_at, second.reopened_at) == (NOW + 3 * HOUR, None)
    assert (first.team, first.handler, second.handler) == (network, handler, agent)
    assert (first.result, first.service, first.solved, first.said_by) == (2, 4, False, "customer")
    assert second.said_at is None


def test_heard_twice_and_backwards_it_leaves_the_same_rows(second_round):
    hear_all()
    once = rows()
    for event in Event.objects.order_by("-id"):
        hear(event)
    assert rows() == once


def test_rows_that_are_gone_are_told_again(second_round):
    hear_all()
    told = [one[1:] for one in rows()[0]]
    Handling.objects.all().delete()
    retell(second_round.pk)
    assert [one[1:] for one in rows()[0]] == told


def test_a_hand_over_that_came_back_twice_and_was_ruled_elsewhere_is_ruled_wrong(
    network, billing_team, coordinator, supervisor, reviewer
):
    ticket = make_ticket("dispatched", team=network, by=acting(reviewer))
    returned = {"actor": acting(coordinator), "source": "desk", "why": "Not ours.", "team": billing_team}
    returns.return_to_review(ticket, at=NOW + HOUR, **returned)
    making.advance(ticket, "dispatched", at=NOW + HOUR, by=acting(reviewer), team=network)
    returns.return_to_review(ticket, at=NOW + HOUR, **returned)
    returns.rule(ticket, actor=acting(supervisor), at=NOW + HOUR, source="desk", team=billing_team, why="Billing's.")
    hear_all()
    told = list(Assignment.objects.values_list("team", "given_by", "returned_at", "ruled_wrong"))
    assert told == [
        (network.pk, reviewer.pk, NOW + HOUR, True),
        (network.pk, reviewer.pk, NOW + HOUR, True),
        (billing_team.pk, supervisor.pk, None, False),
    ]


def test_an_answer_on_the_spot_is_the_work_of_who_gave_it(agent):
    ticket = make_ticket()
    ticket.requests.all().delete()
    from_the_desk = {"actor": acting(agent), "at": NOW, "source": "desk"}
    making.reply.answer(ticket, **from_the_desk, words="Yes.", outcome="resolved", results={})
    hear_all()
    assert Handling.objects.get().handler == agent


def test_a_program_s_answer_is_nobody_s(agent):
    """An id of a program must never be taken for the id of a person."""
    client, _key = making.make_client()
    ticket = make_ticket()
    making.reply.answer(
        ticket, actor=actors.client(client), at=NOW, source="api", words="Yes.", outcome="resolved", results={}
    )
    hear_all()
    assert Handling.objects.get().handler is None


def test_a_callback_s_end_is_told_and_its_tries_in_vain_are_not():
    """Read from events as the callback's move writes them."""

    def called(outcome: str, **said: str) -> Event:
        payload = {"move": "record_callback", "outcome": outcome, **said}
        return Event(kind="ticket.called_back", at=NOW + HOUR, actor_role="agent", payload=payload)

    replied = Event(kind="ticket.replied", at=NOW, actor_role="handler", payload={"move": "reply"})
    engaged, refused = called("engaged", result="", service=""), called("declined")
    reached = called("reached", result="fairly", service="very_unsatisfied")
    missed = Event(kind="ticket.callback_missed", at=NOW + HOUR, actor_role="system", payload={})

    def round_of(*events: Event) -> Round:
        return tell(NOW, [replied, *events]).rounds[0]

    assert round_of(engaged).callback == ""
    assert round_of(engaged, missed).callback == "unreachable"
    assert round_of(refused).callback == "refused"
    told = round_of(engaged, reached)
    assert (told.callback, told.result, told.service, told.solved) == ("reached", 3, 1, True)
    assert told.said_by == "callback"


def test_a_merge_undone_leaves_no_ended_round_and_the_answer_counts_once():
    """Read from events as merging and undoing write them."""

    def happened(kind: str, move: str, before: str, after: str) -> Event:
        payload = {"move": move, "from": before, "to": after}
        return Event(kind=kind, at=NOW, actor_role="agent", payload=payload)

    merged = happened("ticket.merged", "merge", "reviewing", "archived")
    undone = happened("ticket.undone", "undo", "archived", "reviewing")
    answered_at_last = happened("ticket.answered", "answer", "reviewing", "replied")
    part_gone = happened("ticket.undone", "undo", "reviewing", "archived")

    def how(*events: Event) -> list[str]:
        return [one.how for one in tell(NOW, events).rounds]

    assert how(merged) == ["merge"]
    assert how(merged, undone) == []
    assert how(merged, undone, answered_at_last) == ["answer"]
    assert how(part_gone) == ["undo"]


def test_what_the_trail_no_longer_tells_is_no_longer_there(second_round):
    hear_all()
    Handling.objects.create(ticket=second_round, round=9, how="merge", begun_at=NOW, ended_at=NOW)
    retell(second_round.pk)
    assert list(Handling.objects.order_by("round").values_list("round", flat=True)) == [1, 2]
