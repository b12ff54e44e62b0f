"""The same journeys over REST: people signed in and programs with keys, through a client that asks what it may do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.models import Callback, Clock, Proposal, Task, Ticket, Triage
from tests import making
from tests.journeys.house import clocks, letters_to, story
from tests.journeys.rest_client import NotAllowed, Problem, Rest

pytestmark = pytest.mark.django_db(transaction=True)
NOBODYS = "2611-479065-8"
MAIL = "mei.chen@customer.invalid"
SETTLED = {"outcome": "resolved", "answers": [{"request": 1, "result": "met"}]}


@pytest.fixture(autouse=True)
def people(utility):
    utility.employs("agent", "ada")
    utility.employs("agent", "alma")
    utility.employs("reviewer", "ruth")
    utility.employs("supervisor", "sven", on_duty=True)
    utility.employs("coordinator", "carl", team="operations")
    utility.employs("handler", "hana", team="operations")
    utility.employs("handler", "otto", team="customer-service")
    utility.employs("coordinator", "bill", team="billing")
    utility.employs("complaint_manager", "mira", everywhere=True, on_duty=True)


@pytest.fixture
def desk(live_server, utility) -> Callable[[str], Rest]:
    """desk("ada") → Ada, signed in."""
    known: dict[str, Rest] = {}

    def sit_down(name: str) -> Rest:
        if name not in known:
            known[name] = Rest(live_server.url, language=utility.language).sign_in(name, utility.password)
        return known[name]

    return sit_down


@pytest.fixture
def website(live_server, utility) -> Rest:
    """A program that brings what customers send, and their ratings."""
    _client, key = making.make_client("website", "tickets:create", "tickets:own", "tickets:move", at=timezone.now())
    return Rest(live_server.url, key=key, language=utility.language)


def sent(utility, english: str, chinese: str, **more) -> dict:
    """What a customer sends."""
    return {
        "nature": "complaint",
        "words": utility.say(english, chinese),
        "requests": [utility.say("Put it right", "改正")],
        "place": utility.say("4 Canal Street", "运河街4号"),
        "name": utility.say("Mei Chen", "陈梅"),
        "contact": MAIL,
        "consent": True,
        "language": utility.language,
        **more,
    }


def hands_to(desk, number: str, handler: str, team: str) -> None:
    """Reviewed, dispatched, accepted."""
    ruth = desk("ruth")
    if "start_review" in ruth.offers(number):
        ruth.move(number, "start_review")
    ruth.move(number, "dispatch", team=team, handler=handler, why="Theirs.")
    desk(handler).move(number, "accept")


def test_phone_call_to_archived_file(utility, desk):
    margaret = utility.knows("Margaret Ellery", "13800130142", "14 Weir Lane")
    ada = desk("ada")
    [found] = ada.post("/api/v1/customers/lookup/", {"q": "0142"})
    assert (found["id"], found["name"]) == (margaret.pk, "Margaret Ellery")
    wish = sent(
        utility, "I want to complain: brown water from the tap.", "我要投诉，家里自来水发黄，水质很差。",
        channel="phone", contact="13800130142", name="Margaret Ellery",
    )  # fmt: skip
    guessed = ada.post("/api/v1/suggestions/", {"words": wish["words"]})
    assert guessed["promise"]["words"]
    wish |= {name: guessed[name]["value"] for name in ("nature", "category", "priority")}
    made = ada.create(**wish)
    number = made["number"]
    assert len(made["access_code"].split("-")) == 3
    assert ada.ticket(number)["category"] == "water-quality"

    hands_to(desk, number, "hana", "operations")
    hana, sven = desk("hana"), desk("sven")
    assert "works" in hana.codes("/api/v1/reasons/", list="cause")
    hana.move(number, "find", verdict="upheld", cause="works", facts="Flushed the wrong way.")
    hana.move(number, "propose", measures="Her washing is paid for.", amount="460.00", money="compensation")
    with pytest.raises(NotAllowed):
        hana.move(number, "reply", words="Done.", **SETTLED)
    [waiting] = sven.get("/api/v1/tickets/", awaiting="approval")["results"]
    assert waiting["number"] == number
    sven.move(number, "approve", opinion="Right so.")
    hana.move(number, "reply", words="Your water is clear.", **SETTLED)

    alma = desk("alma")
    [one] = alma.get("/api/v1/callbacks/")
    assert one["number"] == number
    alma.move(number, "record_callback", outcome="reached", result="very_satisfied", service="satisfied")
    ada.move(number, "archive", category="water-quality", closing_code="compensated")

    filed = ada.ticket(number)
    assert (filed["stage"], filed["closing_code"]) == ("archived", "compensated")
    assert {one["state"] for one in filed["clocks"]} == {"met"}
    ticket = Ticket.objects.get()
    assert (ticket.customer, ticket.channel) == (margaret, "phone")
    assert story(ticket) == [
        "received", "review_started", "dispatched", "accepted", "found", "proposed", "approved", "replied",
        "called_back", "archived",
    ]  # fmt: skip
    assert Callback.objects.get().state == Callback.State.VERIFIED


def test_web_complaint_to_second_handling_to_final_reply(utility, desk, website):
    number = website.create(**sent(utility, "The pavement was left open.", "人行道没有恢复。"))["number"]
    hands_to(desk, number, "hana", "operations")
    desk("hana").move(number, "find", verdict="upheld", cause="works", facts="One slab is missing.")
    desk("hana").move(number, "reply", words="Closed on Monday.", **SETTLED)
    rating = f"/api/v1/tickets/{number}/rating/"
    said = {"solved": "no", "result": "unsatisfied", "service": "fairly", "words": "A slab is missing."}
    website.post(rating, said)

    ruth, mira = desk("ruth"), desk("mira")
    assert "triage" not in desk("hana").offers(number)
    ruth.move(number, "triage", decision="second", why="Our work was wanting.")
    with pytest.raises(Problem) as refused:
        ruth.move(number, "second_handling", team="operations", handler="hana", why="Again.")
    assert refused.value.status == 403
    ruth.move(number, "second_handling", team="customer-service", handler="otto", why="New to it.")
    hands_to(desk, number, "otto", "customer-service")
    otto = desk("otto")
    otto.move(number, "find", verdict="upheld", cause="works", facts="Laid today.")
    otto.move(number, "propose", measures="The slab is laid.")
    desk("sven").move(number, "approve")
    otto.move(number, "reply", words="The slab is laid.", **SETTLED)
    website.post(rating, said | {"words": "Not the old stones."})
    mira.move(number, "triage", decision="final", why="Both rounds are over.", words="This is our final reply.")
    desk("ada").move(number, "archive", category="works-quality", closing_code="explained")

    shown = desk("ruth").ticket(number)
    assert (shown["stage"], shown["round"]) == ("archived", 2)
    assert any(one["words"] == "This is our final reply." for one in shown["timeline"])
    assert [one.decision for one in Triage.objects.order_by("pk")] == ["second", "final"]
    ticket = Ticket.objects.get()
    assert (clocks(ticket, 1)["reply"], clocks(ticket, 2)["reply"]) == ("met", "met")
    utility.posts()
    assert any("This is our final reply." in one for one in letters_to(MAIL))


def test_gas_leak(utility, desk, website):
    leak = sent(utility, "It smells of gas on the stairs.", "楼道里有燃气味。", category="gas-leak", nature="repair")
    made = website.create(**leak, priority="critical")
    number = made["number"]
    website.move(number, "dispatch_emergency", team="operations", hazard="An old man inside.", crew_told=True)
    utility.posts()
    assert len(letters_to("sven@utility.invalid")) == 1
    hana, sven = desk("hana"), desk("sven")
    hana.move(number, "accept")
    for milestone in ("on_site", "make_safe"):
        hana.post(
            f"/api/v1/tickets/{number}/milestones/",
            {"milestone": milestone, "reached_at": timezone.now().isoformat()},
        )
    sven.move(number, "confirm_emergency", nature="repair", category="gas-leak", priority="critical")
    ticket = Ticket.objects.get()
    assert (ticket.stage, ticket.emergency_open) == ("investigating", False)
    standing = clocks(ticket)
    assert {standing[one] for one in ("dispatch", "accept", "on_site", "make_safe", "confirm")} == {"met"}


def test_conflict_of_interest(utility, desk, website):
    number = website.create(**sent(utility, "Your Mr Sven shouted at me.", "斯文对我大喊大叫。"))["number"]
    sven, ada = desk("sven"), desk("ada")
    assert sven.get("/api/v1/tickets/")["results"][0]["number"] == number
    counted = str(sven.get("/api/v1/quality/board/"))
    ada.move(number, "name_staff", about="people", person="sven")

    problems = []
    for one in (number, NOBODYS):
        with pytest.raises(Problem) as refused:
            sven.ticket(one)
        problems.append((refused.value.status, str(refused.value.said).replace(one, "")))
    assert problems[0] == problems[1]
    assert problems[0][0] == 404
    for query in ({}, {"number": number}, {"stage": "received"}):
        assert sven.get("/api/v1/tickets/", **query)["results"] == []
    assert str(sven.get("/api/v1/quality/board/")) != counted
    with pytest.raises(Problem) as refused:
        sven.post(f"/api/v1/tickets/{number}/moves/", {"move": "start_review", "version": 2})
    assert refused.value.status == 404

    hands_to(desk, number, "otto", "customer-service")
    desk("otto").move(number, "reply", words="We are sorry. He was spoken to.", **SETTLED)
    assert desk("mira").ticket(number)["stage"] == "replied"
    utility.posts()
    assert letters_to("sven@utility.invalid") == []
    assert any(number in one for one in letters_to("mira@utility.invalid"))


def test_joint_handling_with_a_disputed_lead(utility, desk, website):
    number = website.create(**sent(utility, "No water, and a bill for it.", "停水却收到账单。"))["number"]
    ruth = desk("ruth")
    ruth.move(number, "start_review")
    asked = [{"team": "billing", "question": "Was water billed that did not run?"}]
    ruth.move(number, "dispatch", team="operations", why="Their main.", co_handlers=asked)
    desk("carl").move(number, "dispute_lead", team="billing", why="It is about the bill.")
    desk("sven").move(number, "rule", team="operations", handler="hana", why="The pipe comes first.")
    hana = desk("hana")
    hana.move(number, "accept")
    with pytest.raises(NotAllowed):
        hana.move(number, "reply", words="Done.", **SETTLED)
    [task] = desk("bill").ticket(number)["tasks"]
    assert task["team"] == "billing"
    desk("bill").move(number, "answer_task", team="billing", words="Three days are taken off.")
    hana.move(number, "reply", words="Mended and corrected.", **SETTLED)
    assert Task.objects.get().answered_by == utility.people["bill"]
    ticket = Ticket.objects.get()
    standing = clocks(ticket)
    assert {standing[one] for one in ("ruling", "task", "reply")} == {"met"}


def test_approval_at_night(utility, desk, website):
    flood = sent(utility, "The cellar is flooding.", "地下室进水。", priority="urgent")
    number = website.create(**flood)["number"]
    hands_to(desk, number, "hana", "operations")
    hana, sven = desk("hana"), desk("sven")
    hana.move(number, "propose", measures="A hotel for a week.", amount="990.00", money="goodwill")
    with pytest.raises(NotAllowed):
        sven.move(number, "send_back")  # the ticket says that an opinion is needed
    sven.move(number, "send_back", opinion="One night is enough.")
    hana.move(number, "propose", measures="A hotel for one night.", amount="330.00", money="goodwill")
    sven.move(number, "approve")
    hana.move(number, "reply", words="A room is booked.", **SETTLED)
    assert [one.approved for one in Proposal.objects.order_by("pk")] == [False, True]
    decided = Clock.objects.filter(milestone="decide")
    assert {one.due_at - one.started_at for one in decided} == {timedelta(minutes=60)}


def test_outrun_by_somebody_the_client_reads_again_and_goes_on(utility, desk, website):
    number = website.create(**sent(utility, "The water is brown.", "自来水发黄。"))["number"]
    ruth, ada = desk("ruth"), desk("ada")
    seen = ruth.ticket(number)
    ada.move(number, "classify", nature="complaint", category="water-quality", priority="normal")
    ruth.move(number, "start_review", seen=seen)  # on what she saw a minute ago
    assert story(Ticket.objects.get()) == ["received", "classified", "review_started"]

    with pytest.raises(NotAllowed):
        ada.move(number, "start_review", seen=seen)  # what stands there now offers it no more
    stale = {"move": "classify", "version": seen["version"], "nature": "complaint", "category": "complaint-other"}
    with pytest.raises(Problem) as outrun:
        ada.post(f"/api/v1/tickets/{number}/moves/", stale | {"priority": "normal"})
    told = outrun.value.said
    assert (outrun.value.status, told["code"], told["last_move"]["move"]) == (409, "version", "start_review")
    assert told["ticket"]["version"] == ruth.ticket(number)["version"]


def test_a_line_that_broke_is_taken_up_under_the_same_key(utility, website):
    """The answer was lost on the way: sent again it is the same answer, and done once."""
    wish = sent(utility, "The water is brown.", "自来水发黄。")
    first, again = (website.post("/api/v1/tickets/", wish, once="call-17") for _time in range(2))
    assert first == again
    number = first["number"]
    chased = [website.move(number, "chase", words="And now?", once="chase-1") for _time in range(2)]
    assert chased[0] == chased[1]
    assert story(Ticket.objects.get()) == ["received", "chased"]
