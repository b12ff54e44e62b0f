"""Shift hand-over: the system says what it knows, people add what only they know, and somebody else signs."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.desk import handovers
from complaints.models import Callback, Handover
from complaints.refusals import Missing, NotNow, NotYours
from servicecenter.models import Event
from tests import making
from tests.api.conftest import Caller, caller
from tests.making import NOW, acting, make_ticket

pytestmark = pytest.mark.django_db
LOG, API = "/desk/handover/", "/api/v1/handovers/"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


def at_the_desk(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def shift(north, south):
    """A danger, a promise due in three hours, one due next week, a callback due now, and one of each elsewhere."""
    making.make_policy(reply=(180, "minutes"), select={"priority": "urgent"})
    making.make_policy("slow", reply=(9, "working_days"))
    making.make_callback_rule()
    return {
        "danger": make_ticket("dispatched", at=NOW, region=north, priority="critical"),
        "soon": make_ticket(at=NOW, region=north, priority="urgent"),
        "broken": make_ticket(at=NOW - 4 * HOUR, region=north, priority="urgent"),
        "later": make_ticket(at=NOW, region=north),
        "callback": make_ticket("replied", at=NOW, region=north),
        "south": make_ticket(at=NOW, region=south, priority="critical"),
    }


def write(user, region, **said) -> Handover:
    asked = {"words": "The nursery rings every hour.", **said}
    return handovers.write(region=region, **asked, actor=acting(user), at=NOW, source="desk")


def test_the_facts_are_gathered_for_the_region_and_kept_as_they_were(supervisor, shift, north):
    Callback.objects.filter(ticket=shift["callback"]).update(next_at=NOW + HOUR)
    row = write(supervisor, north)
    shift["soon"].__class__.objects.filter(pk=shift["soon"].pk).update(next_due_at=NOW + 90 * HOUR)
    kept = handovers.kept(row, handovers.visible_to(supervisor, NOW))
    numbers = {sort: {one.ticket.number for one in lines} for sort, lines in kept.items()}
    assert numbers["emergencies"] == {shift["danger"].number}
    assert shift["soon"].number in numbers["breaking"]
    assert numbers["broken"] == {shift["broken"].number}
    assert not {shift["later"].number, shift["broken"].number} & numbers["breaking"]
    assert numbers["callbacks"] == {shift["callback"].number}
    soon = next(one for one in kept["breaking"] if one.ticket == shift["soon"])
    assert soon.due_at == NOW + 3 * HOUR, "the time promised then, whatever happened since"


def test_the_trail_has_both_signatures_and_no_words_in_its_payload(supervisor, shift_leader, shift, north):
    row = write(supervisor, north, absent="Tom until Friday")
    handovers.read(row, remark="Seen.", actor=acting(shift_leader), at=NOW + HOUR, source="desk")
    written, read = Event.objects.filter(subject_type="handover", subject_id=row.pk).order_by("id")
    assert (written.kind, written.actor_id, written.payload["emergencies"]) == ("handover.written", supervisor.pk, 1)
    assert "nursery" not in str(written.payload)
    assert written.words.text["absent"] == "Tom until Friday"
    assert (read.kind, read.actor_id) == ("handover.read", shift_leader.pk)


def test_it_is_signed_once_and_by_somebody_else(supervisor, shift_leader, complaint_manager, agent, north):
    row = write(supervisor, north)
    for who in (supervisor, agent):
        with pytest.raises(NotYours):
            handovers.read(row, actor=acting(who), at=NOW, source="desk")
    handovers.read(row, actor=acting(shift_leader), at=NOW, source="desk")
    with pytest.raises(NotNow, match="Lea Lin has signed it already"):
        handovers.read(row, actor=acting(complaint_manager), at=NOW, source="desk")
    assert Event.objects.filter(kind="handover.read").count() == 1


def test_the_database_lets_nobody_sign_for_themselves(supervisor, north):
    row = write(supervisor, north)
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.filter(pk=row.pk).update(read_by=supervisor, read_at=NOW)


def test_a_region_hands_over_for_itself_only(supervisor, agent, shift_leader, north, south):
    for region in (south, None):
        with pytest.raises(Missing):
            write(supervisor, region)
    with pytest.raises(NotYours):
        write(agent, north)
    assert write(shift_leader, None).region is None


def test_the_south_reads_its_own_and_what_is_for_all(supervisor, shift_leader, north, south):
    southern = making.make_staff("supervisor", name="sofia", region=south)
    mine, whole = write(supervisor, north), write(shift_leader, None)
    assert set(handovers.visible(southern, NOW)) == {whole}
    assert at_the_desk(southern).get(f"{LOG}{mine.pk}/").status_code == 404
    assert at_the_desk(southern).get(f"{LOG}{whole.pk}/").status_code == 200


def test_what_its_reader_may_not_see_is_not_in_it(shift_leader, supervisor, shift):
    row = write(shift_leader, None)
    read_by_north = at_the_desk(supervisor).get(f"{LOG}{row.pk}/").content.decode()
    assert shift["danger"].number in read_by_north
    assert shift["south"].number not in read_by_north


def test_on_the_page_it_is_written_read_and_signed(supervisor, shift_leader, shift, north):
    desk = at_the_desk(supervisor)
    page = desk.get(LOG).content.decode()
    assert f"/desk/tickets/{shift['danger'].number}/" in page
    made = desk.post(LOG, {"region": "north", "words": "Valve 7 stays shut.", "sites": "Canal Street"})
    assert made.status_code == 302
    told = desk.get(made["Location"]).content.decode()
    assert "Valve 7 stays shut." in told
    assert "I have read it and take over" not in told, "not by who wrote it"
    other = at_the_desk(shift_leader)
    assert "1 hand-over waits to be read and signed." in other.get(LOG).content.decode()
    assert "I have read it and take over" in other.get(made["Location"]).content.decode()
    assert other.post(made["Location"], {"remark": ""}).status_code == 302
    assert "waits to be read" not in other.get(LOG).content.decode()
    assert other.post(made["Location"], {}).status_code == 409


def test_what_was_typed_stays_when_something_is_missing(supervisor, north):
    answer = at_the_desk(supervisor).post(LOG, {"region": "south", "words": "", "absent": "Tom is ill"})
    assert answer.status_code == 422
    assert "Tom is ill" in answer.content.decode()
    assert not Handover.objects.exists()


@pytest.mark.parametrize("role", ["agent", "handler", "coordinator", "inspector", "administrator"])
def test_others_have_no_part_in_it(role, north):
    stranger = making.make_staff(role, region=north)
    assert at_the_desk(stranger).get(LOG).status_code == 403
    session = Caller(http=at_the_desk(stranger))
    assert session.get(API).status_code == 403
    assert session.post(API, {"words": "x"}).status_code == 403


def test_an_auditor_reads_and_does_not_write(auditor, supervisor, north):
    row = write(supervisor, north)
    desk = at_the_desk(auditor)
    assert '<form class="stack"' not in desk.get(LOG).content.decode()
    assert desk.post(LOG, {"words": "x"}).status_code == 403
    assert desk.post(f"{LOG}{row.pk}/", {}).status_code == 409
    assert not Handover.objects.exclude(read_by=None).exists()


def test_over_rest_people_write_and_sign_and_programs_read(supervisor, shift_leader, shift, north):
    session = Caller(http=at_the_desk(supervisor))
    assert {one["number"] for one in session.get(f"{API}facts/").json()["emergencies"]} == {shift["danger"].number}
    made = session.post(API, {"region": "north", "words": "Valve 7 stays shut."})
    assert made.status_code == 201, made.content
    address = f"{API}{made.json()['id']}/"
    assert made.json()["facts"]["emergencies"][0]["number"] == shift["danger"].number
    assert session.post(f"{address}signature/", {}).json()["code"] == "role"
    signed = Caller(http=at_the_desk(shift_leader)).post(f"{address}signature/", {"remark": "Seen."})
    assert signed.json()["read_by"] == shift_leader.username
    board = caller("wall", "shift:read", "tickets:read")
    assert [one["id"] for one in board.get(API).json()["results"]] == [made.json()["id"]]
    assert board.get(address).json()["remark"] == "Seen."
    assert board.post(API, {"words": "x"}).status_code == 403
    assert board.post(f"{address}signature/", {}).status_code == 403
    assert caller("web", "tickets:read").get(API).status_code == 403
    assert board.get(f"{API}987654/").status_code == 404
    assert session.post(API, {"words": ""}).json()["errors"].keys() == {"words"}


def test_the_page_asks_as_often_for_many_as_for_few(supervisor, shift, north):
    desk = at_the_desk(supervisor)

    def statements() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert desk.get(LOG).status_code == 200
        return len(taken.captured_queries)

    write(supervisor, north)
    few = statements()
    for _ in range(12):
        make_ticket("dispatched", at=NOW, region=north, priority="critical", handler=supervisor)
        write(supervisor, north)
    assert statements() == few <= 15


def test_in_chinese_nothing_is_left_untranslated(supervisor, shift, north):
    row = write(supervisor, north)
    desk = at_the_desk(supervisor)
    for address in (LOG, f"{LOG}{row.pk}/"):
        page = desk.get(address, headers={"Accept-Language": "zh-hans"}).content.decode()
        assert "交接班" in page
        assert "Hands over" not in page
