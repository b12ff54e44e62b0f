"""Requests of a file go through the real path, each at its own time, and what was open stays open."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core import mail

from channels_hub.models import Outbound
from complaints.choices import Stage
from complaints.models import Clock, Ticket
from servicecenter.models import Event, EventText, Outbox
from tests.replay.conftest import Replay
from tests.replay.invented import CALL_IN, LIGHT, NOISE, request, write_requests, year

pytestmark = pytest.mark.django_db


def moves(ticket: Ticket) -> list[tuple[str, datetime]]:
    events = Event.objects.filter(subject_type="ticket", subject_id=ticket.pk).order_by("id")
    return [(event.payload["move"], event.at) for event in events if "move" in event.payload]


def test_a_closed_request_ends_archived_with_every_move_at_its_own_time(tmp_path: Path, replay: Replay) -> None:
    replay(write_requests(tmp_path, [request("R1", "2015-07-01T09:00:00", "2015-07-02T15:30:00")]))
    ticket = Ticket.objects.get(source="replay", external_id="R1")
    opened, closed = datetime(2015, 7, 1, 13, 0, tzinfo=UTC), datetime(2015, 7, 2, 19, 30, tzinfo=UTC)
    assert moves(ticket) == [
        ("receive", opened),
        ("start_review", opened),
        ("classify", opened),
        ("dispatch", opened),
        ("accept", opened),
        ("reply", closed),
        ("archive", closed),
    ]
    assert (ticket.stage, ticket.received_at, ticket.replied_at) == (Stage.ARCHIVED, opened, closed)
    assert (ticket.channel, ticket.team.label, ticket.reply_words) == (
        "phone",
        "Public Works Department",
        "Lamp replaced.",
    )
    assert ticket.replayed
    assert ticket.anonymous
    assert ticket.number.startswith("1507-")


def test_what_was_still_open_stays_open(tmp_path: Path, replay: Replay) -> None:
    report = replay(write_requests(tmp_path, [request("R1", "2015-07-01T09:00:00")]))
    ticket = Ticket.objects.get(external_id="R1")
    assert (ticket.stage, ticket.archived_at) == (Stage.INVESTIGATING, None)
    assert report["still_open"] == 1


def test_moments_happen_in_one_order_of_time_whatever_the_order_of_lines(tmp_path: Path, replay: Replay) -> None:
    replay(write_requests(tmp_path, year(30)))
    happened = [event.at for event in Event.objects.order_by("id") if event.kind.startswith("ticket.")]
    assert happened == sorted(happened)
    assert len(set(happened)) > 40


def test_every_ticket_tells_its_own_story_in_order_alarms_included(tmp_path: Path, replay: Replay) -> None:
    replay(write_requests(tmp_path, year(30)))
    for ticket in Ticket.objects.all():
        story = list(Event.objects.filter(subject_id=ticket.pk).order_by("id").values_list("at", flat=True))
        assert story == sorted(story)


def test_due_times_come_from_the_policy_in_force_on_the_day(tmp_path: Path, replay: Replay) -> None:
    """The city loaded new due times on 2015-02-16; a type without one gets no clock at all."""
    replay(
        write_requests(
            tmp_path,
            [
                request("old", "2015-01-05T10:00:00", type="Abandoned Vehicles"),
                request("new", "2015-03-02T10:00:00", type="Abandoned Vehicles"),
                request("none", "2015-03-02T10:00:00", type=NOISE),
            ],
        )
    )
    due = dict(Clock.objects.values_list("ticket__external_id", "original_due_at"))
    assert due == {
        # 20 office days, less the holidays 19 January and 16 February, and a minute more, as the city has it
        "old": datetime(2015, 2, 3, 15, 1, tzinfo=UTC),
        "new": datetime(2015, 3, 18, 14, 1, tzinfo=UTC),  # 12 office days, over the change to summer time
    }
    assert Ticket.objects.get(external_id="none").policy_version.targets.count() == 0


def test_what_the_city_promised_and_judged_is_no_input(tmp_path: Path, replay: Replay) -> None:
    plain = [request("R1", "2015-07-01T09:00:00", "2015-07-02T15:30:00")]
    told = [
        request("R2", "2015-07-01T09:00:00", "2015-07-02T15:30:00", target_dt="2015-07-01T09:01:00", ontime="OVERDUE")
    ]
    replay(write_requests(tmp_path / "plain", plain))
    replay(write_requests(tmp_path / "told", told))
    first, second = Clock.objects.order_by("ticket__external_id")
    assert (
        (first.original_due_at, first.state)
        == (second.original_due_at, second.state)
        == (
            first.original_due_at,
            Clock.State.MET,
        )
    )


def test_an_overdue_request_was_warned_of_and_escalated_at_the_planned_moments(tmp_path: Path, replay: Replay) -> None:
    replay(write_requests(tmp_path, [request("R1", "2015-07-01T09:00:00", "2015-12-01T15:30:00", type=CALL_IN)]))
    clock = Clock.objects.get()
    alarms = list(Event.objects.filter(kind__startswith="clock.").order_by("id"))
    assert [alarm.kind for alarm in alarms] == ["clock.warned"] * 3 + ["clock.broken"] + ["clock.escalated"] * 3
    assert alarms[3].at == clock.original_due_at
    assert {alarm.source for alarm in alarms} == {"replay"}
    assert clock.state == Clock.State.LATE


def test_a_replay_sends_nothing_and_owes_nothing_that_leaves_the_house(tmp_path: Path, replay: Replay) -> None:
    replay(write_requests(tmp_path, year(20)))
    assert Event.objects.filter(kind="clock.escalated").exists()
    assert not Event.objects.exclude(source="replay").exists()
    assert not Outbound.objects.exists()
    assert not Outbox.objects.filter(subscriber="notices").exists()
    assert mail.outbox == []


def test_the_words_are_kept_beside_the_event_and_never_in_it(tmp_path: Path, replay: Replay) -> None:
    row = request("R1", "2015-07-01T09:00:00", "2015-07-02T15:30:00", closure_reason="Bulb exchanged by crew 7.")
    replay(write_requests(tmp_path, [row]))
    assert EventText.objects.filter(text__words="Bulb exchanged by crew 7.").count() == 1
    assert not any("crew 7" in str(event.payload) for event in Event.objects.all())


@pytest.mark.parametrize(
    ("opened", "closed", "received"),
    [
        ("2015-11-01T01:30:00", "", datetime(2015, 11, 1, 5, 30, tzinfo=UTC)),  # shown twice: the first
        ("2015-03-08T02:30:00", "", datetime(2015, 3, 8, 7, 30, tzinfo=UTC)),  # never shown: after the jump
        ("2015-11-01T01:50:00", "2015-11-01T01:10:00", datetime(2015, 11, 1, 5, 50, tzinfo=UTC)),  # closed an hour on
    ],
)
def test_nights_of_a_clock_change_are_read_as_people_read_them(
    opened: str, closed: str, received: datetime, tmp_path: Path, replay: Replay
) -> None:
    replay(write_requests(tmp_path, [request("R1", opened, closed, type=LIGHT)]))
    ticket = Ticket.objects.get()
    assert ticket.received_at == received
    assert not closed or (ticket.replied_at - received).total_seconds() == 20 * 60
