"""The customer contacted: a talk, or three attempts by two channels, as the log has it and nobody claims."""

from datetime import timedelta

import pytest

from complaints.calling import contacts, contacts_made
from complaints.models import Clock, Contact, Reason, Ticket
from servicecenter.models import Event
from tests import making
from tests.api.conftest import caller, session
from tests.making import NOW, acting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
MINUTE = timedelta(minutes=1)
OUTCOMES = ("reached", "nobody-reached", "wrong-number", "registered", "chase", "answered", "added", "abusive")


@pytest.fixture(autouse=True)
def _outcomes(db):
    for code in OUTCOMES:
        making.make_reason(Reason.List.CONTACT_OUTCOME, code)


@pytest.fixture
def waiting(north, network, handler) -> Ticket:
    """Received an hour ago; somebody is to talk with the customer within two."""
    making.make_policy(contact=(120, "minutes"), reply=(5, "working_days"))
    return making.make_ticket("investigating", region=north, team=network, handler=handler, at=NOW - 60 * MINUTE)


def address(ticket: Ticket) -> str:
    return f"/desk/tickets/{ticket.number}/attempts/"


def tried(minute: int, channel: str = "phone", outcome: str = "nobody-reached", **more: str) -> dict[str, str]:
    return {"channel": channel, "outcome": outcome, "started_at": f"2026-03-11T09:{minute:02}", **more}


def state(ticket: Ticket) -> str:
    return making.clock_of(ticket, "contact").state


def test_three_attempts_by_two_channels_are_noted_from_the_ticket_and_end_it_by_themselves(waiting, handler, as_staff):
    desk = as_staff(handler)
    assert "0 of 3 attempts, 0 of 2 channels" in desk.get(f"/desk/tickets/{waiting.number}/").content.decode()

    for minute in (10, 20):
        assert desk.post(address(waiting), tried(minute, note="It rang out.")).status_code == 302
    told = desk.get(f"/desk/tickets/{waiting.number}/").content.decode()
    assert "2 of 3 attempts, 1 of 2 channels" in told
    assert "tried to reach the customer" in told
    assert "It rang out." in told
    assert state(waiting) == "running"

    desk.post(address(waiting), tried(30))
    assert state(waiting) == "running", "three by one channel are not enough"
    desk.post(address(waiting), tried(40, "sms"))

    clock = making.clock_of(waiting, "contact")
    assert (clock.state, clock.ended_at) == ("met", NOW - 20 * MINUTE)
    assert "recorded “Customer contacted”" in desk.get(f"/desk/tickets/{waiting.number}/").content.decode()
    log = Contact.objects.filter(tickets=waiting)
    assert {(one.direction, one.agent_id, one.customer_id) for one in log} == {("out", handler.pk, waiting.customer_id)}
    assert Event.objects.filter(kind="contact.recorded").count() == Event.objects.filter(
        kind="ticket.contact_noted", subject_id=waiting.pk
    ).count() == 4  # fmt: skip


def test_a_talk_is_enough_and_counts_from_when_it_was(waiting, handler, as_staff):
    as_staff(handler).post(address(waiting), tried(30, outcome="reached"))

    clock = making.clock_of(waiting, "contact")
    assert (clock.state, clock.ended_at) == ("met", NOW - 30 * MINUTE)
    told = as_staff(handler).get(f"/desk/tickets/{waiting.number}/").content.decode()
    assert "talked with the customer" in told


def test_what_is_written_is_an_attempt_however_it_ended(waiting, handler, as_staff):
    as_staff(handler).post(address(waiting), tried(30, "email", "reached"))

    assert state(waiting) == "running"
    assert "1 of 3 attempts, 1 of 2 channels" in as_staff(handler).get(address(waiting)).content.decode()


