"""A reply over REST with all its parts; a promise done and verified by those who may; the letter that says it."""

from datetime import timedelta

import pytest
import time_machine

from channels_hub import letters
from channels_hub.models import Outbound
from complaints.models import FollowUp, Recourse
from servicecenter import outbox
from tests import making
from tests.making import NOW, make_ticket

pytestmark = pytest.mark.django_db

JUNE = (NOW + timedelta(days=90)).isoformat()
REPLY = {
    "words": "The pipe is worn out.",
    "outcome": "partly",
    "answers": [{"request": 1, "result": "met", "measure": "Flushed"}, {"request": 2, "result": "met"}],
    "findings": "Rust.",
    "apology": "We are sorry.",
    "follow_ups": [
        {"kind": "repair", "what": "A new pipe", "due_at": JUNE, "owner": "hana"},
        {"kind": "refund", "what": "12.40 for March", "due_at": JUNE},
    ],
}


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def outside(db):
    Recourse.objects.create(
        code="regulator", kind="outside", labels=making.named("Regulator"), how=making.named("Ring them."), contact="1"
    )


def test_a_reply_with_promises_and_the_old_reply_without(hotline, handler, outside):
    ticket = make_ticket("investigating", handler=handler)
    answered = hotline.move(ticket.number, "reply", ticket.version, **REPLY)
    assert answered.status_code == 200, answered.json()

    told = hotline.get(f"/api/v1/tickets/{ticket.number}/").json()
    assert [(one["kind"], one["owner"], one["done_at"]) for one in told["follow_ups"]] == [
        ("repair", "hana", None), ("refund", "hana", None),
    ]  # fmt: skip
    clocks = {one["milestone"]: one["state"] for one in told["clocks"]}
    assert (clocks["follow_up"], clocks["payment"]) == ("running", "running")
    parts = next(one["parts"] for one in told["timeline"] if one["parts"])
    assert (parts["apology"], parts["findings"]) == ("We are sorry.", "Rust.")
    assert [one["label"] for one in parts["recourses"]] == ["Regulator"]

    plain = make_ticket("investigating")
    old = hotline.move(plain.number, "reply", plain.version, words="Done.", outcome="resolved", result_1="met",
                       result_2="met")  # fmt: skip
    assert old.status_code == 200


def test_each_wrong_promise_is_named_at_its_field(hotline, handler):
    ticket = make_ticket("investigating")
    wrong = REPLY | {"follow_ups": [{"kind": "repair", "what": "A pipe", "due_at": (NOW - timedelta(1)).isoformat()}]}
    past = hotline.move(ticket.number, "reply", ticket.version, **wrong)
    assert (past.status_code, list(past.json()["errors"])) == (400, ["follow_up_1_due_at"])
    dateless = hotline.move(ticket.number, "reply", ticket.version, **(REPLY | {"follow_ups": [{"what": "A pipe"}]}))
    assert set(dateless.json()["errors"]) == {"follow_up_1_kind", "follow_up_1_due_at"}
    for rubbish in (7, ["x"], [{"who": "me"}], [{}] * 11):
        assert (
            hotline.move(ticket.number, "reply", ticket.version, **(REPLY | {"follow_ups": rubbish})).status_code == 400
        )
    assert not FollowUp.objects.exists()


def test_a_promise_is_done_over_rest_by_the_id_the_ticket_offers(hotline, handler):
    ticket = make_ticket("investigating")
    hotline.move(ticket.number, "reply", ticket.version, **REPLY | {"follow_ups": REPLY["follow_ups"][1:]})
    told = hotline.get(f"/api/v1/tickets/{ticket.number}/").json()
    offered = next(one for one in told["allowed_moves"] if one["name"] == "do_follow_up")
    choice = offered["inputs"][0]["choices"][0]["value"]
    done = hotline.move(ticket.number, "do_follow_up", told["version"], follow_up=choice, words="Paid, receipt 88.")
    assert done.status_code == 200
    assert FollowUp.objects.get().proof == "Paid, receipt 88."
    foreign = make_ticket("investigating")
    assert hotline.move(foreign.number, "do_follow_up", foreign.version, follow_up=choice, words="x").status_code == 409


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ("What we promise you", "Repair: A new pipe, by", "If you disagree", "Regulator: Ring them.")),
     ("zh-hans", ("我们的承诺", "维修：A new pipe", "如果您不同意", "Regulator（中）"))],
)  # fmt: skip
def test_the_letter_names_every_part(hotline, handler, outside, language, said):
    ticket = make_ticket("investigating", language=language)
    hotline.move(ticket.number, "reply", ticket.version, **REPLY)
    while outbox.relay(NOW + timedelta(days=3650)):
        pass
    letter = letters.write(Outbound.objects.get(ticket=ticket, template="replied"))
    for words in ("We are sorry.", "Rust.", "Flushed", *said):
        assert words in letter.body


def test_callbacks_are_listed_recorded_and_rated_over_rest(hotline, handler):
    making.make_callback_rule()
    ticket = make_ticket("replied", contact="+86 138 0013 8000")
    listed = hotline.get("/api/v1/callbacks/").json()
    assert [(one["number"], one["group"], one["attempts"], one["customer"]) for one in listed] == [
        (ticket.number, "now", 0, "")
    ]
    missed = hotline.move(ticket.number, "record_callback", ticket.version, outcome="no_answer")
    assert missed.status_code == 200
    wrong = hotline.post(f"/api/v1/tickets/{ticket.number}/rating/", {"solved": "perhaps"})
    assert set(wrong.json()["errors"]) == {"solved", "result", "service"}
    said = {"solved": "no", "result": "unsatisfied", "service": "fairly", "words": "Still brown."}
    rated = hotline.post(f"/api/v1/tickets/{ticket.number}/rating/", said)
    assert rated.status_code == 200
    assert hotline.get("/api/v1/callbacks/").json() == []
    ticket.refresh_from_db()
    assert ticket.triage_due
    assert hotline.move(ticket.number, "archive", ticket.version, category="x", closing_code="x").status_code == 409
