"""Case 30: a petition of 62 residents is one matter and 62 people."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from channels_hub.models import Outbound
from complaints.models import Party, Ticket
from servicecenter.outbox import relay
from tests.cases.conftest import HOSTS, at, due

HEAD = "Name,Contact,Place,Words,Representative\n"
LINES = [f"Resident {n},resident{n}@house.invalid,Flat {n},,{'x' if n < 3 else ''}" for n in range(1, 63)]
LIST = HEAD + "\n".join(LINES)
ANSWER = {"words": "The pump is replaced. We are sorry.", "outcome": "resolved", "result_1": "met"}


def test_30_petition_of_62_residents(house):
    house.employs("handler", team="operations")
    lead = house.hears("No pressure above the sixth floor.")
    preview = house.does("agent", "import_petition", lead, people=LIST)
    assert preview.status_code == 422
    assert "62 people in the list" in preview.content.decode()
    assert not lead.members.exists(), "shown before it is done"
    house.done("agent", "import_petition", lead, people=LIST, confirmed="on")

    members = list(lead.members.order_by("pk"))
    assert len({one.number for one in members} | {lead.number}) == 63
    assert {(one.received_at, one.customer.name) for one in members[:1]} == {(lead.received_at, "Resident 1")}
    assert due(members[61]) == due(lead)
    assert [one.customer.name for one in Party.objects.filter(ticket=lead).others()] == ["Resident 1", "Resident 2"]

    differs = members[7]
    house.done("agent", "leave_group", differs, why="Hers is a leak.")
    house.hands_to("handler", lead)
    assert house.does("agent", "answer", differs, **ANSWER).status_code == 302, "handled on its own"
    house.done("handler", "reply", lead, **ANSWER)
    while relay(at("2026-03-11 10:05")):
        pass

    replied = Ticket.objects.filter(lead=lead, stage="replied", reply_words=ANSWER["words"])
    assert replied.count() == 62
    letters = Outbound.objects.filter(template="replied", ticket__lead=lead).exclude(ticket=differs)
    assert letters.values("ticket", "contact_point").distinct().count() == 61, "each under their own number"
    members[3].refresh_from_db()
    assert [one.result for one in members[3].requests.all()] == ["met"]
    house.done("supervisor", "reopen", members[3], words="“Mine is not solved.”")
    assert (members[3].stage, members[3].round) == ("reviewing", 2)
    lead.refresh_from_db()
    assert lead.stage == "replied", "one who differs does not reopen the others"


def test_30_a_petition_turned_away_answers_each_of_its_people_and_is_not_ended_by_who_began_it(house):
    """Not accepted, or rejected on file: everybody hears it under their own number. Nobody is left waiting unseen."""
    house.employs("complaint_manager", name="manager")
    lead = house.hears("Your works keep us awake.", confidential="on")
    earlier = house.hears("The same works.")
    house.done("agent", "import_petition", lead, people="\n".join([HEAD, *LINES[:2]]), confirmed="on")
    assert set(lead.members.values_list("confidential", flat=True)) == {True}, "kept from the department like the lead"
    for who, ending in (("agent", {"words": "Never mind."}), ("manager", {"into": earlier.number, "why": "The same."})):
        refused = house.does(who, "merge" if "into" in ending else "withdraw", lead, **ending)
        assert "the matter goes on" in refused.content.decode()

    said = {"words": "The city builds there, not we.", "where_to_go": "The city's building office."}
    house.done("reviewer", "propose_decline", lead, ground="other-body", **said)
    house.done("manager", "decline", lead)
    while relay(at("2026-03-11 10:05")):
        pass
    answered = lead.members.values_list("stage", "outcome", "callback_open")
    assert list(answered) == [("replied", "declined", False)] * 2
    assert all(one.reply_words == lead.reply_words for one in lead.members.all())


def test_a_line_that_cannot_be_read_is_named_and_nobody_is_added(house):
    lead = house.hears("No pressure.")
    wrong = "Name;Contact\nWang Fang;not a phone\n;+86 139 1111 2222\nLi Na;\nLi Na;"
    told = house.does("agent", "import_petition", lead, people=wrong, confirmed="on").content.decode()
    for line in ("Line 2:", "Line 3: The name is missing.", "Line 5: Li Na stands in the list already."):
        assert line in told
    assert not lead.members.exists()


def test_the_list_may_come_as_a_file_in_the_encoding_of_chinese_spreadsheets(house):
    lead = house.hears("六楼以上没有水压。")
    desk = Client()
    desk.force_login(house.people["agent"], **HOSTS)
    file = SimpleUploadedFile("list.csv", "姓名,联系方式\n王芳,+86 139 1111 2222\n".encode("gb18030"))
    address = f"/desk/tickets/{lead.number}/moves/import_petition/"
    shown = desk.post(address, {"version": lead.version, "people": "", "file": file}).content.decode()
    assert "王芳" in shown
    assert not lead.members.exists()
