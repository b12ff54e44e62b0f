"""No access code is lost: who was not there to see theirs gets it by mail, or somebody reads it out or prints it."""

import re

from django.core import mail
from django.test import Client

from channels_hub.delivery import deliver
from complaints.models import Ticket, Triage
from servicecenter.models import Event
from servicecenter.outbox import relay
from servicecenter.rounds import database_now
from tests.cases.conftest import HOSTS, at
from tests.making import make_client

LIST = "Wang Fang,wang@house.invalid\nLi Na,+86 139 1111 2222\nZhao Min,"
ANSWER = {"words": "Flushed; it is clear again.", "outcome": "resolved", "result_1": "met"}
UNHAPPY = {"outcome": "reached", "result": "unsatisfied", "service": "satisfied", "words": "The meter, too."}
JSON = {"data": {}, "content_type": "application/json"}
CODE = re.compile(r"\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b")


def opens(number: str, code: str) -> bool:
    return Client().post("/t/", {"number": number, "code": code}).status_code == 302


def posted(moment: str) -> None:
    while relay(at(moment)):
        pass
    deliver(database_now())


def desk_of(house, who: str) -> Client:
    desk = Client()
    desk.force_login(house.people[who], **HOSTS)
    return desk


def test_a_petitions_people_get_their_codes_by_mail_or_on_a_slip(house):
    lead = house.hears("No pressure above the sixth floor.")
    house.done("agent", "import_petition", lead, people=LIST, confirmed="on")
    posted("2026-03-11 10:01")
    wang, li, zhao = lead.members.order_by("pk")
    letter = next(one for one in mail.outbox if one.to == ["wang@house.invalid"])
    assert opens(wang.number, CODE.findall(letter.body)[0])

    desk = desk_of(house, "agent")
    assert "Access code: nobody has seen it yet" in house.page("agent", lead)
    slips = desk.post(f"/desk/tickets/{lead.number}/code/").content.decode()
    codes = CODE.findall(slips)
    assert (len(codes), wang.number in slips) == (2, False)
    assert opens(li.number, codes[0])
    assert opens(zhao.number, codes[1])
    assert desk.post(f"/desk/tickets/{lead.number}/code/").status_code == 409, "shown once only"
    assert "nobody has seen it" not in house.page("agent", lead)
    assert Event.objects.filter(kind="ticket.code_told", subject_id=li.pk).exists()


def test_a_code_is_asked_for_by_nobody_but_the_centre_and_also_over_rest(house):
    house.employs("handler", team="operations")
    lead = house.hears("No pressure.")
    house.done("agent", "import_petition", lead, people=LIST, confirmed="on")
    li = lead.members.get(customer__name="Li Na")
    assert desk_of(house, "handler").post(f"/desk/tickets/{li.number}/code/").status_code == 404
    _client, key = make_client("partner", "tickets:read", "tickets:move")
    address = f"/api/v1/tickets/{li.number}/access-code/"
    told = Client().post(address, headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "1"}, **JSON)
    assert told.status_code == 201, told.content
    assert opens(li.number, told.json()[0]["access_code"])
    again = Client().post(address, headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "2"}, **JSON)
    assert again.status_code == 409


def test_a_new_matter_is_tied_to_the_old_one_and_its_customer_gets_the_code(house):
    house.employs("handler", team="operations")
    ticket = house.hears("My bill is wrong.", contact="mei@house.invalid")
    house.hands_to("handler", ticket)
    house.done("handler", "reply", ticket, **ANSWER)
    house.done("agent", "record_callback", ticket, **UNHAPPY)
    house.done("reviewer", "triage", ticket, decision="new_matter", why="The meter is new.", words="The meter runs.")
    born = Triage.objects.get().new_ticket
    posted("2026-03-11 10:01")
    letter = next(one for one in mail.outbox if born.number in one.body)
    assert opens(born.number, CODE.findall(letter.body)[0])

    assert born.number in house.page("reviewer", ticket)
    assert ticket.number in house.page("reviewer", born)
    house.done("reviewer", "undo", born, why="Not the same meter.")
    assert not Ticket.objects.get(pk=born.pk).ties.standing().exists()


def test_a_member_is_not_answered_alone_but_leads_to_its_group(house):
    lead = house.hears("No pressure.")
    house.done("agent", "import_petition", lead, people=LIST, confirmed="on")
    member = lead.members.first()
    for who, move, inputs in (
        ("agent", "answer", ANSWER),
        ("reviewer", "propose_decline", {"words": "No.", "where_to_go": "There."}),
    ):
        refused = house.does(who, move, member, **inputs)
        assert refused.status_code == 409
        assert f"go to the lead ticket {lead.number}" in refused.content.decode()
        assert f'href="/desk/tickets/{lead.number}/"' in refused.content.decode()
    house.done("reviewer", "start_review", member)
    assert house.does("reviewer", "dispatch", member, team="operations", why="Theirs.").status_code == 409
    house.done("agent", "leave_group", member, why="Hers is a leak.")
    house.done("agent", "answer", member, **ANSWER)