def test_the_same_attempt_noted_twice_is_one(waiting, handler, as_staff):
    desk = as_staff(handler)
    for _time in range(3):
        desk.post(address(waiting), tried(10))
    desk.post(address(waiting), tried(10, "sms"))

    assert state(waiting) == "running"
    assert "2 of 3 attempts, 2 of 2 channels" in desk.get(address(waiting)).content.decode()


@pytest.mark.parametrize(
    ("said", "word"),
    [
        (tried(30) | {"started_at": "2026-03-11T08:00"}, "between the receipt and now"),
        (tried(30) | {"started_at": "2026-03-11T10:30"}, "between the receipt and now"),
        (tried(30, "web"), "Select a valid choice"),
        (tried(30, outcome="registered"), "Select a valid choice"),
        (tried(30, outcome=""), "This field is required"),
    ],
)
def test_an_attempt_that_cannot_be_is_refused_in_its_field(waiting, handler, as_staff, said, word):
    answer = as_staff(handler).post(address(waiting), said)

    assert (answer.status_code, word in answer.content.decode()) == (422, True)
    assert not Contact.objects.exists()


def test_whoever_only_looks_notes_none_and_of_somebody_anonymous_there_is_none(waiting, auditor, agent, as_staff):
    nobody = making.make_ticket(region=waiting.region, anonymous=True)

    assert as_staff(auditor).post(address(waiting), tried(30)).status_code == 404
    assert as_staff(agent).get(address(nobody)).status_code == 404
    assert not Clock.objects.filter(ticket=nobody, milestone="contact").exists(), "nobody can promise to reach them"
    assert not Contact.objects.exists()


def test_calls_of_others_count_and_the_one_in_which_it_was_told_does_not(waiting, agent):
    """The call it came with made a ticket; the chase of its customer is a talk; one of a stranger is none."""
    stranger = making.make_customer("Omar Reyes")

    def call(code: str, customer: int | None, **fields: str) -> None:
        row = Contact.objects.create(
            channel=fields.get("channel", "phone"), direction="in", agent=agent, region=waiting.region,
            customer_id=customer, started_at=NOW - 10 * MINUTE, source="desk",
        )  # fmt: skip
        contacts.record_contact(
            row, ended=Reason.objects.get(code=code), tickets=[waiting], actor=acting(agent), at=NOW - 5 * MINUTE,
            source="desk",
        )  # fmt: skip

    call("registered", waiting.customer_id)
    call("chase", stranger.pk)
    call("chase", None)
    call("added", waiting.customer_id, channel="web")
    assert state(waiting) == "running"

    call("chase", waiting.customer_id)
    clock = making.clock_of(waiting, "contact")
    assert (clock.state, clock.ended_at) == ("met", NOW - 5 * MINUTE)
    waiting.refresh_from_db()
    assert waiting.waiting_for == "reply"


def test_answered_in_the_call_it_came_with_it_is_a_talk(north, agent, as_staff):
    """The desk's own screen: the answer is given on the phone."""
    making.make_policy(contact=(120, "minutes"))
    ticket = making.make_ticket(region=north, by=acting(agent), channel="phone", source="desk")
    row = Contact.objects.create(
        channel="phone", agent=agent, region=north, customer=ticket.customer, started_at=ticket.received_at,
        source="desk",
    )  # fmt: skip
    contacts.record_contact(
        row, ended=Reason.objects.get(code="answered"), tickets=[ticket], actor=acting(agent), at=NOW, source="desk"
    )
    assert state(ticket) == "met"


def test_a_callback_is_a_contact_too_and_a_written_reply_is_none(waiting, handler, agent):
    """The promise to talk lives on after the answer in writing: the talk after it ends it, late as it may be."""
    making.advance(waiting, "replied", by=acting(handler), at=NOW)
    assert state(waiting) == "running"
    event = Event.objects.filter(kind="ticket.replied").get()
    rung = Event(
        pk=event.pk, kind="ticket.called_back", subject_type="ticket", subject_id=waiting.pk, at=NOW + 24 * 60 * MINUTE,
        actor_role="agent", actor_id=agent.pk, source="desk", payload={"outcome": "reached"},
    )  # fmt: skip
    contacts_made.hear(rung)

    clock = making.clock_of(waiting, "contact")
    assert (clock.state, clock.ended_at) == ("late", NOW + 24 * 60 * MINUTE)


