"""Who stands too near a matter, or comes too late, finds no button for it: on the page, over REST, and when they try.

Each situation below: a ticket, the colleague for whom the move is barred with the reason, and one for whom it is not.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client

from complaints import actions, moving
from complaints.barred import RULES
from complaints.models import MoneyLimit, Rectification, Ticket
from complaints.refusals import NotNow, NotYours
from servicecenter.actors import SYSTEM
from servicecenter.models import Event, RoleHeld, User
from tests import making
from tests.making import LONG_AGO, NOW, acting, make_reason, make_ticket

pytestmark = [pytest.mark.django_db]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOON = (NOW + 2 * DAY).isoformat()


class House:
    """A department and whoever watches over it: `house.people("agent supervisor")` holds both roles."""

    def __init__(self, north, network):
        self.north, self.network = north, network
        self.known: dict[str, User] = {}

    def people(self, name: str) -> User:
        """The colleague of this name, made when there is none: their roles, and a number to tell them apart."""
        if name not in self.known:
            roles = name.rstrip("0123456789 ").split()
            team = self.network if {"coordinator", "handler"} & set(roles) else None
            user = making.make_staff(roles[0], name=name.replace(" ", "-"), region=self.north, team=team)
            for role in roles[1:]:
                RoleHeld.objects.create(user=user, role=role, region=self.north, since=LONG_AGO)
            self.known[name] = user
        return self.known[name]

    def ticket(self, stage: str = "received", handler: str = "handler", **more) -> Ticket:
        given = (
            {"team": self.network, "handler": self.people(handler)} if stage not in {"received", "reviewing"} else {}
        )
        return make_ticket(stage, region=self.north, **given, **more)

    def did(self, who: str, name: str, ticket: Ticket, **data) -> Ticket:
        actions.perform(
            ticket, name, data, actor=acting(self.people(who)), at=NOW, source="desk", version=None
        )  # fmt: skip
        return ticket


@pytest.fixture
def house(north, network) -> House:
    MoneyLimit.objects.bulk_create(
        MoneyLimit(role=role, amount=amount)
        for role, amount in (("handler", 100), ("supervisor", 1000), ("finance_approver", None))
    )
    return House(north, network)


def emergency(house: House) -> Ticket:
    place = {"place": "4 Canal Street", "hazard": "Gas in the stairwell."}
    return house.did("shift_leader", "dispatch_emergency", house.ticket(), team=making.make_team().code, **place)


def decline_asked(house: House) -> Ticket:
    told = {"ground": make_reason("decline").code, "words": "Not our lamp.", "where_to_go": "Town hall."}
    return house.did("reviewer", "propose_decline", house.ticket("reviewing"), **told)


def reject_asked(house: House) -> Ticket:
    told = {"facts": "It was read twice.", "words": "It is right.", "where_to_go": "The ombudsman."}
    return house.did("reviewer", "propose_reject", house.ticket("reviewing"), **told)


def decline_sent_back(house: House) -> Ticket:
    return house.did("reviewer 2", "send_back_refusal", decline_asked(house), opinion="It is our lamp.")


def money_asked(house: House, amount: int = 460, by: str = "handler", **more) -> Ticket:
    ticket = house.ticket("investigating", by, **more)
    money = make_reason("money").code
    return house.did(by, "propose", ticket, measures="Pay for it.", amount=str(amount), money=money)


def money_sent_back(house: House) -> Ticket:
    ticket = money_asked(house)
    return house.did("supervisor coordinator", "send_back", ticket, opinion="Where is the invoice?")


def measures_asked(house: House) -> Ticket:
    """In a further round they are approved."""
    ticket = house.ticket("investigating")
    Ticket.objects.filter(pk=ticket.pk).update(round=2)
    ticket.refresh_from_db()
    return house.did("handler", "propose", ticket, measures="A new valve.")


def half_approved(house: House) -> Ticket:
    ticket = house.ticket("investigating")
    house.did("agent", "mark_sensitive", ticket, why="The paper rang.")
    money = make_reason("money").code
    house.did("handler", "propose", ticket, measures="Pay for it.", amount="4600", money=money)
    return house.did("finance_approver", "approve", ticket)


def held_twice(house: House) -> Ticket:
    ticket = house.ticket("investigating")
    for _ in range(2):
        house.did("handler", "hold", ticket, reason=make_reason().code, until=SOON)
        house.did("handler", "resume", ticket)
    return ticket


def asked_what_is_missing(house: House, *more: tuple[str, timedelta]) -> Ticket:
    """By phone, and now by those other channels so much earlier; no hold stands any more."""
    make_reason()
    ticket = house.ticket("reviewing", at=NOW - 20 * DAY)
    for channel, before in (*more, ("phone", 0 * DAY)):
        asked = {"words": "Your last bill, please.", "channel": channel}
        common = {"at": NOW - before, "source": "desk", "version": None}
        actions.perform(ticket, "ask_information", asked, actor=acting(house.people("agent")), **common)
        actions.perform(ticket, "resume", {}, actor=SYSTEM, **common)
    return ticket


def asked_twice(house: House) -> Ticket:
    return asked_what_is_missing(house, ("letter", 9 * DAY))


def asked_twice_in_danger(house: House) -> Ticket:
    ticket = asked_twice(house)
    Ticket.objects.filter(pk=ticket.pk).update(priority="critical")
    return ticket


def promised(house: House) -> Ticket:
    making.make_policy(reply=(5, "working_days"))
    return house.ticket("investigating")


def ordered_by_law(house: House) -> Ticket:
    making.make_policy(reply=(5, "working_days"), statutory=["reply"])
    return house.ticket("investigating")


def more_time_asked(house: House) -> Ticket:
    due = (NOW + 8 * DAY).isoformat()
    return house.did(
        "agent supervisor", "request_extension", promised(house), due_at=due, why="A sample.", words="Longer."
    )


def repair_promised(house: House) -> Ticket:
    ticket = house.ticket("investigating")
    promise = {"follow_up_1_kind": "repair", "follow_up_1_what": "A new pipe", "follow_up_1_due_at": SOON}
    answer = {"words": "It was rust.", "outcome": "resolved", "result_1": "met", "result_2": "met"}
    return house.did("handler", "reply", ticket, **answer, **promise)


def repair_done(house: House) -> Ticket:
    ticket = repair_promised(house)
    return house.did("agent", "do_follow_up", ticket, follow_up=str(ticket.follow_ups.get().pk), words="Laid.")


def cause_put_right(house: House) -> Ticket:
    ticket = house.ticket("investigating")
    found = {"verdict": "upheld", "cause": make_reason("cause").code, "facts": "A valve.", "can_recur": "on"}
    house.did("handler", "find", ticket, **found, measure="A new valve.")
    duty = str(Rectification.objects.get(ticket=ticket).pk)
    return house.did("supervisor", "do_rectification", ticket, rectification=duty, words="Fitted.")


def to_be_called(house: House) -> Ticket:
    """The supervisor took it over on the way."""
    making.make_callback_rule()
    ticket = house.ticket("investigating")
    house.did("supervisor", "take_over", ticket, why="It takes too long.")
    making.advance(ticket, "replied")
    return ticket


def not_satisfied(house: House) -> Ticket:
    said = {"outcome": "reached", "result": "unsatisfied", "service": "fairly"}
    return house.did("agent reviewer", "record_callback", to_be_called(house), **said)


def in_danger(house: House) -> Ticket:
    return house.ticket(priority="critical")


def petition(house: House) -> Ticket:
    return house.did("agent", "import_petition", house.ticket(), people="Wang Fang,w@house.invalid", confirmed="on")


def billing_was_asked(house: House) -> Ticket:
    team = making.make_team("billing")
    return house.did("handler", "ask_team", house.ticket("investigating"), team=team.code, words="Paid?", due_at=SOON)


def merged(house: House) -> tuple[Ticket, Ticket]:
    earlier, later = house.ticket(), house.ticket(at=NOW + HOUR)
    house.did("agent", "merge", later, into=earlier.number, why="She wrote twice.")
    return earlier, later


def answered_since(house: House) -> Ticket:
    earlier, later = merged(house)
    for stage in ("reviewing", "dispatched", "investigating", "replied"):
        making.advance(earlier, stage, team=house.network)
    return later


def linked(house: House) -> Ticket:
    return house.did("agent", "link", house.ticket(), other=house.ticket().number)


def split_and_ordered(house: House) -> Ticket:
    whole = house.ticket()
    house.did("agent", "split", whole, words="The refund.", requests=["2"])
    part = Ticket.objects.exclude(pk=whole.pk).get()
    return house.did("supervisor", "supervise", part, words="See to it.", due_at=SOON)


@dataclass(frozen=True)
class Barred:
    """but_for: whoever may all the same; "" where nobody may. after: how much later it is looked at."""

    move: str
    because: str
    make: Callable[[House], Ticket]
    who: str
    but_for: str = ""
    after: timedelta = timedelta()
    refusal: type = NotYours


PERSONS = (
    Barred("confirm_emergency", "dispatched the emergency", emergency, "shift_leader", "reviewer"),
    Barred("propose_decline", "has decided on this ticket", decline_sent_back, "reviewer 2", "reviewer"),
    Barred("propose_reject", "has decided on this ticket", decline_sent_back, "reviewer 2", "reviewer"),
    Barred("decline", "Whoever proposed it", decline_asked, "reviewer", "reviewer 2"),
    Barred("reject", "Whoever proposed it", reject_asked, "reviewer", "supervisor"),
    Barred("send_back_refusal", "Whoever proposed it", decline_asked, "reviewer", "reviewer 2"),
    Barred("hold", "put on hold twice", held_twice, "handler", "supervisor"),
    Barred("propose", "has decided on this ticket", money_sent_back, "supervisor coordinator", "handler"),
    Barred("approve", "Whoever proposed it", lambda house: money_asked(house, by="handler supervisor", amount=4600),
           "handler supervisor", "finance_approver"),
    Barred("approve", "above the limit", lambda house: money_asked(house, 4600), "supervisor", "finance_approver"),
    Barred("approve", "approved by a supervisor", measures_asked, "finance_approver agent", "supervisor"),
    Barred("approve", "gave the first approval", half_approved, "finance_approver", "supervisor"),
    Barred("send_back", "Whoever proposed it", lambda house: money_asked(house, by="handler supervisor", amount=4600),
           "handler supervisor", "finance_approver"),
    Barred("send_back", "approved by a supervisor", measures_asked, "finance_approver agent", "supervisor"),
    Barred("decide_extension", "asked for more time", more_time_asked, "agent supervisor", "supervisor"),
    Barred("do_follow_up", "owns the promise", repair_promised, "handler 2", "handler"),
    Barred("do_follow_up", "owns the promise", repair_promised, "handler 2", "coordinator"),
    Barred("verify_follow_up", "does not verify it", repair_done, "agent", "supervisor"),
    Barred("verify_rectification", "does not verify it", cause_put_right, "supervisor", "reviewer"),
    Barred("record_callback", "does not ask the customer", to_be_called, "supervisor", "agent"),
    Barred("triage", "took no part", not_satisfied, "supervisor", "reviewer"),
    Barred("triage", "took no part", not_satisfied, "agent reviewer", "reviewer"),
    Barred("withdraw", "does not handle the matter", lambda house: house.ticket("investigating", "agent"),
           "agent", "agent 2"),
    Barred("answer_task", "Only the team that was asked", billing_was_asked, "handler", "supervisor"),
)  # fmt: skip
MATTERS = tuple(
    Barred(move, because, make, who, after=after, refusal=NotNow)
    for move, because, make, who, after in (
        ("ask_information", "five working days", asked_what_is_missing, "agent", DAY),
        ("close_unanswered", "five working days", asked_twice, "supervisor", DAY),
        ("close_unanswered", "There is danger", asked_twice_in_danger, "supervisor", 8 * DAY),
        ("return", "The time to return it ended", lambda house: house.ticket("dispatched"), "coordinator", DAY),
        ("request_extension", "No reply is promised", lambda house: house.ticket("investigating"), "handler", HOUR),
        ("request_extension", "set by law", ordered_by_law, "handler", HOUR),
        ("request_extension", "a fifth of the time", promised, "handler", 7 * DAY),
        ("withdraw", "goes on even without the customer", in_danger, "agent", HOUR),
        ("withdraw", "Other people of the petition", petition, "agent", HOUR),
        ("merge", "Others were merged into this one", lambda house: merged(house)[0], "agent", HOUR),
        ("undo", "seven days only", lambda house: merged(house)[1], "agent", 8 * DAY),
        ("undo", "answered together", answered_since, "agent", HOUR),
        ("undo", "An order is open", split_and_ordered, "agent", HOUR),
    )
)
# In time, and nothing in the way: open to the same colleague.
OPEN = (
    ("ask_information", asked_what_is_missing, "agent", 8 * DAY),
    ("close_unanswered", asked_twice, "supervisor", 8 * DAY),
    ("return", lambda house: house.ticket("dispatched"), "coordinator", HOUR),
    ("request_extension", promised, "handler", HOUR),
    ("withdraw", lambda house: house.ticket(), "agent", HOUR),
    ("merge", lambda house: house.ticket(), "agent", HOUR),
    ("undo", lambda house: merged(house)[1], "agent", HOUR),
    ("undo", linked, "agent", 80 * DAY),
)


def test_every_rule_has_its_situation():
    assert {one.move for one in (*PERSONS, *MATTERS)} == RULES.keys()
    assert sum(len(rules) for rules in RULES.values()) <= len({(one.move, one.because) for one in (*PERSONS, *MATTERS)})


def offered(ticket: Ticket, user: User, at) -> set[str]:
    return {row.name for row in moving.allowed(Ticket.objects.get(pk=ticket.pk), acting(user, at), at)}


@pytest.mark.parametrize("case", [*PERSONS, *MATTERS], ids=lambda case: f"{case.move}: {case.because}")
def test_no_button_for_whom_it_is_barred(house, as_staff, at_ten, case):
    ticket, user = case.make(house), house.people(case.who)
    before, told_before = Ticket.objects.get(pk=ticket.pk), Event.objects.count()
    at_ten.shift(case.after)
    at = NOW + case.after

    assert case.move not in offered(ticket, user, at)
    if case.but_for:
        assert case.move in offered(ticket, house.people(case.but_for), at)

    desk = as_staff(user)
    page = desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert f"/moves/{case.move}/" not in page
    assert case.because in page, "the page says why not"
    form = desk.get(f"/desk/tickets/{ticket.number}/moves/{case.move}/")
    assert (form.status_code, case.because in form.content.decode()) == (403 if case.refusal is NotYours else 409, True)

    told = desk.get(f"/api/v1/tickets/{ticket.number}/").json()
    assert case.move not in {one["name"] for one in told["allowed_moves"]}
    tried = over_rest(desk, ticket, {"move": case.move, "version": before.version})
    assert (tried.status_code, case.because in tried.json()["detail"]) == (form.status_code, True)

    with pytest.raises(case.refusal, match=case.because):
        moving.move(before, case.move, actor=acting(user, at), at=at, source="desk")
    assert (Ticket.objects.get(pk=ticket.pk).version, Event.objects.count()) == (before.version, told_before)


def over_rest(desk: Client, ticket: Ticket, body: dict):
    address = f"/api/v1/tickets/{ticket.number}/moves/"
    return desk.post(address, json.dumps(body), content_type="application/json")


@pytest.mark.parametrize(
    ("move", "make", "who", "after"), OPEN, ids=lambda value: value if isinstance(value, str) else ""
)
def test_in_time_it_is_there(house, move, make, who, after):
    assert move in offered(make(house), house.people(who), NOW + after)


def test_a_page_of_moves_asks_no_more_the_longer_the_story(house, as_staff, at_ten, django_assert_max_num_queries):
    ticket = held_twice(house)
    for _ in range(10):
        house.did("handler", "escalate", ticket, reason=make_reason("escalation").code)
    desk = as_staff(house.people("handler"))
    desk.get(f"/desk/tickets/{ticket.number}/")
    with django_assert_max_num_queries(14):
        desk.get(f"/desk/tickets/{ticket.number}/")


def choices(house: House, ticket: Ticket, who: str, move: str, field: str) -> set[str]:
    """What REST offers this colleague for a field of a move; the page's form is the same."""
    desk = Client()
    desk.force_login(house.people(who), backend="django.contrib.auth.backends.ModelBackend")
    told = desk.get(f"/api/v1/tickets/{ticket.number}/").json()["allowed_moves"]
    inputs = next(one["inputs"] for one in told if one["name"] == move)
    return {one["value"] for one in next(one for one in inputs if one["name"] == field)["choices"]}


