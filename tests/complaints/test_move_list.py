"""The ticket's moves as they are offered: the usual next step first, the others where a person looks for them."""

import re
from collections import Counter
from datetime import timedelta

import pytest

from complaints import lifecycle, rounds
from complaints.pages import move_list
from servicecenter.roles import ROLES
from tests import making

IMPLIED = {"decline_asked": ("decision_asked",), "reject_asked": ("decision_asked",)}
OFFERED_TO_NOBODY = {"receive", "reply_with_lead"}


def test_every_move_of_the_table_stands_in_one_group():
    placed = Counter(name for group in move_list.GROUPS for name in group.names)

    assert set(placed) == set(lifecycle.MOVES) - OFFERED_TO_NOBODY
    assert set(placed.values()) == {1}


def test_what_waits_for_someone_is_never_folded_away():
    folded = {name for group in move_list.GROUPS if group.folded for name in group.names}
    owed = {name for name in lifecycle.MOVES if lifecycle.MOVES[name].ends} - {"unmark_sensitive"}

    assert not folded & owed
    assert not folded & set(move_list.ONWARD)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("stage", lifecycle.Stage)
def test_no_two_moves_of_one_place_and_person_share_a_key(role, stage):
    """Those whose conditions exclude one another may: a condition one needs and the other forbids."""
    rows = [row for row in lifecycle.TABLE if row.key and role in row.who and stage in row.sources]
    shared = [
        (one.name, other.name)
        for place, one in enumerate(rows)
        for other in rows[place + 1 :]
        if one.key == other.key and not _exclude(one, other)
    ]

    assert "j" not in {row.key for row in rows}
    assert "k" not in {row.key for row in rows}
    assert not shared


def _exclude(one, other) -> bool:
    needs = [{*row.needed, *(whole for part in row.needed for whole in IMPLIED.get(part, ()))} for row in (one, other)]
    return bool(needs[0] & {*other.forbidden} or needs[1] & {*one.forbidden})


def test_few_moves_stand_without_headings_and_none_is_lost():
    few = [lifecycle.MOVES[name] for name in ("link", "accept", "hold")]

    offered = move_list.of(few)

    assert offered.first is lifecycle.MOVES["accept"]
    assert [(group.label, [row.name for row in rows]) for group, rows in offered.groups] == [("", ["hold", "link"])]


def test_many_are_grouped_and_what_is_seldom_done_opens_when_asked_for():
    offered = move_list.of(lifecycle.TABLE)
    told = [row.name for _group, rows in offered.groups for row in rows]

    assert {*told, offered.first.name} == set(lifecycle.MOVES) - OFFERED_TO_NOBODY
    assert len(told) == len(set(told))


@pytest.mark.django_db
@pytest.mark.usefixtures("at_ten")
def test_the_page_marks_the_usual_next_step_and_names_the_groups(north, reviewer, as_staff):
    ticket = making.make_ticket("reviewing", region=north)

    told = as_staff(reviewer).get(f"/desk/tickets/{ticket.number}/").content.decode()
    moves = told[told.index('<div class="moves">') :]

    assert re.search(r'class="btn primary"[^>]*><span>Dispatch <small>usually next</small>', moves)
    assert [moves.index(words) for words in ("<h3>Onward", "<h3>Time", "<h3>With colleagues", "<summary>Seldom")]
    assert moves.count("usually next") == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("at_ten")
def test_the_same_alarm_again_and_again_is_one_line_that_unfolds(north, agent, as_staff):
    making.make_policy(reply=(120, "minutes"))
    ticket = making.make_ticket(region=north, at=making.NOW - timedelta(hours=4))
    rounds.sweep_clocks(making.NOW)

    told = as_staff(agent).get(f"/desk/tickets/{ticket.number}/").content.decode()

    assert told.count("2 times more before that") == 2  # reminders, and those it climbed to
    assert told.count("late-act") == 2
    assert told.count("is due") == 3
    assert "Reply is overdue since" in told
