"""Cases of tickets that belong together: merged, refused, split, undone."""

from django.test import Client
from django.utils.html import strip_tags

from complaints.models import Ticket
from complaints.stages.merging import AS_IT_WAS
from tests import making
from tests.cases.conftest import due

WATER = "The water is brown since Monday."


def test_07_neighbours_merge_refused(house):
    """Another household's complaint about the same pipe is linked, never merged: each gets an answer of its own."""
    mine = house.hears(WATER)
    theirs = house.hears("Ours as well.", name="Wang Fang", contact="+86 139 1111 2222")

    refused = house.does("agent", "merge", theirs, into=mine.number, why="Same street, same water.")
    assert refused.status_code == 422
    assert "Different customers are linked, never merged" in refused.content.decode()
    assert (theirs.stage, theirs.version, theirs.merged_into) == ("received", 1, None)

    house.done("agent", "link", theirs, other=mine.number, why="One main.")
    assert theirs.number in house.page("agent", mine)
    assert [one.stage for one in (mine, theirs)] == ["received", "received"]


def test_08_same_person_phone_and_12345_within_an_hour_one_ticket(house):
    """The later one goes on under the earlier number, its promise and its words kept. (Chat and WeChat come later.)"""
    first = house.hears(WATER)
    promised = due(first)
    house.goes_to("2026-03-11 10:50")
    again = house.hears("Still brown. I called the hotline too.", requests="A refund for March")
    code = house.code
    assert "Perhaps the same matter" in house.page("agent", again)
    house.done("agent", "chase", again, words="When?")
    house.done("agent", "merge", again, into=first.number, why="She says so herself.")

    first.refresh_from_db()
    assert (again.stage, again.merged_into, first.chases, due(first)) == ("archived", first, 1, promised)
    together = house.page("agent", first)
    for said in (WATER, "Still brown. I called the hotline too.", "A refund for March", "When?"):
        assert said in together
    customer = Client()
    shown = customer.post("/t/", {"number": again.number, "code": code}, follow=True).content.decode()
    assert f"We handle it together with your request {first.number}." in strip_tags(shown)
    assert "Still brown." in customer.get(f"/t/{first.number}/").content.decode(), "the other page is hers as well"


def test_a_merge_is_undone_exactly(house):
    """Stage, hold and every clock as they were; what was said in between stays."""
    house.employs("handler", team="operations")
    first, again = house.hears(WATER), house.hears("Still brown.")
    house.hands_to("handler", again)
    house.done("handler", "hold", again, reason="customer-papers", until="2026-03-16T10:00")
    legal = making.make_team("legal").code
    house.done("handler", "ask_team", again, team=legal, words="Whose pavement is it?", due_at="2026-03-18T10:00")
    stood = [getattr(again, name) for name in AS_IT_WAS]
    ran = list(again.clocks.order_by("pk").values())

    house.done("agent", "merge", again, into=first.number, why="The same.")
    assert not again.clocks.alive().exists()
    assert not again.tasks.open().exists(), "nobody is asked about a ticket that is closed"
    assert not again.questions_open
    house.goes_to("2026-03-12 09:00")
    house.done("agent", "undo", again, why="It is the flat above.")

    assert [getattr(again, name) for name in AS_IT_WAS] == stood
    assert list(again.clocks.order_by("pk").values()) == ran
    first.refresh_from_db()
    assert first.requests.count() == 1
    assert again.tasks.open().get().what == "Whose pavement is it?"
    assert again.requests.to_answer().count() == 1
    assert "The same." in house.page("agent", again), "what happened is not forgotten"


def test_a_merge_is_not_undone_after_a_week_nor_once_both_were_answered(house):
    first, late, answered = house.hears(WATER), house.hears("Still brown."), house.hears("And brown.")
    house.done("agent", "merge", late, into=first.number, why="The same.")
    house.goes_to("2026-03-18 10:01")
    assert house.does("agent", "undo", late, why="No.").status_code == 409

    house.done("agent", "merge", answered, into=first.number, why="The same.")
    reply = {f"result_{one}": "met" for one in (1, 2, 3)}
    house.done("agent", "answer", first, words="Flushed. We are sorry.", outcome="resolved", **reply)
    assert house.does("agent", "undo", answered, why="No.").status_code == 409
    assert [one.result for one in answered.requests.all()] == ["met"], "answered there, read here"


def test_a_part_split_off_keeps_the_receipt_and_its_clocks_run_from_there(house):
    whole = house.hears("Brown water, and a wrong bill.", requests="Clean water\nA right bill")
    code = house.code
    house.goes_to("2026-03-13 15:00")
    house.done("agent", "split", whole, words="The bill of March is wrong.", requests="2", category="billing-wrong")

    part = Ticket.objects.latest("pk")
    assert (part.received_at, part.stage, due(part)) == (whole.received_at, "received", due(whole))
    assert [one.words for one in part.requests.all()] == ["A right bill"]
    assert [one.words for one in whole.requests.to_answer()] == ["Clean water"]
    customer = Client()
    assert part.number in customer.post("/t/", {"number": whole.number, "code": code}, follow=True).content.decode()
    opened = Client().post("/t/", {"number": part.number, "code": code}, follow=True)
    assert "The bill of March is wrong." in opened.content.decode(), "the same code opens it"

    house.done("agent", "undo", part, why="They belong together.")
    assert (part.stage, part.merged_into) == ("archived", whole)
    assert whole.requests.to_answer().count() == 2


def test_questions_of_a_merged_one_end_and_stand_again_when_it_is_undone(house):
    house.employs("handler", team="operations")
    whole, other = house.hears("Brown water."), house.hears("Brown again.")
    house.hands_to("handler", other)
    house.done("handler", "ask_team", other, team="billing", words="Billed?", due_at="2026-03-13T17:30")
    house.done("agent", "merge", other, into=whole.number, why="The same.")
    assert not other.tasks.open().exists()
    house.done("agent", "undo", other, why="Another flat.")
    assert (other.tasks.open().count(), other.questions_open) == (1, True)


def test_a_part_under_an_order_or_legal_hold_does_not_end_by_undoing(house):
    for field, words in (("order_open", "An order is open"), ("legal_hold", "It is under legal hold")):
        whole = house.hears(WATER)
        house.done("agent", "split", whole, words="The meter is wrong.")
        part = Ticket.objects.get(ties__other=whole)
        Ticket.objects.filter(pk=part.pk).update(**{field: True})
        refused = house.does("agent", "undo", part, why="It is one matter.")
        assert (refused.status_code, words in refused.content.decode()) == (409, True)
        assert part.stage == "received"


def test_a_foreign_ticket_s_number_is_answered_as_one_that_does_not_exist(house):
    mine, foreign = house.hears(WATER), house.hears("Elsewhere.")
    Ticket.objects.filter(pk=foreign.pk).update(nature="report")  # which only the integrity officer may know of
    told = [
        house.does("agent", "merge", mine, into=number, why="").content.replace(number.encode(), b"")
        for number in (foreign.number, "2603-000000-0")
    ]
    assert _without_tokens(told[0]) == _without_tokens(told[1])


def _without_tokens(page: bytes) -> list[bytes]:
    return [line for line in page.splitlines() if b"csrf" not in line and b"nonce" not in line]