def test_what_follows_is_asked_by_the_rounds_there_are_and_by_who_asks(house, at_ten):
    ticket = not_satisfied(house)
    assert choices(house, ticket, "reviewer", "triage", "decision") == {"second", "explained", "new_matter"}
    Ticket.objects.filter(pk=ticket.pk).update(reviewed_at=NOW)
    assert choices(house, ticket, "reviewer", "triage", "decision") == {"second", "new_matter"}
    Ticket.objects.filter(pk=ticket.pk).update(round=2)
    assert choices(house, ticket, "reviewer", "triage", "decision") == {"new_matter"}
    assert choices(house, ticket, "complaint_manager", "triage", "decision") == {"new_matter", "final"}


def test_the_form_says_that_the_rounds_are_over_and_the_verb_refuses_in_words(house, as_staff, at_ten):
    ticket = not_satisfied(house)
    Ticket.objects.filter(pk=ticket.pk).update(round=2)
    desk = as_staff(house.people("reviewer"))
    address = f"/desk/tickets/{ticket.number}/moves/triage/"
    assert "what remains is the complaint manager&#x27;s final reply" in desk.get(address).content.decode()
    sent = over_rest(desk, ticket, {"move": "triage", "version": ticket.version, "decision": "final", "why": "Over.",
                                    "words": "It stays."})  # fmt: skip
    assert (sent.status_code, sent.json()["detail"]) == (403, "The final reply is the complaint manager's.")


