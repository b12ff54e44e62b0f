"""Papers and colleagues over REST: what their pages tell, as facts, and the sheet itself when HTML is asked for."""

import pytest

from complaints import papers
from complaints.api.paper_serializers import BY_NAME
from complaints.desk.colleagues import MOST
from servicecenter.models import Event, EventText
from tests import making
from tests.api.conftest import caller, session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]
EMAIL = "mei.chen@customer.invalid"


def address(ticket, name: str) -> str:
    return f"/api/v1/tickets/{ticket.number}/papers/{name}/"


def test_each_paper_tells_its_own_facts_where_the_ticket_is_far_enough_for_it(north, supervisor):
    desk = session(supervisor)
    opened, answered = making.make_ticket("investigating", region=north), making.make_ticket("replied", region=north)
    for ticket, there in ((opened, {"registration", "visit"}), (answered, {"registration", "reply"})):
        for name in [*papers.PAPERS, "nonsense"]:
            told = desk.get(address(ticket, name))
            assert told.status_code == (200 if name in there else 404), name
            if told.status_code == 200:
                assert set(told.json()) == set(BY_NAME[name]().fields)
                assert (told.json()["paper"], told.json()["number"]) == (name, ticket.number)


def test_the_facts_are_labelled_in_the_language_asked_for(north, supervisor):
    ticket = making.make_ticket("investigating", region=north, language="en")
    english, chinese = (
        session(supervisor, language).get(address(ticket, "visit")).json() for language in ("en", "zh-hans")
    )
    assert (english["label"], chinese["label"]) == ("Visit slip", "上门服务单")
    assert english["priority"]["code"] == chinese["priority"]["code"]
    assert english["priority"]["label"] != chinese["priority"]["label"]
    assert english["language"] == chinese["language"] == "en"


def test_the_reply_letter_says_what_was_answered(north, supervisor):
    ticket = making.make_ticket("replied", region=north)
    told = session(supervisor).get(address(ticket, "reply")).json()
    answer = papers.answer_of(ticket, list(ticket.requests.all()))
    assert answer is not None
    assert told["words"] == answer.words != ""
    assert told["customer"] == {"name": ticket.customer.name, "withheld": ""}
    assert told["reopen_until"] > told["answered_at"]


@pytest.mark.parametrize("asking", [{"Accept": "text/html"}, {}])
def test_the_sheet_itself_comes_as_html_in_the_customers_language(north, agent, asking):
    ticket = making.make_ticket(region=north, language="zh-hans", words="水发黄。<script>x</script>")
    sheet = session(agent).get(address(ticket, "registration") + ("" if asking else "?format=html"), **asking)
    assert sheet["Content-Type"] == "text/html; charset=utf-8"
    told = sheet.content.decode()
    assert told.startswith("<!doctype html>")
    assert "客户投诉登记表" in told
    assert "水发黄。" in told
    assert "<script" not in told
    assert 'lang="zh-Hans"' in told
    assert EMAIL not in told


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_the_contact_stands_on_it_in_full_only_for_a_reason_that_is_kept(north, agent, accept):
    ticket = making.make_ticket(region=north)
    desk = session(agent)
    assert EMAIL not in desk.get(address(ticket, "visit"), Accept=accept).content.decode()
    silent = desk.post(address(ticket, "visit"), {"why": ""}, Accept=accept)
    assert (silent.status_code, silent["Content-Type"]) == (400, "application/problem+json")
    assert silent.json()["errors"].keys() == {"why"}
    assert not Event.objects.filter(kind="contact.revealed").exists()

    assert EMAIL in desk.post(address(ticket, "visit"), {"why": "For the crew."}, Accept=accept).content.decode()
    event = Event.objects.get(kind="contact.revealed")
    assert (event.actor_id, event.source) == (agent.pk, "api")
    assert EventText.objects.get(event=event).text == {"why": "For the crew."}


def test_no_reason_shows_what_does_not_stand_on_the_paper(north, network, handler, supervisor):
    answered = making.make_ticket("replied", region=north)
    assert session(supervisor).post(address(answered, "reply"), {"why": "x"}).status_code == 404
    kept = making.make_ticket("investigating", region=north, team=network, handler=handler, confidential=True)
    told = session(handler).get(address(kept, "visit")).json()
    assert (told["customer"], told["contact"]) == ({"name": "", "withheld": "confidential"}, "")
    assert session(handler).post(address(kept, "visit"), {"why": "x"}).status_code == 404
    assert not Event.objects.filter(kind="contact.revealed").exists()


def test_papers_are_for_people_of_the_region_and_errors_are_problem_details(north, agent_south):
    ticket = making.make_ticket(region=north)
    program = caller("printer", "tickets:read", "tickets:move", "customers:read")
    assert program.get(address(ticket, "registration")).status_code == 403
    assert program.post(address(ticket, "registration"), {"why": "x"}).status_code == 403
    foreign = session(agent_south).get(address(ticket, "registration"), Accept="text/html")
    assert (foreign.status_code, foreign["Content-Type"]) == (404, "application/problem+json")
    other = session(agent_south).get(address(ticket, "registration"), Accept="application/pdf")
    assert (other.status_code, other["Content-Type"]) == (406, "application/problem+json")


def test_a_colleague_is_told_with_the_work_the_reader_may_see(north, network, handler, supervisor, agent_south):
    ticket = making.make_ticket("investigating", region=north, team=network, handler=handler)
    where = f"/api/v1/people/{handler.username}/"
    told = session(supervisor).get(where).json()
    assert (told["username"], told["team"]) == (handler.username, network.code)
    assert [one["role"] for one in told["roles"]] == ["handler"]
    assert [one["number"] for one in told["tickets"]] == [ticket.number]
    stranger = session(agent_south).get(where).json()
    assert (stranger["username"], stranger["tickets"]) == (handler.username, [])


def test_nobody_and_who_has_left_answer_alike(handler, supervisor):
    desk = session(supervisor)
    handler.is_active = False
    handler.save()
    gone, never, odd = (desk.get(f"/api/v1/people/{one}/") for one in (handler.username, "nobody", "no%00body"))
    assert gone.status_code == never.status_code == odd.status_code == 404
    assert gone.content == never.content == odd.content


def test_a_program_reads_a_colleague_with_the_scope_of_shifts_and_of_tickets_only_its_own(north, network, handler):
    making.make_ticket("investigating", region=north, team=network, handler=handler)
    where = f"/api/v1/people/{handler.username}/"
    assert caller("web", "tickets:read").get(where).status_code == 403
    assert caller("board", "shift:read").get(where).json()["tickets"] == []
    assert len(caller("wall", "shift:read", "tickets:read").get(where).json()["tickets"]) == 1


def test_a_colleague_costs_as_many_statements_with_one_ticket_as_with_many(
    north, network, handler, supervisor, django_assert_max_num_queries
):
    desk, where = session(supervisor), f"/api/v1/people/{handler.username}/"
    for _ in range(MOST + 1):
        making.make_ticket("investigating", region=north, team=network, handler=handler)
    with django_assert_max_num_queries(8):
        assert len(desk.get(where).json()["tickets"]) == MOST
