"""Several moves of one ticket in a row: one look at its row and its clocks, all of them made or none."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.desk.in_hand import in_hand
from complaints.models import Clock, Ticket
from complaints.refusals import NotNow
from complaints.stages import archive, dispatch, reply, review
from servicecenter.actors import SYSTEM
from tests.making import NOW, make_category, make_policy, make_reason, make_team, make_ticket
from tests.replay.snapshots import snapshot

COMMON = {"actor": SYSTEM, "at": NOW, "source": "desk"}


def make_all_moves(ticket: Ticket) -> None:
    category = make_category()
    review.start_review(ticket, **COMMON)
    review.classify(ticket, **COMMON, nature="complaint", category=category, priority="urgent")
    dispatch.dispatch(ticket, **COMMON, team=make_team(), why="Their network.")
    dispatch.accept(ticket, **COMMON)
    reply.reply(ticket, **COMMON, words="Done.", outcome="resolved", results={1: ("met", ""), 2: ("not_met", "No.")})
    archive.archive(ticket, **COMMON, category=category, closing_code=make_reason("closing"))


@pytest.fixture
def promised(db) -> None:
    make_policy(
        reply=(5, "working_days"), review=(240, "working_minutes"), accept=(60, "minutes"), archive=(1, "working_days")
    )
    make_policy("urgent", reply=(2, "working_days"), dispatch=(30, "minutes"), select={"priority": "urgent"})


def test_moves_in_hand_leave_the_same_behind_as_moves_one_by_one(promised) -> None:
    make_all_moves(make_ticket(external_id="one by one", contact=""))
    with in_hand():
        make_all_moves(make_ticket(external_id="in hand", name="Somebody Else", contact=""))
    left = snapshot()
    for rows in (left["tickets"], left["clocks"]):
        assert len(rows) % 2 == 0
    tickets = [{**row, "external_id": ""} for row in left["tickets"]]
    assert tickets[0] == tickets[1]
    half = len(left["clocks"]) // 2
    assert left["clocks"][:half] == left["clocks"][half:]
    stories = [
        [event[:1] + event[2:] for event in left["events"] if event[1] == name] for name in ("one by one", "in hand")
    ]
    assert stories[0] == stories[1]


def test_the_ticket_and_its_clocks_are_read_once(promised) -> None:
    ticket = make_ticket(anonymous=True)  # of somebody known it is asked what they repeat
    make_all_moves(make_ticket())  # what moves need besides is there by now
    with (
        CaptureQueriesContext(
            connection,
        ) as seen,
        in_hand(),
    ):
        make_all_moves(ticket)
    said = [query["sql"] for query in seen]
    for table in ("complaints_ticket", "complaints_clock"):
        assert sum(sql.startswith("SELECT") and f'FROM "{table}"' in sql for sql in said) == 1


def test_a_refused_move_undoes_those_before_it(promised) -> None:
    ticket = make_ticket()

    def review_and_accept() -> None:
        with in_hand():
            review.start_review(ticket, **COMMON)
            dispatch.accept(ticket, **COMMON)

    with pytest.raises(NotNow):
        review_and_accept()
    assert Ticket.objects.get().stage == "received"
    assert not Clock.objects.filter(ended_at=NOW).exclude(milestone="acknowledge").exists()
