"""Cases of conflict of interest: the agent on the line, the only supervisor, the report that names somebody."""

from django.test import Client

from complaints.models import Ticket
from servicecenter.models import Event
from tests.cases.conftest import HOSTS


def desk_of(house, who: str) -> Client:
    desk = Client()
    desk.force_login(house.people[who], **HOSTS)
    return desk


def test_04_complaint_about_the_agent_taking_the_call(house):
    """She writes it down and from then on does not see it; a colleague goes on."""
    house.employs("agent", name="colleague")
    ticket = house.hears("The woman I am talking to hung up on me this morning.")
    house.done("agent", "name_staff", ticket, about="people", person="agent", words="Said her name at the start")

    page = desk_of(house, "agent").get(f"/desk/tickets/{ticket.number}/")
    assert page.status_code == 404
    assert ticket.number not in desk_of(house, "agent").get("/desk/?view=all").content.decode()
    assert desk_of(house, "colleague").get(f"/desk/tickets/{ticket.number}/").status_code == 200
    assert Event.objects.get(kind="ticket.staff_named").payload["people"] == [house.people["supervisor"].pk]


def test_04_what_is_joined_split_or_signed_by_others_stays_out_of_her_sight(house):
    """Whom it is about goes with the words, and comes off again when a merge was a mistake."""
    house.employs("complaint_manager", name="manager")
    quiet, named, signed = (
        house.hears(words) for words in ("The counter was closed.", "She insulted me.", "All of us.")
    )
    people = "Name,Contact\nWang Fang,fang@customer.invalid"
    house.done("manager", "import_petition", signed, people=people, confirmed="on")
    for ticket in (named, signed):
        house.done("manager", "name_staff", ticket, about="people", person="agent")
    house.done("manager", "mark_sensitive", named, why="The press asks.")
    house.done("manager", "split", named, words="And her colleague laughed.")
    part = Ticket.objects.latest("pk")
    sees = desk_of(house, "agent")
    for hidden in (part, signed.members.get()):
        assert sees.get(f"/desk/tickets/{hidden.number}/").status_code == 404
    assert part.sensitive

    unseen = house.does("manager", "merge", named, into=quiet.number, why="The same visit.")
    assert unseen.status_code == 409, "first somebody acknowledges the sensitive matter"
    house.done("supervisor", "see_sensitive", named)
    house.done("manager", "merge", named, into=quiet.number, why="The same visit.")
    assert sees.get(f"/desk/tickets/{quiet.number}/").status_code == 404
    quiet.refresh_from_db()
    assert (quiet.sensitive, quiet.about) == (True, "people")
    house.done("manager", "undo", named, why="Another visit.")
    assert sees.get(f"/desk/tickets/{quiet.number}/").status_code == 200
    assert sees.get(f"/desk/tickets/{named.number}/").status_code == 404


def test_05_about_the_only_supervisor_of_the_region(house):
    """Nobody of that level is left in the region: everything about it goes one level up."""
    house.employs("complaint_manager")
    ticket = house.hears("Your supervisor shouted at me.")
    house.done("agent", "name_staff", ticket, about="people", person="supervisor")
    house.done("agent", "escalate", ticket, reason="customer-asks")

    manager = house.people["complaint_manager"].pk
    for kind in ("ticket.staff_named", "ticket.escalated"):
        assert Event.objects.get(kind=kind).payload["people"] == [manager]
    assert desk_of(house, "supervisor").get(f"/desk/tickets/{ticket.number}/").status_code == 404
    assert desk_of(house, "complaint_manager").get(f"/desk/tickets/{ticket.number}/").status_code == 200


def test_06_named_report_of_theft(house):
    """Received by anyone, read by the integrity role only, the one it names being outside even of that."""
    house.employs("complaint_manager")
    house.employs("integrity_officer")
    ticket = house.hears("Mr Otto sells our copper cable behind the depot.", nature="report")

    for who in ("agent", "reviewer", "supervisor", "complaint_manager"):
        assert desk_of(house, who).get(f"/desk/tickets/{ticket.number}/").status_code == 404
        assert ticket.number not in desk_of(house, who).get("/desk/find/?q=copper").content.decode()
    house.done("integrity_officer", "name_staff", ticket, about="people", words="Mr Otto, badge unknown")
    house.done("integrity_officer", "start_review", ticket)
    assert ticket.stage == "reviewing"