def test_only_what_somebody_else_did_stands_there_to_be_verified(house, at_ten):
    ticket = house.ticket("investigating")
    promises = {
        f"follow_up_{number}_{name}": value
        for number in (1, 2)
        for name, value in (("kind", "repair"), ("what", f"Pipe {number}"), ("due_at", SOON))
    }
    answer = {"words": "It was rust.", "outcome": "resolved", "result_1": "met", "result_2": "met"}
    house.did("handler", "reply", ticket, **answer, **promises)
    mine, theirs = ticket.follow_ups.order_by("pk")
    house.did("agent", "do_follow_up", ticket, follow_up=str(mine.pk), words="Laid.")
    house.did("handler", "do_follow_up", ticket, follow_up=str(theirs.pk), words="Laid.")
    assert choices(house, ticket, "agent", "verify_follow_up", "follow_up") == {str(theirs.pk)}
    assert choices(house, ticket, "supervisor", "verify_follow_up", "follow_up") == {str(mine.pk), str(theirs.pk)}


def test_a_coordinator_dispatches_inside_the_department_and_is_offered_nothing_else(house, as_staff, at_ten):
    making.make_team("pumps", department=house.network)
    making.make_team("billing")
    ticket = house.ticket("dispatched")

    def teams(who: str) -> set[str]:
        page = as_staff(house.people(who)).get(f"/desk/tickets/{ticket.number}/moves/dispatch/").content.decode()
        return set(re.findall(r'<option value="(\w+)"', page.partition('name="team"')[2].partition("</select>")[0]))

    assert teams("coordinator") == {"network", "pumps"}
    assert teams("supervisor") == {"network", "pumps", "billing"}


def test_a_second_time_a_supervisor_may_only_refuse(house, at_ten):
    ticket = more_time_asked(house)
    assert choices(house, ticket, "supervisor", "decide_extension", "granted") == {"yes", "no"}
    house.did("supervisor", "decide_extension", ticket, granted="yes")
    due = (NOW + 9 * DAY).isoformat()
    house.did("handler", "request_extension", ticket, due_at=due, why="Once more.", words="Longer.")
    assert choices(house, ticket, "supervisor", "decide_extension", "granted") == {"no"}
    assert choices(house, ticket, "complaint_manager", "decide_extension", "granted") == {"yes", "no"}
