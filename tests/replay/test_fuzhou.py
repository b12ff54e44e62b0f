"""Chinese tickets: their words, their districts, their transfers and the confidential lane."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from complaints import queries
from complaints.choices import Nature, Stage
from complaints.models import Clock, Ticket
from servicecenter.models import Event
from tests.making import NOW, make_staff
from tests.replay.conftest import Replay
from tests.replay.invented import ticket, write_tickets

pytestmark = pytest.mark.django_db

MONDAY = datetime(2016, 5, 9, 0, 30, tzinfo=UTC)
"""2016-05-09 08:30 in Fuzhou, when the office opens."""


def test_the_citys_answer_reaches_the_ticket_through_reply(tmp_path: Path, replay: Replay) -> None:
    replay(write_tickets(tmp_path, [ticket("F1", "2016-05-09", 4, channel="微信", first_reply="已清淤。")]))
    done = Ticket.objects.get(external_id="F1")
    assert (done.stage, done.reply_words, done.language) == (Stage.ARCHIVED, "已清淤。", "zh-hans")
    assert (done.received_at, done.replied_at) == (MONDAY, MONDAY + timedelta(days=4))
    assert (done.channel, done.nature, done.region.label) == ("wechat", Nature.COMPLAINT, "Gulou District")
    assert done.place == "鼓楼区白马河"


def test_the_time_promised_follows_the_nature(tmp_path: Path, replay: Replay) -> None:
    """12345 practice in working days; Dragon Boat, 9 to 11 June 2016, has Sunday the 12th as its make-up day."""
    natures = {"投诉": 10, "咨询": 1, "建议": 5, "求助": 5}
    replay(write_tickets(tmp_path, [ticket(nature, "2016-06-08", 60, nature=nature) for nature in natures]))
    due = dict(Clock.objects.values_list("ticket__external_id", "original_due_at"))
    closing = timedelta(hours=9, minutes=30)  # 17:30 in Fuzhou
    assert due == {
        "咨询": datetime(2016, 6, 12, tzinfo=UTC) + closing,
        "建议": datetime(2016, 6, 16, tzinfo=UTC) + closing,
        "求助": datetime(2016, 6, 16, tzinfo=UTC) + closing,
        "投诉": datetime(2016, 6, 23, tzinfo=UTC) + closing,
    }


def test_passed_on_twice_is_dispatched_three_times_and_accepted_by_the_last(tmp_path: Path, replay: Replay) -> None:
    replay(write_tickets(tmp_path, [ticket("F1", "2016-05-09", 9, transfers=2)]))
    moves = Event.objects.filter(kind__in=["ticket.dispatched", "ticket.accepted"]).order_by("id")
    third = timedelta(days=3)
    assert [(event.kind, event.at) for event in moves] == [
        ("ticket.dispatched", MONDAY),
        ("ticket.dispatched", MONDAY + third),
        ("ticket.dispatched", MONDAY + 2 * third),
        ("ticket.accepted", MONDAY + 2 * third),
    ]


def test_who_was_not_anonymous_is_a_customer_without_a_public_name(tmp_path: Path, replay: Replay) -> None:
    replay(write_tickets(tmp_path, [ticket("F1", "2016-05-09", anonymous=1), ticket("F2", "2016-05-09", anonymous=0)]))
    unknown, known = Ticket.objects.order_by("external_id")
    assert (unknown.anonymous, unknown.customer) == (True, None)
    assert (known.anonymous, known.customer.name, known.contact_point) == (False, "姓名未公开", None)


def test_a_report_of_wrongdoing_goes_in_the_confidential_lane(tmp_path: Path, replay: Replay) -> None:
    replay(write_tickets(tmp_path, [ticket("F1", "2016-05-09", nature="举报"), ticket("F2", "2016-05-09")]))
    assert Ticket.objects.get(external_id="F1").confidential
    manager, integrity = make_staff("complaint_manager"), make_staff("integrity_officer")
    assert [one.external_id for one in queries.visible_to(manager, NOW)] == ["F2"]
    assert [one.external_id for one in queries.visible_to(integrity, NOW)] == ["F1"]


def test_nothing_is_compared_where_the_city_published_nothing(tmp_path: Path, replay: Replay) -> None:
    report = replay(write_tickets(tmp_path, [ticket("F1", "2016-05-09"), ticket("F2", "2016-05-09", None)]))
    assert report["agreement"] is None
    assert (report["tickets"], report["still_open"]) == (2, 1)
    assert "says nothing of due times" in report["printed"]