def test_putting_the_file_away_hides_no_broken_promise(waiting, handler):
    """Archived after its time without a talk it is late; before its time it is of no more interest."""
    fresh = making.make_ticket("replied", region=waiting.region, handler=handler, team=waiting.team, at=NOW)
    making.advance(fresh, "archived", at=NOW + MINUTE)
    making.advance(waiting, "replied", by=acting(handler), at=NOW)
    making.advance(waiting, "archived", at=NOW + 24 * 60 * MINUTE)

    assert (state(fresh), state(waiting)) == ("cancelled", "late")


# Over REST


def post(who, ticket: Ticket, where: str, body: dict):
    return who.post(f"/api/v1/tickets/{ticket.number}/{where}/", body)


def test_over_rest_it_is_the_log_that_says_so_with_the_same_words(waiting):
    hotline = caller("hotline")
    claim = {"milestone": "contact", "reached_at": NOW.isoformat(), "note": "Talked to her."}

    refused = post(hotline, waiting, "milestones", claim)
    assert (refused.status_code, refused.json()["code"]) == (409, "stage")
    assert "0 of 3 attempts, 0 of 2 channels" in refused.json()["detail"]

    for minute in (10, 20):
        noted = post(hotline, waiting, "attempts", tried(minute))
        assert noted.status_code == 201, noted.content
    assert noted.json() | {"standing": "2 of 3 attempts, 1 of 2 channels", "contacted_at": None} == noted.json()
    assert "2 of 3 attempts, 1 of 2 channels" in post(hotline, waiting, "milestones", claim).json()["detail"]

    done = post(hotline, waiting, "attempts", tried(40, "letter", note="By hand.")).json()
    assert (done["contacted_at"], state(waiting)) == ("2026-03-11T09:40:00+08:00", "met")
    assert Contact.objects.get(pk=done["contact"]).client.name == "hotline"


def test_a_log_that_had_enough_before_ends_it_by_hand(waiting, agent):
    """What was logged while nothing ended a clock by itself: the moment is the log's, not the one claimed."""
    row = Contact.objects.create(
        channel="phone", direction="out", agent=agent, region=waiting.region, customer=waiting.customer,
        started_at=NOW - 30 * MINUTE, ended_at=NOW - 25 * MINUTE, outcome=Reason.objects.get(code="reached"),
        source="desk",
    )  # fmt: skip
    row.tickets.add(waiting)
    claim = {"milestone": "contact", "reached_at": NOW.isoformat()}

    assert post(caller("hotline"), waiting, "milestones", claim).status_code == 200
    assert making.clock_of(waiting, "contact").ended_at == NOW - 25 * MINUTE


def test_over_rest_a_key_needs_its_scope_and_a_colleague_their_role(waiting, auditor, agent_south, handler):
    assert post(caller("reader", "tickets:read"), waiting, "attempts", tried(10)).status_code == 403
    assert post(session(auditor), waiting, "attempts", tried(10)).status_code == 403
    assert post(session(agent_south), waiting, "attempts", tried(10)).status_code == 404
    assert not Contact.objects.exists()
    assert post(session(handler), waiting, "attempts", tried(10)).status_code == 201


def test_in_chinese(waiting, handler):
    told = session(handler, "zh-hans")
    said = post(told, waiting, "milestones", {"milestone": "contact", "reached_at": NOW.isoformat()}).json()["detail"]
    assert "已尝试 0 次（共需 3 次），已用 0 种渠道（共需 2 种）" in said
    told.http.cookies["django_language"] = "zh-hans"
    handler.language = "zh-hans"
    handler.save(update_fields=["language"])
    assert "记录一次接触" in told.http.get(address(waiting)).content.decode()
