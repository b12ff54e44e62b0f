"""Cases of who may hear what: family, landlord and tenant; and of bodies outside that look at it again."""

import pytest

from channels_hub.models import Outbound
from complaints.models import Clock, ExternalReview, Ticket
from servicecenter.models import Event
from servicecenter.outbox import relay
from tests.cases.conftest import HERE, at, due

ANSWER = {"words": "It was 300 litres. We are sorry.", "outcome": "resolved", "result_1": "met"}


def written_to(moment: str) -> list[str]:
    while relay(at(moment)):
        pass
    return sorted(row.contact_point.value for row in Outbound.objects.exclude(contact_point=None))


def test_10_chase_by_another_family_member(house):
    """Her brother may ask for her, and is told nothing; with her authority he hears the answer, until it ends."""
    house.employs("handler", team="operations")
    ticket = house.hears("My meter runs backwards.", contact="mei@customer.invalid")
    house.hands_to("handler", ticket)
    house.done("agent", "chase", ticket, words="When will she hear?", name="Jun Chen, her brother")
    assert ticket.chases == 1
    assert "noted that Jun Chen, her brother asks again" in house.page("agent", ticket)

    him = {"role": "representative", "name": "Jun Chen", "contact": "jun@customer.invalid"}
    house.done("agent", "add_party", ticket, **him)
    assert "Is told nothing of the answer" in house.page("agent", ticket)
    asked = house.does("agent", "add_party", ticket, **him, authority="recorded-consent")
    assert asked.status_code == 422, "how he was verified is recorded"
    shown = {"authority": "recorded-consent", "verified": "number-on-file", "expires_on": "2026-03-31"}
    house.done("agent", "add_party", ticket, **him, **shown)
    assert "May hear the answer" in house.page("agent", ticket)

    house.done("handler", "reply", ticket, **ANSWER)
    heard = written_to("2026-03-11 10:01")
    assert heard.count("jun@customer.invalid") == 1
    assert heard.count("mei@customer.invalid") == 2, "her receipt and her answer"
    house.goes_to("2026-04-02 10:00")
    house.done("supervisor", "reopen", ticket, words="A mistake of ours.")
    assert written_to("2026-04-02 10:01").count("jun@customer.invalid") == 1, "his authority has ended"


def test_37_landlord_and_tenant_both_complain(house):
    """Two customers, two answers. Neither hears the other's, though one of them holds the account."""
    house.employs("handler", team="operations")
    tenant = house.hears("No hot water.", name="Li Na", contact="li@tenant.invalid")
    landlord = house.hears("My tenant has no hot water.", name="Zhao Min", contact="zhao@landlord.invalid")
    assert house.does("agent", "merge", landlord, into=tenant.number, why="Same flat.").status_code == 422
    house.done("agent", "link", landlord, other=tenant.number, why="Same flat.")
    house.done("agent", "add_party", tenant, role="account_holder", name="Zhao Min", contact="zhao@landlord.invalid")

    house.hands_to("handler", tenant)
    house.done("handler", "reply", tenant, **ANSWER)
    written_to("2026-03-11 10:01")
    told = Outbound.objects.filter(event__kind="ticket.replied").values_list("contact_point", flat=True)
    assert list(told) == [tenant.contact_point_id]
    assert landlord.stage == "received"


@pytest.fixture
def old(house) -> Ticket:
    """Answered and filed on a March day of 2026; now it is two years later."""
    house.employs("handler", team="operations")
    house.employs("complaint_manager", name="manager")
    ticket = house.hears("You cut off the wrong flat.")
    house.hands_to("handler", ticket)
    house.done("handler", "reply", ticket, **ANSWER)
    house.asks_back(ticket)
    house.done("agent", "archive", ticket, category="billing-cutoff", closing_code="explained", cause="procedure")
    house.goes_to("2028-03-09 10:00")
    return ticket


def test_34_ombudsman_reopens_after_two_years(house, old):
    asked = {
        "body": "ombudsman", "number": "OM-2028-117", "words": "Send the file.", "due_at": "2028-03-23T17:30",
        "sort": "statutory",
    }  # fmt: skip
    assert house.does("agent", "reopen_for_review", old, **asked).status_code == 403
    house.done("manager", "reopen_for_review", old, **asked)
    assert (old.stage, old.round, old.legal_hold) == ("reviewing", 2, True)
    theirs = Clock.objects.get(ticket=old, milestone="external")
    assert (theirs.sort, f"{theirs.due_at.astimezone(HERE):%m-%d %H:%M}") == ("statutory", "03-23 17:30")
    assert due(old) > "2028-03-09", "and our own half time beside it"

    again = house.hears("And again.")
    merged = house.does("agent", "merge", old, into=again.number, why="The same.")
    assert merged.status_code == 409
    assert "legal hold" in merged.content.decode()

    house.done("manager", "decide_review", old, words="Upheld.", remedy="Pay 200.", comply_by="2028-04-10T17:30")
    house.done("reviewer", "dispatch", old, team="operations", handler="handler", why="Their flat.")
    house.done("handler", "accept", old)
    house.done("handler", "propose", old, measures="Pay what was decided.")
    house.done("supervisor", "approve", old, opinion="So it was decided.")
    house.done("handler", "reply", old, **ANSWER)
    filed = {"category": "billing-cutoff", "closing_code": "compensated", "cause": "procedure"}
    assert house.does("agent", "archive", old, **filed).status_code == 409, "not before it is carried out"
    house.done("handler", "comply_review", old, words="Paid on 20 March, transfer 4711.")
    assert (old.legal_hold, old.review_open) == (False, False)
    assert ExternalReview.objects.get().proof == "Paid on 20 March, transfer 4711."
    house.asks_back(old)
    house.done("agent", "archive", old, **filed)
    assert {one.milestone: one.state for one in old.clocks.filter(round=2)}["external"] == "met"


@pytest.mark.skip(reason="erasure comes with the customer's data rights; the legal hold it must heed stands (case 34)")
def test_35_erasure_asked_under_legal_hold():
    """Refused while the hold stands, with the reason."""


def test_the_same_again_within_thirty_days_of_the_answer_is_a_repeat(house):
    brown = {"category": "water-turbid", "nature": "repair"}
    first = house.hears("Brown water.", **brown)
    second = house.hears("Brown water still.", **brown)
    assert not second.is_repeat, "before the answer it is a chase, or the same ticket"
    reply = {"words": "Flushed.", "outcome": "resolved", "result_1": "met"}
    house.done("agent", "answer", first, **reply)
    house.goes_to("2026-04-10 09:59")
    within = house.hears("Brown water again.", **brown)
    house.goes_to("2026-04-10 10:01")
    beyond = house.hears("Brown water, really.", **brown)

    assert (within.is_repeat, beyond.is_repeat) == (True, False)
    assert "The same again as" in house.page("agent", within)
    assert first.number in house.page("agent", within)
    house.done("agent", "classify", within, nature="repair", category="meter-fault", priority="normal")
    assert not within.is_repeat, "called another thing, it is another thing"
    assert Event.objects.filter(subject_id=within.pk, kind="ticket.classified").exists()
