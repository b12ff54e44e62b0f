"""Whoever decides reads on the form itself what it is about: what was asked, what is taken back, what was decided."""

from datetime import timedelta

import pytest

from complaints import actions, joint
from complaints.joint import CoHandler
from complaints.models import Ticket
from complaints.stages import groups
from servicecenter.actors import SYSTEM
from servicecenter.models import Event
from tests import making
from tests.making import NOW, acting, make_ticket
from tests.reading import whole_days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


def do(ticket: Ticket, name: str, user, at=NOW, **data) -> None:
    actor = SYSTEM if user is None else acting(user, at)
    actions.perform(ticket, name, data, actor=actor, at=at, source="desk", version=None)
    ticket.refresh_from_db()


def form(desk, ticket: Ticket, move: str) -> str:
    shown = desk.get(f"/desk/tickets/{ticket.number}/moves/{move}/")
    assert shown.status_code == 200
    return whole_days(shown.content.decode())


def test_who_closes_an_unanswered_one_reads_both_requests(as_staff, supervisor, agent):
    ticket = make_ticket("reviewing", at=NOW - timedelta(days=30))
    making.make_reason("hold")
    do(ticket, "ask_information", agent, NOW - timedelta(days=22), words="Your last bill, please.", channel="phone")
    do(ticket, "resume", None, NOW - timedelta(days=14))
    do(ticket, "ask_information", agent, NOW - timedelta(days=13), words="We still need the bill.", channel="email")

    told = form(as_staff(supervisor), ticket, "close_unanswered")

    first, second = told.index("by: Phone · Your last bill, please."), told.index("by: Email · We still need the bill.")
    assert first < second
    assert "Asked on Tue 17 Feb 2026, 10:00, by: Phone" in told


def test_whom_to_wait_for_no_longer_is_chosen_by_what_they_were_asked(as_staff, supervisor):
    ticket = make_ticket("investigating")
    asked = [CoHandler(making.make_team("billing"), "Was it billed?"), CoHandler(making.make_team("legal"), "Whose?")]
    joint.open_tasks(ticket, asked, actor=SYSTEM, at=NOW, source="desk")
    Ticket.objects.filter(pk=ticket.pk).update(**joint.standing(ticket))

    told = form(as_staff(supervisor), ticket, "waive_task")

    assert "billing · Was it billed?" in told
    assert "legal · Whose?" in told


def test_an_outside_review_says_what_was_asked_and_then_what_must_be_done(as_staff, supervisor):
    ticket, desk = make_ticket("investigating"), as_staff(supervisor)
    body, soon = making.make_reason("outside", "regulator").code, (NOW + timedelta(days=2)).isoformat()
    do(ticket, "open_review", supervisor, body=body, number="R-117", words="The file.", due_at=soon, sort="upstream")
    assert "regulator R-117 · by Fri 13 Mar 2026, 10:00 · The file." in form(desk, ticket, "decide_review")

    comply_by = (NOW + timedelta(days=9)).isoformat()
    do(ticket, "decide_review", supervisor, words="Upheld.", remedy="Pay 200.", comply_by=comply_by)
    assert "regulator R-117 · by Fri 20 Mar 2026, 10:00 · Pay 200." in form(desk, ticket, "comply_review")


def test_who_undoes_reads_what_becomes_of_the_tickets(as_staff, agent):
    whole, desk = make_ticket(), as_staff(agent)
    do(whole, "link", agent, other=make_ticket().number)
    assert "Takes back the link with" in form(desk, whole, "undo")

    do(whole, "split", agent, words="The refund.", requests=["2"])
    part = Ticket.objects.latest("pk")
    assert f"Takes back the splitting off from {whole.number}" in form(desk, part, "undo")


def test_one_of_a_petition_goes_the_way_of_its_lead(as_staff, agent, supervisor):
    lead, desk = make_ticket("reviewing"), as_staff(agent)
    do(lead, "import_petition", agent, people="Wang Fang\nLi Na", confirmed="on")
    member = lead.members.order_by("pk")[0]
    page = desk.get(f"/desk/tickets/{member.number}/").content.decode()
    assert "usually next" not in page
    assert f"The answer of {lead.number} no longer reaches this person" in form(desk, member, "leave_group")

    answer = {"words": "It is clean.", "outcome": "resolved", "result_1": "met", "result_2": "met"}
    do(lead, "answer", agent, **answer)
    groups.hear_answer(Event.objects.get(kind="group.answered"))
    page = desk.get(f"/desk/tickets/{member.number}/").content.decode()
    assert "Answered with the lead of its group: Resolved" in page
    assert f"It was answered with {lead.number}" in form(desk, member, "leave_group")


def test_few_long_choices_are_read_in_full_as_rows_and_short_ones_fold_away(as_staff, supervisor):
    """A select shows on a phone what fits into its one line; a promise, a cause and a question are longer."""
    ticket, desk = make_ticket("investigating"), as_staff(supervisor)
    asked = [CoHandler(making.make_team("billing"), "Was the water billed that never ran, and from which reading?")]
    joint.open_tasks(ticket, asked, actor=SYSTEM, at=NOW, source="desk")
    Ticket.objects.filter(pk=ticket.pk).update(**joint.standing(ticket))
    address = f"/desk/tickets/{ticket.number}/moves/waive_task/"

    shown = desk.get(address).content.decode()
    assert '<input type="radio" name="team" value="billing" id="id_team_0" checked>' in shown, "the only one there is"
    assert "<select" not in shown
    assert "<select" in desk.get(f"/desk/tickets/{ticket.number}/moves/ask_team/").content.decode()

    refused = desk.post(address, {"version": ticket.version, "team": "", "why": "They are flooded."}).content.decode()
    assert 'aria-invalid="true" autofocus' in refused
    done = desk.post(address, {"version": Ticket.objects.get().version, "team": "billing", "why": "They are flooded."})
    assert done.status_code == 302


def test_who_triages_reads_what_the_customer_said_and_who_takes_it_up_again_why(as_staff, supervisor, agent):
    making.make_callback_rule()
    ticket, desk = make_ticket("replied"), as_staff(supervisor)
    said = {"outcome": "reached", "result": "unsatisfied", "service": "fairly", "words": "Brown again since Friday."}
    do(ticket, "record_callback", agent, **said)
    told = form(desk, ticket, "triage")
    assert "Result: Unsatisfied · Service: Fairly satisfied · Brown again since Friday." in told
    do(ticket, "triage", supervisor, decision="second", why="Half of it was forgotten.")
    assert "Half of it was forgotten." in form(desk, ticket, "second_handling")
